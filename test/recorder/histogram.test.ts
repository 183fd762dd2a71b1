import * as fc from 'fast-check';
import { encodeIntoCompressedBase64, Float64Histogram, Int32Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { histogramRangeMicros } from '../../src/recorder/bucket-counts.ts';
import { createHistogram, decodeHistogram, quantileRank, type Histogram } from '../../src/recorder/histogram.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

const latency = fc.oneof(
  fc.double({ min: 0, max: 5_000, noNaN: true }),
  fc.double({ min: 0, max: histogramRangeMicros, noNaN: true }),
  fc.integer({ min: 0, max: 100 }),
);
const latencies = fc.array(latency, { minLength: 1, maxLength: 200 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('Histogram', () => {
  it('reports the sample of rank ⌈q·n⌉, never below it and at most 1/1024 above', () => {
    fc.assert(
      fc.property(latencies, share, (values, q) => {
        const sorted = values.map(Math.round).sort((a, b) => a - b);
        const exact = sorted[quantileRank(q, sorted.length) - 1] ?? Number.NaN;
        const reported = histogramOf(values).valueAtQuantile(q) ?? Number.NaN;
        expect(reported).toBeGreaterThanOrEqual(exact);
        expect(reported).toBeLessThanOrEqual(exact * (1 + 1 / 1024));
      }),
    );
  });

  it('fills the same buckets as the library does', () => {
    const powers = fc.integer({ min: 0, max: 31 }).map((power) => 2 ** power);
    const whole = fc.oneof(
      fc.integer({ min: 0, max: histogramRangeMicros }),
      powers,
      powers.map((power) => power - 1),
    );
    fc.assert(
      fc.property(fc.array(whole), (values) => {
        const reference = new Int32Histogram(1, histogramRangeMicros, 3);
        for (const value of values) reference.recordValue(value);
        expect(histogramOf(values).encode()).toBe(encodeIntoCompressedBase64(reference));
      }),
    );
  });

  it('says the same after encoding and decoding', () => {
    fc.assert(
      fc.property(latencies, share, (values, q) => {
        const before = histogramOf(values);
        const after = decodeHistogram(before.encode());
        expect(after.count).toBe(before.count);
        expect(after.valueAtQuantile(q)).toBe(before.valueAtQuantile(q));
        expect([after.min, after.mean, after.max]).toEqual([before.min, before.mean, before.max]);
        expect([...after.buckets()]).toEqual([...before.buckets()]);
        expect(after.encode()).toBe(before.encode());
      }),
    );
  });

  it('does not inflate the maximum by decoding, because it never claims more than its buckets know', () => {
    const histogram = histogramOf([100_001]);
    expect(histogram.max).toBe(100_031);
    expect(decodeHistogram(histogram.encode()).max).toBe(100_031);
    expect(histogram.valueAtQuantile(1)).toBe(100_031);
  });

  it('adds up to the histogram of all values', () => {
    fc.assert(
      fc.property(latencies, latencies, (left, right) => {
        const sum = histogramOf(left);
        sum.add(histogramOf(right));
        expect(sum.encode()).toBe(histogramOf([...left, ...right]).encode());
      }),
    );
  });

  it('bounds the exact number of values over a limit', () => {
    fc.assert(
      fc.property(latencies, latency, fc.boolean(), (values, limit, equalIsOver) => {
        const exact = values.filter((value) => (equalIsOver ? value >= limit : value > limit)).length;
        const [certain, possible] = histogramOf(values).countOver(limit, equalIsOver);
        expect(certain).toBeLessThanOrEqual(exact);
        expect(possible).toBeGreaterThanOrEqual(exact);
      }),
    );
  });

  it.each([
    [22_000, false, [0, 0]],
    [23_000, false, [0, 1]],
    [23_040, false, [1, 1]],
  ])('a latency of %i µs breaks a limit of 23 ms: %s', (value, equalIsOver, expected) => {
    expect(histogramOf([value]).countOver(23_000, equalIsOver)).toEqual(expected);
  });

  it('has its mean within half a bucket of the exact one', () => {
    fc.assert(
      fc.property(latencies, (values) => {
        const exact = values.reduce((sum, value) => sum + value, 0) / values.length;
        expect(Math.abs((histogramOf(values).mean ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact / 2048 + 1);
      }),
    );
  });

  it('reads no quantile, mean, minimum or maximum of nothing', () => {
    const empty = createHistogram();
    expect([empty.valueAtQuantile(0.5), empty.mean, empty.min, empty.max, empty.valueAtRank(1)]).toEqual(
      Array.from({ length: 5 }),
    );
    expect(empty.countOver(0)).toEqual([0, 0]);
    expect(decodeHistogram(empty.encode()).count).toBe(0);
  });

  it('reads several quantiles in one pass, equal ranks included', () => {
    const histogram = histogramOf([1, 2, 3, 4]);
    expect(histogram.valuesAtQuantiles([0, 0.5, 0.5, 0.75, 1])).toEqual([1, 2, 2, 3, 4]);
    expect([1, 4, 0, 5].map((rank) => histogram.valueAtRank(rank))).toEqual([1, 4, undefined, undefined]);
  });

  it.each([
    [histogramRangeMicros - 2_100_000, 0],
    [histogramRangeMicros, 1],
    [histogramRangeMicros + 1, 1],
    [Number.MAX_VALUE, 1],
  ])('counts %d µs as clamped %i times', (value, clamped) => {
    const histogram = histogramOf([value]);
    expect(histogram.clamped).toBe(clamped);
    expect(histogram.count).toBe(1);
    expect(decodeHistogram(histogram.encode()).clamped).toBe(clamped);
    expect(histogram.countOver(2 * histogramRangeMicros)).toEqual([0, clamped]);
  });

  it.each([Number.NaN, -1, -0.1, Infinity])('refuses %d as a latency', (value) => {
    const histogram = createHistogram();
    expect(() => histogram.record(value)).toThrow(RangeError);
    expect(histogram.count).toBe(0);
  });

  it.each([
    [0, 0],
    [0.4, 0],
    [0.5, 1],
    [22_999.6, 23_007],
  ])('records %d µs rounded to whole microseconds: %i', (value, expected) => {
    expect(histogramOf([value]).valueAtQuantile(0.5)).toBe(expected);
  });

  it('starts again after a reset', () => {
    const histogram = histogramOf([5, 7_000_000_000]);
    histogram.reset();
    histogram.record(3);
    expect([histogram.count, histogram.max, histogram.clamped]).toEqual([1, 3, 0]);
    expect(histogram.encode()).toBe(histogramOf([3]).encode());
  });

  it.each(['', 'abc', 'not base64!', 'HISTFAAAAAA='])('says that %j is no histogram', (text) => {
    expect(() => decodeHistogram(text)).toThrow(HitgateError);
  });

  it('prints the percentile distribution in milliseconds, its maximum as its quantile says', () => {
    const histogram = histogramOf([1_000, 2_000, 4_000]);
    expect(histogram.percentileDistribution()).toContain('Total count    =            3]');
    expect(histogram.percentileDistribution()).toContain('#[Max     =        4.001');
  });
});

describe('decodeHistogram', () => {
  it('reads what another implementation wrote (HdrHistogramJS 3.0.1, encoding.spec: one sample of 42)', () => {
    const histogram = decodeHistogram('HISTFAAAAB542pNpmSzMwMDAxAABzFCaEUoz2X+AMIKZAEARAtM=');
    expect([histogram.count, histogram.valueAtQuantile(0.5)]).toEqual([1, 42]);
  });

  it('reads an interval that jHiccup wrote in Java, whose log line gives its maximum as 2.769 ms', () => {
    const line =
      'HISTFAAAAEV42pNpmSzMwMCgyAABTBDKT4GBgdnNYMcCBvsPEBEJISEuATEZMQ4uASkhIR4nrxg9v2lMaxhvMekILGZkKmcCAEf2CsI=';
    const nanos = decodeHistogram(line);
    expect([nanos.count, ((nanos.max ?? 0) / 1e6).toFixed(3)]).toEqual([741, '2.769']);
  });

  it('reads one of less precision without changing its quantiles', () => {
    const coarse = new Int32Histogram(1, 1_000_000, 1);
    for (const value of [10, 1_000, 1_000]) coarse.recordValue(value);
    expect(decodeHistogram(encodeIntoCompressedBase64(coarse)).valuesAtQuantiles([0, 1])).toEqual([
      coarse.getValueAtPercentile(1),
      coarse.getValueAtPercentile(100),
    ]);
  });

  it('refuses values over an hour and counts over 2^32 − 1', () => {
    const long = new Float64Histogram(1, 10 * histogramRangeMicros, 3);
    long.recordValue(9 * histogramRangeMicros);
    expect(() => decodeHistogram(encodeIntoCompressedBase64(long))).toThrow(HitgateError);
    const many = new Float64Histogram(1, 1_000, 3);
    many.recordValueWithCount(5, 2 ** 32);
    expect(() => decodeHistogram(encodeIntoCompressedBase64(many))).toThrow(HitgateError);
  });
});

describe('quantileRank', () => {
  it.each([
    [0, 10, 1],
    [0.07, 100, 7],
    [0.95, 1000, 950],
    [0.95, 1001, 951],
    [0.95, 1, 1],
    [0.999, 1000, 999],
    [1, 10, 10],
  ])('of %d among %i is %i', (q, count, rank) => {
    expect(quantileRank(q, count)).toBe(rank);
  });

  it.each([-0.1, 1.1, Number.NaN])('refuses a share of %d', (q) => {
    expect(() => quantileRank(q, 10)).toThrow(RangeError);
  });
});
