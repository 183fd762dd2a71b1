import { describe, expect, it } from 'vitest';
import { isImportedBaseline, parseImportedBaseline } from '../../src/importers/imported-schema.ts';
import { fixture, fixtureFolder, importSource, importText } from './import-text.ts';

const stored = JSON.stringify(importText(fixture('wrk.txt')));

describe('a stored imported baseline', () => {
  it.each([
    'criterion-first-run.txt',
    'libtest-bench.txt',
    'criterion-bencher-format.txt',
    'k6.csv',
    'k6-summary.json',
    'autocannon.json',
    'wrk2.txt',
    'hitgate.hlog',
    'hitgate-hit.hgrm',
  ])('comes back as it was written: %s', (name) => {
    const baseline = importText(fixture(name));
    expect(parseImportedBaseline(JSON.stringify(baseline), 'a.json')).toEqual(baseline);
  });

  it('comes back as it was written from a folder', () => {
    const baseline = importSource({
      kind: 'folder',
      path: 'target-criterion',
      files: fixtureFolder('target-criterion'),
    });
    expect(parseImportedBaseline(JSON.stringify(baseline), 'a.json')).toEqual(baseline);
  });

  it('is told from the report of a run by its marker', () => {
    expect(isImportedBaseline(stored)).toBe(true);
    expect(isImportedBaseline('{"schemaVersion": "1.0"}')).toBe(false);
    expect(isImportedBaseline(stored.slice(0, 50))).toBe(false);
  });

  it.each([
    ['another major version', stored.replace('"schemaVersion":"1.0"', '"schemaVersion":"2.0"'), 'reads 1.x only'],
    ['no entry', stored.replace(/"entries":\[.*\],"notes"/u, '"entries":[],"notes"'), 'not usable'],
    ['a percentile of zero', stored.replace('"micros":13230', '"micros":0'), 'not usable'],
    ['an unknown format', stored.replace('"format":"wrk"', '"format":"ab"'), 'not usable'],
    ['a cut', stored.slice(0, 100), 'not usable'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseImportedBaseline(text, 'a.json')).toThrow(message);
  });
});
