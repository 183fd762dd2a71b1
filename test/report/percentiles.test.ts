import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistogram, type Histogram } from '../../src/recorder/histogram.ts';
import { percentilesOf, supportedQuantile } from '../../src/report/percentiles.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = createHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

function upTo(count: number): Histogram {
  return histogramOf(Array.from({ length: count }, (_, index) => index + 1));
}

describe('the percentiles of a class', () => {
  it('are none at all when nothing was recorded', () => {
    expect(percentilesOf(createHistogram())).toEqual({});
  });

  it('of a single sample are its maximum and mean', () => {
    expect(percentilesOf(upTo(1))).toEqual({ max: 1, mean: 1 });
  });

  // A sample lies beyond the rank ⌈q·n⌉ from n = 1/(1 − q) on.
  it.each([
    ['p50', 2],
    ['p75', 4],
    ['p90', 10],
    ['p95', 20],
    ['p99', 100],
    ['p99.9', 1000],
  ] as const)('give %s from %i samples on', (name, least) => {
    expect(percentilesOf(upTo(least - 1))).not.toHaveProperty([name]);
    expect(percentilesOf(upTo(least))).toHaveProperty([name]);
    expect(percentilesOf(upTo(least + 1))).toHaveProperty([name]);
  });

  it('are the values of the ranks, in microseconds', () => {
    expect(percentilesOf(upTo(1000))).toEqual({
      p50: 500,
      p75: 750,
      p90: 900,
      p95: 950,
      p99: 990,
      'p99.9': 999,
      max: 1000,
      mean: 500.5,
    });
  });

  it('never reach the maximum without a sample beyond them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 300 }), (values) => {
        const { max, mean: _, ...quantiles } = percentilesOf(histogramOf(values));
        const sorted = values.toSorted((one, other) => one - other);
        expect(max).toBe(sorted.at(-1));
        for (const value of Object.values(quantiles)) expect(value).toBeLessThan(max ?? 0);
      }),
    );
  });

  it('follow the same rule for a single quantile', () => {
    expect(supportedQuantile(upTo(99), 0.99)).toBeUndefined();
    expect(supportedQuantile(upTo(100), 0.99)).toBe(99);
    expect(supportedQuantile(createHistogram(), 0.5)).toBeUndefined();
  });
});
