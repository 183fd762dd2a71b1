import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedRankNull } from '../../src/stats/signed-rank-null.ts';
import { signedRankEstimate, signedRankPAbove, signedRankPBelow } from '../../src/stats/wilcoxon-signed-rank.ts';

// Hollander and Wolfe, Nonparametric Statistical Methods, example 3.1: the Hamilton depression factor of nine patients, first visit and second.
const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
const depression = first.map((value, index) => value - (second[index] ?? 0));

/** P(W ≥ w) by every choice of signs, with ranks counted the slow way. */
function enumerateP(differences: readonly number[]): number {
  const rankOf = (value: number): number =>
    differences.reduce(
      (sum, other) => sum + (Math.abs(other) < Math.abs(value) ? 1 : Math.abs(other) === Math.abs(value) ? 0.5 : 0),
      0.5,
    );
  const moved = differences.filter((value) => value !== 0);
  const ranks = moved.map(rankOf);
  const observed = ranks.reduce((sum, rank, index) => sum + ((moved[index] ?? 0) > 0 ? rank : 0), 0);
  let atLeast = 0;
  for (let signs = 0; signs < 2 ** ranks.length; signs += 1) {
    const sum = ranks.reduce((total, rank, index) => total + ((signs >> index) & 1 ? rank : 0), 0);
    if (sum >= observed) atLeast += 1;
  }
  return atLeast / 2 ** ranks.length;
}

describe('signedRankNull', () => {
  it.each([
    // Hollander and Wolfe, table A.4: P(T⁺ ≥ x) for R differences.
    [5, 15, 0.031],
    [6, 21, 0.016],
    [7, 26, 0.023],
    [8, 33, 0.02],
    [9, 40, 0.02],
    [10, 47, 0.024],
    [12, 65, 0.021],
    [15, 95, 0.024],
  ])('of %s ranks is at least %s with the published probability %s', (count, sum, probability) => {
    const nulls = signedRankNull(Array.from({ length: count }, (_, index) => index + 1));
    expect(nulls.subarray(sum).reduce((total, value) => total + value, 0)).toBeCloseTo(probability, 3);
  });

  it('is a symmetric distribution', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), (ranks) => {
        const nulls = signedRankNull(ranks);
        expect(nulls.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        for (const [sum, value] of nulls.entries()) expect(value).toBeCloseTo(nulls[nulls.length - 1 - sum] ?? -1, 14);
      }),
    );
  });
});

describe('signedRankPAbove', () => {
  it('of the published example is 10/512', () => expect(signedRankPAbove(depression, 0)).toBe(10 / 512));

  it('is the share of all choices of signs, also with ties and zeros', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 10 }), (differences) => {
        expect(signedRankPAbove(differences, 0)).toBeCloseTo(enumerateP(differences), 12);
        expect(signedRankPBelow(differences, 0)).toBeCloseTo(enumerateP(differences.map((value) => -value)), 12);
      }),
    );
  });

  it('is 1 when every difference is the margin, or none is there', () => {
    expect(signedRankPAbove([2, 2, 2], 2)).toBe(1);
    expect(signedRankPAbove([], 0)).toBe(1);
  });

  it('cannot go below 2^−R', () => expect(signedRankPAbove([5, 6, 7, 8, 9], 0)).toBe(1 / 32));
});

describe('signedRankEstimate', () => {
  it('of the published example is 0.46 with 0.010 to 0.786 at 96.1 %', () => {
    const { estimate, interval } = signedRankEstimate(depression);
    expect(estimate).toBeCloseTo(0.46, 12);
    expect(interval?.low).toBeCloseTo(0.01, 12);
    expect(interval?.high).toBeCloseTo(0.786, 12);
    expect(interval?.confidence).toBe(1 - 20 / 512);
  });

  it.each([
    [5, 0.95, false],
    [6, 0.95, true],
    [4, 0.9, false],
    [5, 0.9, true],
  ])('of %s differences has an interval at %s: %s', (count, confidence, exists) => {
    const differences = Array.from({ length: count }, (_, index) => index);
    expect(signedRankEstimate(differences, confidence).interval !== undefined).toBe(exists);
  });

  it('agrees with the p-value: above a margin exactly when p is at most half of what is left out', () => {
    const differences = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 15 });
    fc.assert(
      fc.property(differences, fc.double({ min: -1, max: 1, noNaN: true }), (values, margin) => {
        const distances = values.map((value) => Math.abs(value - margin));
        fc.pre(new Set(distances).size === values.length && !distances.includes(0));
        const { low = -Infinity, high = Infinity } = signedRankEstimate(values).interval ?? {};
        expect(signedRankPAbove(values, margin) <= 0.025).toBe(low > margin);
        expect(signedRankPBelow(values, margin) <= 0.025).toBe(high < margin);
      }),
    );
  });

  it('of one difference is that difference', () => expect(signedRankEstimate([0.3])).toEqual({ estimate: 0.3 }));

  it('refuses none', () => expect(() => signedRankEstimate([])).toThrow('Expected at least 1 difference'));
});
