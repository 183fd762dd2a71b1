import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WeightTable } from '../../../src/plan/popularity/weight-table.ts';

describe('WeightTable', () => {
  it('agrees with a search through the cumulative shares', () => {
    const weights = fc
      .array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
      .filter((list) => list.some((weight) => weight > 1e-3));
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (list, uniform) => {
        const table = new WeightTable(list);
        const position = table.positionOf(uniform);
        const before = table.shares.subarray(0, position).reduce((sum, share) => sum + share, 0);
        expect(before).toBeLessThanOrEqual(uniform + 1e-9);
        expect(before + (table.shares[position] ?? 0)).toBeGreaterThan(uniform - 1e-9);
        expect(table.shares[position]).toBeGreaterThan(0);
      }),
    );
  });

  it('gives shares that are the weights to 10^-10', () => {
    const { shares } = new WeightTable([1, 2, 3, 4]);
    for (const [index, share] of shares.entries()) expect(share).toBeCloseTo((index + 1) / 10, 10);
  });

  it.each([
    ['the first number', 0, 0],
    ['the last number before a limit', 0.5 - 2 ** -53, 0],
    ['the limit itself', 0.5, 2],
    ['the last number', 1 - 2 ** -53, 2],
  ])('takes %s to the right position, over one of weight 0', (_, uniform, position) => {
    expect(new WeightTable([1, 0, 1, 0]).positionOf(uniform)).toBe(position);
  });

  it('draws the same although every weight is off by its last digit', () => {
    // Each of 20 000 draws differs with a probability of about 10^-9.
    const weights = Array.from({ length: 1000 }, (_, rank) => (rank + 1) ** -0.99);
    const table = new WeightTable(weights);
    const nudged = new WeightTable(weights.map((weight, rank) => (rank === 0 ? weight : weight * (1 + 2 ** -52))));
    for (let draw = 0; draw < 20_000; draw += 1)
      expect(nudged.positionOf(draw / 20_000)).toBe(table.positionOf(draw / 20_000));
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[Number.NaN]], [[Infinity, 1]]])('refuses the weights %j', (weights) => {
    expect(() => new WeightTable(weights)).toThrow(RangeError);
  });
});
