import { describe, expect, it } from 'vitest';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import { entryOf, refusalOf, wantedOf, fixture, importText, line, type Broken } from './import-text.ts';

const text = fixture('k6.csv');
const rows = text.trimEnd().split('\n');

function valuesOf(metric: string, tag = ''): number[] {
  return rows
    .filter((row) => row.startsWith(`${metric},`) && row.includes(tag))
    .map((row) => Math.round(Number(row.split(',')[2]) * 1_000))
    .toSorted((one, other) => one - other);
}

describe('k6’s CSV', () => {
  it('makes a histogram of every http_req_duration, with the same quantiles as the samples', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({ format: 'k6-csv', tool: 'k6', takenAt: '2026-11-25T00:41:22.787Z' });
    expect(baseline.traffic).toEqual({ requests: 102, failures: 0 });
    const figure = entryOf(baseline, 'all', 'histogram')?.figure;
    const histogram = figure?.kind === 'histogram' ? decodeHistogram(figure.encoded) : undefined;
    const values = valuesOf('http_req_duration');
    expect(histogram?.count).toBe(values.length);
    for (const [rank, value] of values.entries()) {
      expect(histogram?.valueAtRank(rank + 1)).toBeGreaterThanOrEqual(value);
      expect(histogram?.valueAtRank(rank + 1)).toBeLessThanOrEqual(value * 1.001);
    }
  });

  it('splits a metric by the tag cache', () => {
    const { entries } = importText(text, { metric: 'query_time' });
    expect(
      entries.map(({ name, cacheClass, figure }) => [name, cacheClass, figure.kind === 'histogram' && figure.count]),
    ).toEqual([
      ['hit', 'hit', valuesOf('query_time', 'cache=hit').length],
      ['miss', 'miss', valuesOf('query_time', 'cache=miss').length],
      ['all', 'all', 102],
    ]);
  });

  it('says which metric has the classes when the usual one has none', () => {
    expect(importText(text).notes.join()).toContain('query_time has: import that with --metric');
  });

  it('keeps the class that was asked for', () => {
    expect(importText(text, { metric: 'query_time', cacheClass: 'miss' }).entries.map(({ name }) => name)).toEqual([
      'miss',
    ]);
  });

  it('leaves failed requests out of the latencies, and says how many', () => {
    const failed = line(3, (row) => row.replace(',true,', ',false,'))(text);
    const baseline = importText(failed);
    expect(entryOf(baseline, 'all', 'histogram')?.figure).toMatchObject({ count: 101 });
    expect(baseline.notes).toContain('1 requests that k6 marks as failed are left out');
  });

  it('reads a url in quotation marks, with commas and doubled marks', () => {
    const quoted = line(3, (row) =>
      row.replaceAll('http://127.0.0.1:34253/query', '"http://127.0.0.1/q?a=1,2&b=""x"""'),
    )(text);
    expect(entryOf(importText(quoted), 'all', 'histogram')?.figure).toMatchObject({ count: 102 });
  });

  it.each([
    ['1795567282', '2026-11-25T00:41:22.000Z'],
    ['1795567282786', '2026-11-25T00:41:22.786Z'],
    ['1795567282786559000', '2026-11-25T00:41:22.787Z'],
    ['2026-11-25T00:41:22Z', '2026-11-25T00:41:22Z'],
  ])('reads the time %s', (time, iso) => {
    expect(importText(text.replaceAll('1795567282786559', time)).source.takenAt).toBe(iso);
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['without its header', (all) => all.slice(all.indexOf('\n') + 1), 1, /Expected the header/u],
    ['with another header', line(1, (row) => row.replace('metric_value', 'value')), 1, /Expected the header/u],
    ['a header alone', (all) => all.slice(0, all.indexOf('\n') + 1), 1, /found none/u],
    [
      'without http_req_duration',
      (all) => all.replaceAll(/^http_req_duration,.*\n/gmu, ''),
      rows.filter((row) => !row.startsWith('http_req_duration,')).length,
      /Expected rows of the metric http_req_duration, found none/u,
    ],
    [
      'a row cut off',
      (all) => all.slice(0, all.lastIndexOf(',POST')),
      rows.findLastIndex((row) => row.includes(',POST')) + 1,
      /Expected 19 columns, got 8/u,
    ],
    ['a last row without its line end', (all) => all.trimEnd(), rows.length, /cut off/u],
    ['a row with too many columns', line(3, (row) => `${row},`), 3, /Expected 19 columns, got 20/u],
    ['a quotation mark that stays open', line(3, (row) => row.replace('POST', '"POST')), 3, /open quotation mark/u],
    ['a value that is not a number', line(3, (row) => row.replace('83.924077', 'NaN')), 3, /got "NaN"/u],
    ['a negative value', line(3, (row) => row.replace('83.924077', '-83.9')), 3, /got "-83\.9"/u],
    ['no value', line(3, (row) => row.replace('83.924077', '')), 3, /got ""/u],
    ['a value over an hour', line(3, (row) => row.replace('83.924077', '3600001')), 3, /from 0 to 3 600 000/u],
    ['a count that is no number', line(2, (row) => row.replace('1.000000', 'one')), 2, /http_reqs .* got "one"/u],
    [
      'a count of 400 digits',
      line(2, (row) => row.replace('1.000000', '9'.repeat(400))),
      2,
      /http_reqs .* got "9{20}/u,
    ],
    [
      'a run in which every request failed',
      (all) => all.replaceAll(',true,', ',false,'),
      rows.length,
      /Every request failed/u,
    ],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'k6-csv' })).toMatchObject(wantedOf(broken));
  });

  it('names the metrics that it has when it lacks the one asked for', () => {
    expect(() => importText(text, { metric: 'my_time' })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ hint: expect.stringContaining('query_time') })] }),
    );
  });
});
