import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../src/stats/beta-quantile.ts';
import { regularisedBeta } from '../../src/stats/incomplete-beta.ts';
import { relativeError } from './relative-error.ts';

// scipy 1.17.1, special.betainc.
const values: readonly (readonly [x: number, a: number, b: number, expected: number])[] = [
  [0.05, 0.5, 0.5, 0.14356629312870628],
  [0.95, 2, 3, 0.99951875],
  [0.05, 39, 962, 0.956651809393092],
  [0.4995, 1e6, 1e6, 0.07864957758091215],
  [0.05, 50500, 950000, 0.014842019056270622],
  [1e-5, 0.5, 1e6, 0.9999922561683078],
  [0.2, 100, 1, 1.2676506002282365e-70],
  [1e-8, 3, 4, 1.9999999549999994e-23],
  [0.999999, 2.5, 0.1, 0.7160479115862356],
  [0.1, 10, 40, 0.02150126888113901],
];

// scipy 1.17.1, special.betaincinv.
const quantiles: readonly (readonly [p: number, a: number, b: number, expected: number])[] = [
  [0.025, 3, 8, 0.06673951117773447],
  [0.975, 4, 7, 0.6524528500599973],
  [0.05, 1, 299, 0.00017153476578644897],
  [0.5, 0.5, 0.5, 0.5],
  [1e-10, 5, 5, 0.0038109291304125187],
  [0.95, 1e5, 2e6, 0.04786101266489373],
  [0.025, 1.001, 500, 5.084505202439293e-5],
];

const shape = fc.oneof(fc.double({ min: 0.05, max: 50, noNaN: true }), fc.double({ min: 50, max: 1e6, noNaN: true }));
const share = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });

describe('regularisedBeta', () => {
  it.each(values)('I_%s(%s, %s) is the published value', (x, a, b, expected) => {
    expect(relativeError(regularisedBeta(x, a, b), expected)).toBeLessThan(1e-9);
  });

  it('is 0 at 0 and 1 at 1', () => {
    expect(regularisedBeta(0, 2, 3)).toBe(0);
    expect(regularisedBeta(1, 2, 3)).toBe(1);
  });

  it('is one half at one half for equal arguments', () => {
    for (const a of [0.1, 1, 7.5, 1e3, 1e6]) expect(relativeError(regularisedBeta(0.5, a, a), 0.5)).toBeLessThan(1e-12);
  });

  it('is one less the mirrored function', () => {
    fc.assert(
      fc.property(share, shape, shape, (x, a, b) => {
        const y = 1 - x;
        expect(Math.abs(regularisedBeta(1 - y, a, b) + regularisedBeta(y, b, a) - 1)).toBeLessThan(1e-9);
      }),
    );
  });

  it('never falls when x rises', () => {
    fc.assert(
      fc.property(share, share, shape, shape, (first, second, a, b) => {
        const low = regularisedBeta(Math.min(first, second), a, b);
        expect(regularisedBeta(Math.max(first, second), a, b)).toBeGreaterThanOrEqual(low * (1 - 1e-11));
      }),
    );
  });

  it.each([
    [-0.1, 1, 1],
    [1.1, 1, 1],
    [0.5, 0, 1],
    [0.5, 1, -1],
    [Number.NaN, 1, 1],
  ])('refuses I_%s(%s, %s)', (x, a, b) => expect(() => regularisedBeta(x, a, b)).toThrow('Expected I_x(a, b)'));
});

describe('betaQuantile', () => {
  it.each(quantiles)('at %s of Beta(%s, %s) is the published value', (p, a, b, expected) => {
    expect(relativeError(betaQuantile(p, a, b), expected)).toBeLessThan(1e-9);
  });

  it('is undone by the distribution', () => {
    fc.assert(
      fc.property(
        share,
        fc.double({ min: 0.5, max: 1e5, noNaN: true }),
        fc.double({ min: 0.5, max: 1e5, noNaN: true }),
        (p, a, b) => {
          const x = betaQuantile(p, a, b);
          // Where the distribution is so steep that neighbouring numbers x differ by more, no x comes closer.
          fc.pre(x < 1 - 1e-6);
          expect(relativeError(regularisedBeta(x, a, b), p)).toBeLessThan(1e-7);
        },
      ),
    );
  });

  it('is 0 at 0 and 1 at 1', () => {
    expect(betaQuantile(0, 2, 3)).toBe(0);
    expect(betaQuantile(1, 2, 3)).toBe(1);
  });

  it('refuses what is no probability', () => expect(() => betaQuantile(1.5, 1, 1)).toThrow('Expected a probability'));
});
