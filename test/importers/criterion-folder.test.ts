import { describe, expect, it } from 'vitest';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import type { SourceFile } from '../../src/importers/importer.ts';
import { entryOf, fixtureFolder, importSource, problemsOf } from './import-text.ts';

const files = fixtureFolder('target-criterion');
const folderOf = (changed: readonly SourceFile[]) =>
  ({ kind: 'folder', path: 'target-criterion', files: changed }) as const;
const baseline = importSource(folderOf(files));

describe('the folder target/criterion', () => {
  it('gives mean, median and slope of each benchmark by its full id, with interval, confidence and samples', () => {
    expect(baseline.source).toMatchObject({ format: 'criterion', tool: 'criterion' });
    const own = baseline.entries.filter(({ name }) => name === 'search_operations/search/What is A/B: testing?');
    expect(own.map(({ figure }) => figure)).toMatchObject([
      { kind: 'mean', statistic: 'mean', n: 10, interval: { confidence: 0.95 } },
      { kind: 'mean', statistic: 'median', n: 10 },
      { kind: 'mean', statistic: 'slope', n: 10, micros: 0.0834888109084, interval: { low: 0.0744482917021 } },
    ]);
  });

  it('has no slope where criterion made none, but a histogram, because each sample is one iteration', () => {
    const own = baseline.entries.filter(({ name }) => name === 'fact_cache_miss');
    expect(own.map(({ figure }) => (figure.kind === 'mean' ? figure.statistic : figure.kind))).toEqual([
      'mean',
      'median',
      'histogram',
    ]);
    const figure = entryOf(baseline, 'fact_cache_miss', 'histogram')?.figure;
    const histogram = figure?.kind === 'histogram' ? decodeHistogram(figure.encoded) : undefined;
    expect(histogram?.count).toBe(100);
    expect(histogram?.max).toBeGreaterThanOrEqual(22_761);
    expect(histogram?.max).toBeLessThan(22_761 * 1.001);
  });

  it('has no histogram of batches', () => {
    expect(entryOf(baseline, 'fact_cache_hits/single_hit', 'histogram')).toBeUndefined();
  });

  it('is read without benchmark.json and sample.json, and with the capitals of criterion 0.3', () => {
    const old = files
      .filter(({ path }) => path.includes('fact_cache_miss') && path.endsWith('estimates.json'))
      .map(({ path, text }) => ({ path, text: text.replace('"mean"', '"Mean"').replace('"median"', '"Median"') }));
    const { entries } = importSource(folderOf(old));
    expect(entries.map(({ name, figure }) => [name, figure.kind])).toEqual([
      ['fact_cache_miss', 'mean'],
      ['fact_cache_miss', 'mean'],
    ]);
  });

  const miss = 'target-criterion/fact_cache_miss/new';
  type Change = readonly [what: string, file: string, change: (text: string) => string, says: RegExp];
  const cases: readonly Change[] = [
    ['estimates cut off', 'estimates.json', (text) => text.slice(0, 200), /cut off/u],
    ['estimates empty', 'estimates.json', () => '', /cut off/u],
    ['estimates that are no JSON', 'estimates.json', (text) => text.replace('{"mean"', '{mean'), /no JSON/u],
    ['estimates that are a list', 'estimates.json', () => '[1]', /Expected the JSON object/u],
    ['no mean', 'estimates.json', (text) => text.replace('"mean"', '"meen"'), /mean\.point_estimate .* got nothing/u],
    ['a mean of null', 'estimates.json', (text) => text.replace('21254769.46', 'null'), /got null/u],
    ['a mean of zero', 'estimates.json', (text) => text.replace('21254769.46', '0'), /number over 0, got 0/u],
    ['a negative mean', 'estimates.json', (text) => text.replace('21254769.46', '-21254769.46'), /got -21254769/u],
    ['a mean that is a text', 'estimates.json', (text) => text.replace('21254769.46', '"21"'), /got "21"/u],
    [
      'a mean outside its interval',
      'estimates.json',
      (text) => text.replace('21254769.46', '31254769.46'),
      /lie in its interval/u,
    ],
    ['a confidence of one', 'estimates.json', (text) => text.replace('0.95', '1'), /confidence below 1/u],
    ['a benchmark without an id', 'benchmark.json', (text) => text.replace('"full_id"', '"id"'), /full_id/u],
    ['a sample cut off', 'sample.json', (text) => text.slice(0, 900), /cut off/u],
    [
      'a sample without times',
      'sample.json',
      (text) => text.replace('"times"', '"tims"'),
      /Expected times to be a list/u,
    ],
    [
      'a negative time',
      'sample.json',
      (text) => text.replace('21207155.0', '-21207155.0'),
      /times\.0 .*number over 0/u,
    ],
    [
      'fewer times than iterations',
      'sample.json',
      (text) => text.replace('21207155.0,', ''),
      /as many times as iters/u,
    ],
  ];

  it.each(cases)('is refused with %s, with file and line', (_, name, change, says) => {
    const broken = files.map((file) =>
      file.path === `${miss}/${name}` ? { path: file.path, text: change(file.text) } : file,
    );
    const [first] = problemsOf(() => importSource(folderOf(broken)));
    expect(first).toMatchObject({ file: `${miss}/${name}`, line: 1 });
    expect(first?.message).toMatch(says);
  });

  it('is refused with no benchmark in it, and with one of them twice', () => {
    expect(problemsOf(() => importSource(folderOf([])))[0]?.message).toContain('found none');
    const twice = [...files, ...files.map(({ path, text }) => ({ path: path.replace('target-', 'other-'), text }))];
    expect(problemsOf(() => importSource(folderOf(twice)))[0]?.message).toContain('is also the benchmark of');
  });

  it('names the lines of all broken files at once', () => {
    const broken = files.map(({ path, text }) => ({
      path,
      text: path.endsWith('estimates.json') ? text.replace(/"point_estimate":[\d.]+/u, '"point_estimate":0') : text,
    }));
    expect(problemsOf(() => importSource(folderOf(broken)))).toHaveLength(3);
  });
});
