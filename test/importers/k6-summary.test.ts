import { describe, expect, it } from 'vitest';
import { entryOf, refusalOf, wantedOf, fixture, importText, type Broken } from './import-text.ts';

const text = fixture('k6-summary.json');
const lineOf = (part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;
const duration = text.indexOf('"http_req_duration": {');
/** Changes the first match within http_req_duration. */
const within = (from: string | RegExp, to: string) => (all: string) =>
  all.slice(0, duration) + all.slice(duration).replace(from, to);
const top = lineOf('"http_req_duration": {');

describe('k6’s summary', () => {
  it('gives percentiles of the exported form, with the count and the rate', () => {
    const baseline = importText(text);
    expect(baseline.source).toMatchObject({ format: 'k6-summary', tool: 'k6' });
    expect(baseline.traffic).toEqual({ requests: 152, failures: 0, requestsPerSecond: 151.55406474347967 });
    expect(baseline.entries).toHaveLength(1);
    expect(entryOf(baseline, 'all', 'percentiles')).toMatchObject({
      cacheClass: 'all',
      latency: 'service',
      figure: {
        count: 152,
        points: [
          { name: 'p50', share: 0.5, micros: 13_002.8685 },
          { name: 'p90', share: 0.9, micros: 13_524.1581 },
          { name: 'p95', share: 0.95, micros: 13_711.7375 },
          { name: 'p99', share: 0.99, micros: 14_225.63113 },
        ],
      },
    });
  });

  it.each([
    ['k6-handle-summary.json', 152, 13_637.794],
    ['k6-summary-machine.json', 154, 13_519.03555],
  ])('reads the form of %s, whose count is that of the requests', (name, count, p95) => {
    const figure = entryOf(importText(fixture(name)), 'all', 'percentiles')?.figure;
    expect(figure).toMatchObject({ count, points: [{ name: 'p50' }, { name: 'p90' }, { name: 'p95', micros: p95 }] });
  });

  it('knows the version and the time where k6 says them', () => {
    expect(importText(fixture('k6-summary-machine.json')).source).toMatchObject({
      toolVersion: '2.2.0',
      takenAt: expect.stringMatching(/^2026-11-25T/u),
    });
  });

  it('gives each class a sub-metric names, and leaves out one of which nothing was recorded', () => {
    const values = /"http_req_duration\{expected_response:true\}": (\{[^}]+\})/u.exec(text)?.[1] ?? '';
    const split = text.replace(
      '"http_req_duration": {',
      `"http_req_duration{cache:hit}": ${values}, "http_req_duration{cache:miss}": {"avg": 0, "med": 0, "p(95)": 0, "max": 0}, "http_req_duration": {`,
    );
    const baseline = importText(split);
    expect(baseline.entries.map(({ name }) => name).toSorted()).toEqual(['all', 'hit']);
    expect(baseline.notes.join()).toContain('http_req_duration{cache:miss} has no sample');
  });

  it('takes a class that the user names', () => {
    expect(importText(text, { cacheClass: 'hit' }).entries).toMatchObject([{ name: 'hit', cacheClass: 'hit' }]);
  });

  it('has no failures where k6 were to write −0 of them', () => {
    const signed = text.replace('"passes": 0', '"passes": -0');
    expect(signed).not.toBe(text);
    expect(importText(signed)).toStrictEqual(importText(text));
  });

  const cases: readonly Broken[] = [
    ['an empty file', () => '', 1, /empty file/u],
    ['cut off', (all) => all.slice(0, duration + 90), top + 2, /cut off/u],
    ['no JSON', (all) => all.replace('"metrics": {', 'metrics: {'), lineOf('"metrics"'), /no JSON/u],
    ['a list', () => '[]', 1, /Expected the JSON object/u],
    ['without metrics', (all) => all.replace('"metrics"', '"metrix"'), 1, /Expected metrics to be an object/u],
    [
      'without http_req_duration',
      (all) => all.replaceAll('"http_req_duration', '"http_req_time'),
      lineOf('"metrics"'),
      /Expected the metric http_req_duration/u,
    ],
    ['of no sample', within(/\{[^}]+\}/u, '{"avg": 0, "med": 0, "p(95)": 0, "max": 0}'), top, /writes 0 for a metric/u],
    ['of a count of zero', within(/"count": 152/u, '"count": 0'), top, /has no sample/u],
    ['a percentile of null', within('13.7117375', 'null'), lineOf('13.7117375'), /p\(95\) .* got null/u],
    ['a percentile that is negative', within('13.7117375', '-13.7'), lineOf('13.7117375'), /over 0, got -13\.7/u],
    ['a percentile of zero among others', within('13.7117375', '0'), lineOf('13.7117375'), /over 0, got 0/u],
    ['a percentile that is a text', within('13.7117375', '"NaN"'), lineOf('13.7117375'), /got "NaN"/u],
    [
      'percentiles that fall',
      within('13.7117375', '13.1'),
      lineOf('13.7117375'),
      /got 13\.1 ms at p95 after 13\.5\d* ms at p90/u,
    ],
    ['without percentiles', within(/\{[^}]+\}/u, '{"avg": 13, "max": 14}'), top, /Expected percentiles/u],
    ['a percentile without end', within('13.7117375', '1e999'), lineOf('13.7117375'), /below 2\^53, got Infinity/u],
    ['a percentile over 2^53', within('13.7117375', '1e306'), lineOf('13.7117375'), /below 2\^53, got 1e\+306/u],
    ['a part of a count', within('"count": 152', '"count": 15.2'), top + 9, /whole number .* got 15\.2/u],
    ['a count that is a text', within('"count": 152', '"count": "152"'), top + 9, /got "152"/u],
  ];

  it.each(cases)('is refused when it is %s, with the line', (...broken) => {
    expect(refusalOf(text, broken, { format: 'k6-summary' })).toMatchObject(wantedOf(broken));
  });
});
