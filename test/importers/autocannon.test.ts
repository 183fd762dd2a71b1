import { describe, expect, it } from 'vitest';
import { entryOf, refusalOf, wantedOf, fixture, importText, problemsOf, type Broken } from './import-text.ts';

const text = fixture('autocannon.json');

describe('autocannon’s JSON', () => {
  const baseline = importText(text);

  it('gives percentiles from p50 up in steps of a millisecond, and says so', () => {
    expect(baseline.source).toMatchObject({ format: 'autocannon', takenAt: '2026-11-25T00:41:28.209Z' });
    expect(entryOf(baseline, 'all', 'percentiles')).toMatchObject({
      latency: 'service',
      figure: { stepMicros: 1_000, count: 285, minMicros: 11_000, maxMicros: 86_000, meanMicros: 13_520 },
    });
    const figure = entryOf(baseline, 'all', 'percentiles')?.figure;
    const points = figure?.kind === 'percentiles' ? figure.points : [];
    expect(points.map(({ name, micros }) => [name, micros])).toEqual([
      ['p50', 12_000],
      ['p75', 13_000],
      ['p90', 13_000],
      ['p97.5', 15_000],
      ['p99', 83_000],
      ['p99.9', 86_000],
      ['p99.99', 86_000],
      ['p99.999', 86_000],
    ]);
    expect(baseline.notes.join()).toContain('whole milliseconds');
  });

  it('counts requests, failures and the rate, and leaves the query out of the address', () => {
    const failing = text
      .replace('"non2xx":0', '"non2xx":5')
      .replace('/query"', '/query?key=secret"')
      .replace('http://', 'http://me:secret@');
    expect(importText(failing).traffic).toEqual({
      requests: 285,
      failures: 5,
      durationMicros: 1_010_000,
      requestsPerSecond: 282.178,
    });
    expect(importText(failing).source.target).toBe('http://127.0.0.1:34253/query');
    expect(JSON.stringify(importText(failing))).not.toContain('secret');
  });

  it('says that a histogram at a set rate was filled with values that nobody measured', () => {
    const rate = importText(fixture('autocannon-rate.json'));
    expect(rate.notes.join()).toContain('2467 latencies were made of 200 answers');
    expect(entryOf(rate, 'all', 'percentiles')?.latency).toBeUndefined();
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['cut off', (all) => all.slice(0, 700), 1, /cut off/u],
    ['no JSON', (all) => all.replace('"latency":', 'latency:'), 1, /no JSON/u],
    ['a second result', (all) => all + all, 2, /got a second one/u],
    ['without latencies', (all) => all.replace('"latency"', '"lag"'), 1, /Expected latency/u],
    ['without percentiles', (all) => all.replaceAll(/"p[\d_]+":\d+,/gu, ''), 1, /Expected percentiles/u],
    ['a percentile of null', (all) => all.replace('"p99":83', '"p99":null'), 1, /latency\.p99 .* got null/u],
    ['a percentile that is negative', (all) => all.replace('"p99":83', '"p99":-83'), 1, /got -83/u],
    ['a percentile of 0 ms', (all) => all.replace('"p50":12', '"p50":0'), 1, /took less than one/u],
    ['a percentile that is a text', (all) => all.replace('"p99":83', '"p99":"83"'), 1, /got "83"/u],
    ['percentiles that fall', (all) => all.replace('"p90":13', '"p90":12'), 1, /got 12 ms at p90 after 13 ms at p75/u],
    ['of no answer', (all) => all.replace('"totalCount":285', '"totalCount":0'), 1, /totalCount .* over 0, got 0/u],
    ['of a part of an answer', (all) => all.replace('"totalCount":285', '"totalCount":28.5'), 1, /whole .* got 28\.5/u],
    ['of too many answers', (all) => all.replace('"totalCount":285', '"totalCount":28e95'), 1, /got 2\.8e\+96/u],
    ['without the number of its errors', (all) => all.replace('"errors":0,', ''), 1, /Expected errors .* got nothing/u],
    ['without a duration', (all) => all.replace('"duration":1.01', '"duration":0'), 1, /duration .* got 0/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'autocannon' })).toMatchObject(wantedOf(broken));
  });

  it('names the line of a problem in a result that was printed over several lines', () => {
    const pretty = JSON.stringify(JSON.parse(text), null, 2).replace('"p99": 83', '"p99": -83');
    const wanted = pretty.slice(0, pretty.indexOf('"p99": -83')).split('\n').length;
    expect(problemsOf(() => importText(pretty, { format: 'autocannon' }))[0]).toMatchObject({
      line: wanted,
      column: 12,
    });
  });
});
