import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderPairs, otherSide } from '../../src/plan/pair-order.ts';

const seeds = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const counts = fc.integer({ min: 0, max: 60 });

describe('the order of pairs', () => {
  it('is the same for the same seed for ever', () => {
    expect(orderPairs(7, 20_250_108)).toMatchInlineSnapshot(`
      [
        "after",
        "before",
        "before",
        "after",
        "after",
        "before",
        "before",
      ]
    `);
    expect(orderPairs(0, 1)).toEqual([]);
  });

  it('begins either block with either side, so that it is no fixed alternation', () => {
    const orders = Array.from({ length: 40 }, (_, seed) => orderPairs(4, seed).join(' '));
    expect(new Set(orders).size).toBe(4);
  });

  it('lets either side begin equally often, or once oftener when the number of pairs is odd', () => {
    fc.assert(
      fc.property(counts, seeds, (pairs, seed) => {
        const order = orderPairs(pairs, seed);
        const first = order.filter((side) => side === 'before').length;
        expect(order).toHaveLength(pairs);
        expect(Math.abs(2 * first - pairs)).toBe(pairs % 2);
      }),
    );
  });

  it('balances every block of two, so that a run which is cut off is balanced too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), seeds, (pairs, seed) => {
        const order = orderPairs(pairs, seed);
        for (let pair = 0; pair + 1 < pairs; pair += 2)
          expect(order[pair + 1]).toBe(otherSide(order[pair] ?? 'before'));
      }),
    );
  });

  it('begins with the same pairs however many there are', () => {
    fc.assert(
      fc.property(counts, counts, seeds, (less, more, seed) => {
        const shared = Math.min(less, more);
        expect(orderPairs(less, seed).slice(0, shared)).toEqual(orderPairs(more, seed).slice(0, shared));
      }),
    );
  });
});
