import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, binomialQuantile, binomialTail, firstWhere } from '../../src/stats/binomial.ts';
import { relativeError } from './relative-error.ts';

// scipy 1.17.1, stats.binom.cdf(k) and stats.binom.sf(k − 1); the last two by exact summation with mpmath, 50 digits.
const values: readonly (readonly [k: number, n: number, share: number, cdf: number, tail: number])[] = [
  [0, 1, 0.3, 0.7, 1],
  [38, 1000, 0.05, 0.043348190606908005, 0.9693356099520729],
  [39, 1000, 0.05, 0.0598148790519032, 0.956651809393092],
  [464, 10_000, 0.05, 0.050429395371580865, 0.954263505266531],
  [500_500, 1_000_000, 0.5, 0.8415865958480527, 0.15889734568166486],
  [120, 1_000_000, 1e-4, 0.9773362318623136, 0.02822405443094224],
  [3, 773, 0.01, 0.04999477164638942, 0.9834093273457842],
  [999, 1000, 0.999, 0.6323045752290363, 0.7357589130301869],
  [50, 1_000_000, 1e-4, 2.398536074752174e-8, 0.9999999882310853],
  [463, 10_000, 0.05, 0.04573649473346874, 0.9586016212385972],
];

const trials = fc
  .integer({ min: 1, max: 60 })
  .chain((n) =>
    fc.tuple(fc.constant(n), fc.integer({ min: -1, max: n + 1 }), fc.double({ min: 0, max: 1, noNaN: true })),
  );

/** P(X = k) by Pascal's rule, one trial after another. */
function probabilities(n: number, share: number): number[] {
  let row = [1];
  for (let trial = 0; trial < n; trial += 1)
    row = [...row, 0].map((same, k) => same * (1 - share) + (row[k - 1] ?? 0) * share);
  return row;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('the binomial distribution', () => {
  it.each(values)('at %s of %s with share %s has the published tails', (k, n, share, cdf, tail) => {
    expect(relativeError(binomialCdf(k, n, share), cdf)).toBeLessThan(1e-9);
    expect(relativeError(binomialTail(k, n, share), tail)).toBeLessThan(1e-9);
  });

  it.each([
    [49_000, 2.113182414790349e-6, binomialCdf],
    [51_000, 2.41139668308123e-6, binomialTail],
  ] as const)(
    'keeps nine digits of a tail far from the mean: %s of a million at 5 %% (mpmath, 50 digits)',
    (k, expected, tail) => {
      expect(relativeError(tail(k, 1_000_000, 0.05), expected)).toBeLessThan(1e-9);
    },
  );

  it('is the sum of its probabilities', () => {
    fc.assert(
      fc.property(trials, ([n, k, share]) => {
        const all = probabilities(n, share);
        expect(binomialCdf(k, n, share)).toBeCloseTo(sum(all.slice(0, Math.max(0, k + 1))), 11);
        expect(binomialTail(k, n, share)).toBeCloseTo(sum(all.slice(Math.max(0, k))), 11);
      }),
    );
  });

  it('has a quantile that is the first count to reach the probability', () => {
    fc.assert(
      fc.property(trials, fc.double({ min: 0.001, max: 0.999, noNaN: true }), ([n, , share], p) => {
        const all = probabilities(n, share);
        const expected = all.findIndex((_, k) => binomialCdf(k, n, share) >= p);
        expect(binomialQuantile(p, n, share)).toBe(expected);
      }),
    );
  });

  it.each([
    [-1, 10, 0.5, 0, 1],
    [10, 10, 0.5, 1, 0.5 ** 10],
    [11, 10, 0.5, 1, 0],
    [3, 10, 0, 1, 0],
    [0, 10, 0, 1, 1],
    [9, 10, 1, 0, 1],
    [10, 10, 1, 1, 1],
  ])('at the edges: %s of %s with share %s', (k, n, share, cdf, tail) => {
    expect(binomialCdf(k, n, share)).toBe(cdf);
    expect(binomialTail(k, n, share)).toBeCloseTo(tail, 14);
  });
});

describe('firstWhere', () => {
  it.each([
    [0, 10, 0],
    [0, 10, 4],
    [0, 10, 10],
    [3, 3, 3],
  ])('from %s to %s finds %s', (low, high, first) =>
    expect(firstWhere(low, high, (value) => value >= first)).toBe(first),
  );

  it('gives the end when nothing holds', () => expect(firstWhere(0, 5, () => false)).toBe(5));
});
