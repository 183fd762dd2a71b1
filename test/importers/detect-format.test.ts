import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../src/importers/detect-format.ts';
import { importFormats } from '../../src/importers/imported-baseline.ts';
import { importers } from '../../src/importers/registry.ts';
import { fixture, fixtureFolder, importText, problemsOf } from './import-text.ts';

const detected = (text: string): string => detectFormat({ kind: 'file', path: 'given.txt', text }).format;

const files = [
  ['criterion-first-run.txt', 'criterion'],
  ['criterion-second-run-with-change.txt', 'criterion'],
  ['criterion-bencher-format.txt', 'bencher'],
  ['libtest-bench.txt', 'libtest'],
  ['libtest-zero-measured.txt', 'libtest'],
  ['k6.csv', 'k6-csv'],
  ['k6-summary.json', 'k6-summary'],
  ['k6-handle-summary.json', 'k6-summary'],
  ['k6-summary-machine.json', 'k6-summary'],
  ['autocannon.json', 'autocannon'],
  ['autocannon-rate.json', 'autocannon'],
  ['wrk.txt', 'wrk'],
  ['wrk2.txt', 'wrk'],
  ['wrk-without-latency.txt', 'wrk'],
  ['hitgate.hlog', 'hlog'],
  ['hitgate-hit.hgrm', 'hgrm'],
] as const;

describe('the format of a file', () => {
  it.each(files)('is found for %s: %s', (name, format) => {
    expect(detected(fixture(name))).toBe(format);
  });

  it('is criterion for its folder', () => {
    const source = { kind: 'folder', path: 'target-criterion', files: fixtureFolder('target-criterion') } as const;
    expect(detectFormat(source).format).toBe('criterion');
  });

  it.each([
    ['a file of k6 that was cut off', fixture('k6-summary.json').slice(0, 900), 'k6-summary'],
    ['a file of autocannon that was cut off', fixture('autocannon.json').slice(0, 800), 'autocannon'],
    ['libtest that was cut off before its first result', 'running 3 tests\ntest tests::a ... ignored\n', 'libtest'],
    ['criterion’s progress alone', 'Benchmarking fact_cache_miss: Warming up for 3.0000 s\n', 'criterion'],
  ])('is found for %s, so that the error can say what is wrong', (_, text, format) => {
    expect(detected(text)).toBe(format);
    expect(problemsOf(() => importText(text)).length).toBeGreaterThan(0);
  });

  it.each([
    ['something else', 'hello\n'],
    ['JSON of something else', '{"a": 1}'],
    ['the report of a run', '{"schemaVersion": "1.0", "runs": []}'],
  ])('is not found for %s, and all formats are named', (_, text) => {
    const [problem] = problemsOf(() => importText(text));
    expect(problem).toMatchObject({ file: 'given.txt', line: 1 });
    for (const format of importFormats) expect(problem?.hint).toContain(format);
  });

  it('is not guessed when a file has results of two kinds', () => {
    const [problem] = problemsOf(() => importText(fixture('libtest-bench.txt') + fixture('criterion-first-run.txt')));
    expect(problem?.message).toMatch(/several ways: criterion .* or libtest/u);
    expect(problem?.hint).toBe('choose one with --format criterion|libtest');
  });

  it.each(importFormats)('may be said to be %s, and then a file of another kind is an error with a line', (format) => {
    const other = format === 'wrk' ? fixture('libtest-bench.txt') : fixture('wrk.txt');
    const [problem] = problemsOf(() => importText(other, { format }));
    expect(problem?.line).toBeGreaterThanOrEqual(1);
  });

  it.each(importFormats.filter((format) => format !== 'criterion'))('of a folder cannot be %s', (format) => {
    const source = { kind: 'folder', path: 'target', files: [] } as const;
    const request = { formatTime: String };
    expect(problemsOf(() => importers[format].read(source, request))[0]?.message).toContain('got a folder');
  });

  it.each([
    ['wrk.txt', { unit: 'ms' }, '--unit'],
    ['hitgate.hlog', { metric: 'query_time', tag: 'cache' }, '--metric and --tag'],
    ['k6.csv', { unit: 'ns' }, '--unit'],
  ] as const)('of %s has no use for %j, and says so', (name, changes, flags) => {
    expect(problemsOf(() => importText(fixture(name), changes))[0]?.message).toContain(`no use for ${flags}`);
  });
});
