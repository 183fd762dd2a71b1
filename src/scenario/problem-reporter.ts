import type { Problem } from '../errors.ts';

/** Where a value is in the scenario: keys and list indices from the top. */
export type Path = readonly (string | number)[];

/** A place in a file; both count from 1. */
export type Position = { readonly line: number; readonly column: number };

/** Finds the key or list entry at a path, or its nearest ancestor that is in the file. */
export type Locate = (path: Path) => Position;

/** What a scenario was read from: its path as given, and how to find a value in it. */
export type Source = { readonly file: string; readonly locate: Locate };

/** Collects every problem of a scenario; `report` takes what is wrong as the rest of a sentence that begins with the path. */
export type ProblemReporter = {
  readonly report: (path: Path, predicate: string, hint: string) => void;
  readonly problems: () => readonly Problem[];
};

/**
 * A reporter for one file. `overridden` maps a path (as `pathLabel` writes it) to the flag or variable that set it:
 * a problem there names that source instead of a line that does not hold the value.
 */
export function createProblemReporter(
  { file, locate }: Source,
  overridden: ReadonlyMap<string, string>,
): ProblemReporter {
  const found: Problem[] = [];
  const report = (path: Path, predicate: string, hint: string): void => {
    const source = overridden.get(pathLabel(path));
    const problem: Problem =
      source === undefined
        ? { message: `${pathLabel(path)} ${predicate}`, file, ...locate(path), hint }
        : { message: `${source} ${predicate}`, hint };
    if (!found.some((other) => other.message === problem.message && other.line === problem.line)) found.push(problem);
  };
  return { report, problems: () => found.toSorted(byPlace) };
}

/** Writes a path for a person: 'load.vus', 'thresholds["http_reqs"][0]', 'the scenario' for the top. */
export function pathLabel(path: Path): string {
  if (path.length === 0) return 'the scenario';
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!/^[A-Za-z_$][\w$]*$/u.test(key)) return `["${key}"]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}

function byPlace(one: Problem, other: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
