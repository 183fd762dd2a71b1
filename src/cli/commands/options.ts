import { InvalidArgumentError, Option } from 'commander';

/** Reads a whole number of at least `least` from a flag. @throws InvalidArgumentError, which the command line shows with the flag's name. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/u.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}, got "${text}".`);
  };
}

/** Reads a port; 0 stands for any that is free. @throws InvalidArgumentError */
export function portNumber(text: string): number {
  const port = wholeNumber(0)(text);
  if (port <= 65_535) return port;
  throw new InvalidArgumentError(`Expected a port up to 65535, got "${text}".`);
}

/** Collects a flag that may be given several times. */
export function collect(text: string, previous: readonly string[]): string[] {
  return [...previous, text];
}

/** `--on-inconclusive`: what an undecided verdict means to the caller. */
export function onInconclusiveOption(): Option {
  return new Option(
    '--on-inconclusive <verdict>',
    'let an INCONCLUSIVE verdict exit as pass (0) or fail (1) instead of 3',
  ).choices(['pass', 'fail']);
}
