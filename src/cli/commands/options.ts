import { InvalidArgumentError, Option } from 'commander';
import { microsPerMilli, parseDuration } from '../../units.ts';

/** Reads a whole number of at least `least` from a flag. @throws InvalidArgumentError, which the command line shows with the flag's name. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/u.test(text) && Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}, got "${text}".`);
  };
}

/** Reads the number of engine threads; undefined for `auto`. */
export function workersOf(text: string): number | undefined {
  return text === 'auto' ? undefined : wholeNumber(1)(text);
}

const longestMillis = 2 ** 31 - 1;

/** Reads a time with its unit from a flag, in milliseconds, up to 24 days. @throws InvalidArgumentError for anything else. */
export function durationMillis(text: string): number {
  const micros = /[a-zµ]$/u.test(text.trim()) ? parseDuration(text) : undefined;
  const millis = (micros ?? 0) / microsPerMilli;
  if (millis >= 1 && millis <= longestMillis) return millis;
  throw new InvalidArgumentError(`Expected a time as in 30s or 2m, got "${text}".`);
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

/** `--output`: where a command writes what it otherwise prints. */
export function outputOption(): Option {
  return new Option('-w, --output <file>', 'write to a file instead of the terminal');
}
