import { describe, expect, it } from 'vitest';
import { readScrape } from '../../src/counters/read-scrape.ts';
import { planMapping, type MetricMapping } from '../../src/scenario/metric-mapping.ts';

const readHits = (text: string, mapping: Partial<MetricMapping> = {}) =>
  readScrape(text, { ...planMapping, ...mapping }).hits;
const readLatency = (text: string) => readScrape(text, planMapping).hitLatency;

describe('a mapped counter', () => {
  it('is each of its series, to be added', () => {
    expect(readHits('fact_cache_hits{node="a"} 3\nfact_cache_hits{node="b"} 4\nother 1')).toStrictEqual({
      kind: 'values',
      name: 'fact_cache_hits',
      values: { '{node="a"}': 3, '{node="b"}': 4 },
    });
  });

  it.each([
    ['fact_cache_hits', 'fact_cache_hits_total 3', 'fact_cache_hits_total'],
    ['fact_cache_hits_total', 'fact_cache_hits 3', 'fact_cache_hits'],
    ['fact_cache_hits', 'fact_cache_hits_total 5\nfact_cache_hits 3', 'fact_cache_hits'],
  ])('mapped as %s is found in %j', (name, text, found) => {
    expect(readHits(text, { hits: { name, labels: {} } })).toMatchObject({
      kind: 'values',
      name: found,
      values: { '': 3 },
    });
  });

  it('is only of the series that have the mapped labels, and the selector, which Prometheus adds, is not looked for', () => {
    const hits = { name: 'answers_total', labels: { class: 'hit' } };
    const text = 'answers_total{class="hit",node="a"} 3\nanswers_total{class="miss"} 4';
    expect(readHits(text, { hits, selector: { job: 'fact' } })).toMatchObject({
      values: { '{class="hit",node="a"}': 3 },
    });
  });

  it.each(['', 'fact_cache_hit 1', 'fact_cache_hits_count 1'])('is absent from %j', (text) => {
    expect(readHits(text)).toStrictEqual({ kind: 'absent' });
  });

  it.each([
    ['fact_cache_hits NaN', 'fact_cache_hits is NaN in line 1, which no counter can be'],
    ['fact_cache_hits +Inf', 'fact_cache_hits is Infinity in line 1, which no counter can be'],
    ['fact_cache_hits -1', 'fact_cache_hits is -1 in line 1, which no counter can be'],
    [
      'fact_cache_hits{n="1"} 1\nfact_cache_hits{n=2} 1',
      'fact_cache_hits cannot be used because of line 2: the value of the label n is not in quotes',
    ],
    [
      'fact_cache_hits 1\nfact_cache_hits 1',
      'fact_cache_hits cannot be used because of line 2: the same series is in line 1',
    ],
    ['fact_cache_hits_total x', 'fact_cache_hits_total cannot be used because of line 1: its value "x" is no number'],
  ])('is unusable in %j', (text, why) => {
    expect(readHits(text)).toStrictEqual({ kind: 'unusable', why });
  });
});

function bucket(le: string, count: number, labels = ''): string {
  return `fact_cache_latency_bucket{${labels}le="${le}"} ${count}`;
}

describe('a mapped histogram', () => {
  it('is its buckets by bound, however they are ordered and written', () => {
    const text = [bucket('+Inf', 9), bucket('1e-2', 2), bucket('0.1', 7), bucket('1.0', 7)].join('\n');
    expect(readLatency(text)).toStrictEqual({
      kind: 'buckets',
      name: 'fact_cache_latency_bucket',
      series: 1,
      bounds: [0.01, 0.1, 1],
      counts: [2, 7, 7],
      total: 9,
    });
  });

  it('is the sum of its series when they have the same bounds', () => {
    const text = [
      bucket('1', 2, 'n="a",'),
      bucket('+Inf', 3, 'n="a",'),
      bucket('1', 5, 'n="b",'),
      bucket('+Inf', 5, 'n="b",'),
    ];
    expect(readLatency(text.join('\n'))).toMatchObject({ series: 2, counts: [7], total: 8 });
  });

  it.each([
    [[bucket('1', 5), bucket('2', 4), bucket('+Inf', 6)], 'counts 4 up to 2 and 5 up to 1, but buckets add up'],
    [[bucket('1', 5), bucket('+Inf', 4)], 'counts 4 up to Infinity and 5 up to 1, but buckets add up'],
    [[bucket('1', 5), bucket('2', 6)], 'has no bucket that ends at +Inf'],
    [[bucket('1', 5), bucket('1.0', 5), bucket('+Inf', 6)], 'has two buckets that end at 1'],
    [[bucket('one', 5)], 'the bound "one" in line 1 is no number'],
    [[bucket('NaN', 5)], 'the bound "NaN" in line 1 is no number'],
    [[bucket('1', NaN), bucket('+Inf', 6)], 'it counts NaN in line 1, which no bucket can'],
    [['fact_cache_latency_bucket 5'], 'line 1 has no label le'],
    [
      [bucket('1', 2, 'n="a",'), bucket('+Inf', 3, 'n="a",'), bucket('2', 5, 'n="b",'), bucket('+Inf', 5, 'n="b",')],
      'its series do not have the same bounds, and cannot be added',
    ],
    [
      [bucket('1', 5), 'fact_cache_latency_bucket{le=2} 5'],
      'because of line 2: the value of the label le is not in quotes',
    ],
  ])('is unusable in %j', (lines, why) => {
    expect(readLatency(lines.join('\n'))).toMatchObject({ kind: 'unusable', why: expect.stringContaining(why) });
  });
});

it('keeps how many lines could not be used, and the first five of them', () => {
  const { unusable, series } = readScrape(`${'{} 1\n'.repeat(7)}a 1\n`, planMapping);
  expect(unusable.lines).toBe(7);
  expect(unusable.first.map(({ line }) => line)).toStrictEqual([1, 2, 3, 4, 5]);
  expect(series).toBe(1);
});

it.each([
  ['process_start_time_seconds 17', 17],
  ['process_start_time_seconds{w="1"} 17\nprocess_start_time_seconds{w="2"} 18', undefined],
  ['process_start_time_seconds NaN', undefined],
  ['', undefined],
])('knows from %j that the process started at %s', (text, started) => {
  expect(readScrape(text, planMapping).startedSeconds).toBe(started);
});
