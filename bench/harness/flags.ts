import process from 'node:process';
import { parseArgs } from 'node:util';
import { giveUp, say } from './say.ts';

/** A flag with its default and what it means. */
export type FlagSpec = { readonly default: string; readonly help: string };

/** The flags of a bench, as given or by default; reading one that is not declared is an error of the types. */
export type Flags<Name extends string> = {
  readonly text: (name: Name) => string;
  /** A whole number of at least 1. */
  readonly count: (name: Name) => number;
  /** Parts between commas; none for an empty text. */
  readonly list: (name: Name) => readonly string[];
  readonly counts: (name: Name) => readonly number[];
};

/** Reads the command line; prints the help and ends for `--help`, ends with exit code 2 for what it does not know. */
export function readFlags<Name extends string>(purpose: string, specs: Record<Name, FlagSpec>): Flags<Name> {
  const options = Object.fromEntries(Object.keys(specs).map((name) => [name, { type: 'string' as const }]));
  const values = parse({ ...options, help: { type: 'boolean' } });
  if (values['help'] === true) {
    say(helpText(purpose, specs));
    process.exit(0);
  }
  const text = (name: Name): string => {
    const value = values[name];
    return typeof value === 'string' ? value : specs[name].default;
  };
  const list = (name: Name): string[] =>
    text(name)
      .split(',')
      .filter((part) => part !== '');
  const count = (name: Name, part: string): number => {
    if (/^[1-9]\d*$/u.test(part)) return Number(part);
    return giveUp(`--${name} must be a whole number of at least 1, got "${part}"`, 'see --help');
  };
  return {
    text,
    list,
    count: (name) => count(name, text(name)),
    counts: (name) => list(name).map((part) => count(name, part)),
  };
}

function parse(options: Record<string, { type: 'string' | 'boolean' }>): Record<string, unknown> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return giveUp(error instanceof Error ? error.message : String(error), 'see --help');
  }
}

function helpText(purpose: string, specs: Record<string, FlagSpec>): string {
  const lines = Object.entries(specs).map(([name, spec]) => {
    const fallback = spec.default === '' ? '' : ` (default: ${spec.default})`;
    return `  --${name.padEnd(13)} ${spec.help}${fallback}`;
  });
  return [purpose, '', ...lines].join('\n');
}
