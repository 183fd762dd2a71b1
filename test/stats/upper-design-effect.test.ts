import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { designEffect } from '../../src/stats/design-effect.ts';
import { upperDesignEffect } from '../../src/stats/upper-design-effect.ts';

const even = (count: number, over: number, slices: number): { count: number; over: number }[] =>
  Array.from({ length: slices }, () => ({ count, over }));

describe('the upper bound of a design effect', () => {
  it.each([
    // d = 1, so 1 + 1.645·√(2/(K − 1) + 1/(n·allowed)).
    [20, 100, 0.05, 1 + 1.645 * Math.sqrt(2 / 19 + 1 / 100)],
    [20, 5, 0.05, 1 + 1.645 * Math.sqrt(2 / 19 + 1 / 5)],
    [300, 100, 0.05, 1 + 1.645 * Math.sqrt(2 / 299 + 1 / 1500)],
  ])('of %i even slices of %i samples, %s of them allowed, is %s', (slices, count, allowed, expected) => {
    expect(upperDesignEffect(even(count, 1, slices), allowed)).toBeCloseTo(expected, 12);
  });

  it('is 1 of nothing, of one slice, and where nothing is allowed', () => {
    expect(upperDesignEffect([], 0.05)).toBe(1);
    expect(upperDesignEffect(even(100, 5, 1), 0.05)).toBe(1);
    expect(upperDesignEffect(even(100, 5, 20), 0)).toBe(1);
  });

  it('is never below the estimate, nor below 1, and does not see slices without samples', () => {
    const slice = fc.record({
      count: fc.integer({ min: 0, max: 50 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(slice, { maxLength: 40 }), (drawn) => {
        const slices = drawn.map(({ count, share }) => ({ count, over: Math.floor(count * share) }));
        const bound = upperDesignEffect(slices, 0.05);
        expect(bound).toBeGreaterThanOrEqual(designEffect(slices));
        expect(upperDesignEffect([...slices, { count: 0, over: 0 }], 0.05)).toBe(bound);
      }),
    );
  });
});
