import type { Problem } from '../../errors.ts';
import type { Locate } from '../problem-reporter.ts';

/** The value that a scenario file holds and how to find places in it, or why it holds none. */
export type ParsedSource =
  | { readonly raw: unknown; readonly locate: Locate; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/** The problem of a file without content. */
export function emptyFileProblem(file: string): Problem {
  return {
    message: 'the scenario file is empty',
    file,
    line: 1,
    column: 1,
    hint: 'write at least name, target, workload and thresholds',
  };
}

/** The problem of a file whose top level is no object; `got` says what it is. */
export function notAnObjectProblem(file: string, got: string): Problem {
  const message = `the scenario must be an object at the top of the file, got ${got}`;
  return {
    message,
    file,
    line: 1,
    column: 1,
    hint: 'write keys such as name, target, workload and thresholds at the top',
  };
}

/** What a value is that should have been an object, or undefined when it is one. */
export function wrongTopLevel(value: unknown): string | undefined {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (value instanceof Promise) return 'a promise';
  if (typeof value === 'object') return undefined;
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
