import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { HitgateError, type Problem } from '../../src/errors.ts';
import { importBaseline, type ImportSettings } from '../../src/importers/import-baseline.ts';
import type { ImportedBaseline, ImportedEntry } from '../../src/importers/imported-baseline.ts';
import type { ImportSource, SourceFile } from '../../src/importers/importer.ts';

const folder = 'fixtures/baselines';

/** The text of a real file. */
export function fixture(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** The files of a real folder, by their paths below it. */
export function fixtureFolder(name: string): SourceFile[] {
  const root = path.join(folder, name);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(root, file)).isFile())
    .map((file) => ({ path: `${name}/${file}`, text: readFileSync(path.join(root, file), 'utf8') }));
}

const settings: ImportSettings = {
  format: 'auto',
  formatTime: (wallMillis) => new Date(wallMillis).toISOString(),
  hitgateVersion: '0.1.0',
  importedAt: '2026-01-31T12:00:00.000Z',
};

/** Imports a text as the file `given.txt`. */
export function importText(text: string, changes: Partial<ImportSettings> = {}): ImportedBaseline {
  return importSource({ kind: 'file', path: 'given.txt', text }, changes);
}

/** Imports any source. */
export function importSource(source: ImportSource, changes: Partial<ImportSettings> = {}): ImportedBaseline {
  return importBaseline(source, { ...settings, ...changes });
}

/** The problems with which an import is refused, each of which must name its file and say what to do. */
export function problemsOf(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    expect(error.code).toBe('E_IMPORT');
    expect(error.exitCode).toBe(2);
    for (const problem of error.problems) {
      expect(problem.file).toBeTruthy();
      expect(problem.hint).toBeTruthy();
    }
    return error.problems;
  }
  throw new Error('Expected the import to be refused');
}

/** A broken variant of a real file: what is wrong, how it came to be, where the error must be and what it must say. */
export type Broken = readonly [what: string, make: (text: string) => string, line: number, says: RegExp];

/** The first problem with which a broken variant is refused. */
export function refusalOf(text: string, [, make]: Broken, changes: Partial<ImportSettings>): Problem | undefined {
  const broken = make(text);
  expect(broken).not.toBe(text);
  return problemsOf(() => importText(broken, changes))[0];
}

/** What that problem must be: the file, the line and the words. */
export function wantedOf([, , place, says]: Broken): object {
  const message: unknown = expect.stringMatching(says);
  return { file: 'given.txt', line: place, message };
}

/** Replaces one line, counted from 1. */
export function line(number: number, change: (text: string) => string): (text: string) => string {
  return (text) =>
    text
      .split('\n')
      .map((each, index) => (index + 1 === number ? change(each) : each))
      .join('\n');
}

/** The only entry of a name and kind. */
export function entryOf(
  baseline: ImportedBaseline,
  name: string,
  kind: ImportedEntry['figure']['kind'],
): ImportedEntry | undefined {
  return baseline.entries.find((entry) => entry.name === name && entry.figure.kind === kind);
}
