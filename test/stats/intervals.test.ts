import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, binomialTail } from '../../src/stats/binomial.ts';
import { clopperPearson } from '../../src/stats/clopper-pearson.ts';
import { designEffect, testedDesignEffect } from '../../src/stats/design-effect.ts';
import { quantileRanks } from '../../src/stats/quantile-ranks.ts';

describe('clopperPearson', () => {
  // scipy 1.17.1, stats.binomtest(k, n).proportion_ci(method='exact'), which is good to about 1e-11.
  it.each([
    [0, 10, 0, 0.308497107818763],
    [3, 10, 0.06673951117773447, 0.65245285006],
    [10, 10, 0.691502892181237, 1],
    [873, 1000, 0.8507599696651402, 0.8930156730505469],
    [1, 299, 8.467135826947899e-5, 0.018492424310645204],
    [2500, 20_000, 0.12044629969632764, 0.12966301229364588],
  ])('of %s of %s is the published interval', (successes, n, low, high) => {
    const interval = clopperPearson(successes, n);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  it('ends where the exact tests reach 2.5 % on each side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 500 }).chain((n) => fc.tuple(fc.integer({ min: 1, max: n - 1 }), fc.constant(n))),
        ([successes, n]) => {
          const { low, high } = clopperPearson(successes, n);
          expect(binomialTail(successes, n, low)).toBeCloseTo(0.025, 8);
          expect(binomialCdf(successes, n, high)).toBeCloseTo(0.025, 8);
        },
      ),
    );
  });

  it('takes effective counts that are not whole, between those of the neighbours', () => {
    const { low, high } = clopperPearson(2.5, 50.5);
    expect(low).toBeGreaterThan(clopperPearson(2, 51).low);
    expect(high).toBeLessThan(clopperPearson(3, 50).high);
  });

  it.each([
    [0, 0],
    [-1, 5],
    [6, 5],
  ])('refuses %s of %s', (successes, n) => expect(() => clopperPearson(successes, n)).toThrow('Expected 0 to n'));
});

describe('quantileRanks', () => {
  it.each([
    [1000, 936, 964],
    [10_000, 9457, 9543],
  ])('of p95 among %s samples are %s to %s', (n, low, high) => expect(quantileRanks(n, 0.95)).toEqual({ low, high }));

  it('leave an end open that the samples do not bound', () => {
    expect(quantileRanks(10, 0.95)).toEqual({ low: 8 });
    expect(quantileRanks(10, 0.05)).toEqual({ high: 3 });
    expect(quantileRanks(0, 0.5)).toEqual({});
  });

  it('are wider for fewer effective samples', () => {
    const alone = quantileRanks(1000, 0.95);
    const together = quantileRanks(1000, 0.95, { deff: 3.7 });
    expect(together.low).toBeLessThan(alone.low ?? 0);
    expect(together.high).toBeGreaterThan(alone.high ?? Infinity);
  });

  it('enclose the quantile with at least 95 % of all samples, counted exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, share) => {
        const { low = 0, high = n + 1 } = quantileRanks(n, share);
        // x(low) is below the quantile when at least `low` samples are; x(high) is above it when at most high − 1 are.
        expect(binomialCdf(high - 1, n, share) - binomialCdf(low - 1, n, share)).toBeGreaterThanOrEqual(0.95 - 1e-12);
      }),
    );
  });

  it('stay among the samples', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 1, max: 50, noNaN: true }),
        (n, share, deff) => {
          const { low = 1, high = n } = quantileRanks(n, share, { deff });
          expect(low).toBeGreaterThanOrEqual(1);
          expect(high).toBeLessThanOrEqual(n);
          expect(low).toBeLessThanOrEqual(Math.max(1, high));
        },
      ),
    );
  });
});

describe('testedDesignEffect', () => {
  /** (t/z)² of the one-sided 95 % with 9 degrees of freedom: what 20 slices are known by. */
  const factor = (1.833_113 / 1.644_854) ** 2;

  it('widens what exceeds independence by (t/z)² of half as many slices as hold samples, worked by hand', () => {
    const slices = Array.from({ length: 20 }, (_, index) => ({ count: 50, over: index % 2 === 0 ? 10 : 0 }));
    const empty = [{ count: 0, over: 0 }];
    // Neighbours differ, so they share nothing: p̂ = 0.1, 20/19 · 20 · 25 / (1000 · 0.09).
    expect(designEffect(slices)).toBeCloseTo(5.848, 3);
    expect(testedDesignEffect([...slices, ...empty])).toBeCloseTo(1 + 4.848 * factor, 3);
  });

  it('adds twice what neighbouring slices share, worked by hand', () => {
    const slices = Array.from({ length: 20 }, (_, index) => ({ count: 50, over: index < 10 ? 10 : 0 }));
    // 18 of 19 neighbours share 25 and one −25, over 1000 · 0.09.
    expect(testedDesignEffect(slices)).toBeCloseTo(1 + (4.848 + (2 * 17 * 25) / 90) * factor, 2);
  });

  it('takes the slices of two runs for no neighbours, and each by the share of its run', () => {
    const slices = Array.from({ length: 20 }, (_, index) => ({
      count: 50,
      over: index < 10 ? 10 : 0,
      run: index < 10 ? 1 : 2,
    }));
    // As above, but each run is the same all the time.
    expect(testedDesignEffect(slices)).toBeCloseTo(1 + 4.848 * factor, 3);
  });

  it('is never less than the plain one, and 1 where the slices say nothing', () => {
    const slice = fc.record({ count: fc.nat(100), share: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(slice, { maxLength: 30 }), (shares) => {
        const slices = shares.map(({ count, share }) => ({ count, over: Math.round(count * share) }));
        expect(testedDesignEffect(slices)).toBeGreaterThanOrEqual(designEffect(slices));
      }),
    );
    expect(testedDesignEffect([])).toBe(1);
    expect(testedDesignEffect([{ count: 100, over: 7 }])).toBe(1);
  });
});

describe('designEffect', () => {
  it('is m·Var(I)/(p̂(1 − p̂)) for equal slices, worked by hand', () => {
    // shares 0.0, 0.1, 0.2 of 10 samples: Var = 0.01, p̂ = 0.1, so 10 · 0.01 / 0.09
    const slices = [0, 1, 2].map((over) => ({ count: 10, over }));
    expect(designEffect(slices)).toBeCloseTo(10 / 9, 12);
  });

  it('holds each slice against the share of its own part of the run, worked by hand', () => {
    const slices = Array.from({ length: 20 }, (_, index) => {
      const isFault = index >= 10;
      return { count: 50, over: isFault ? (index % 2 === 0 ? 20 : 30) : 0, part: isFault ? 1 : 0 };
    });
    // Ten slices differ by 5 from the half of their part, and ten not at all: 20/18 · 250 / (1000 · 0.25 · 0.75).
    expect(designEffect(slices)).toBeCloseTo(1.481_481, 6);
  });

  it('is 1 when what differs is the parts alone', () => {
    const slices = Array.from({ length: 20 }, (_, index) => {
      const isFault = index >= 15;
      return { count: 50, over: isFault ? 50 : 0, part: isFault ? 1 : 0 };
    });
    expect(designEffect(slices)).toBe(1);
    expect(testedDesignEffect(slices)).toBe(1);
    expect(designEffect(slices.map(({ count, over }) => ({ count, over })))).toBeGreaterThan(50);
  });

  it('is m when each slice is all or nothing, but for K/(K − 1)', () => {
    const slices = Array.from({ length: 100 }, (_, index) => ({ count: 50, over: index % 2 === 0 ? 50 : 0 }));
    expect(designEffect(slices)).toBeCloseTo((50 * 100) / 99, 10);
  });

  it('is 1, not less, when slices are more alike than chance', () => {
    expect(designEffect(Array.from({ length: 30 }, () => ({ count: 100, over: 5 })))).toBe(1);
  });

  it.each([
    ['no slice', []],
    ['one slice', [{ count: 100, over: 7 }]],
    [
      'one slice with samples',
      [
        { count: 100, over: 7 },
        { count: 0, over: 0 },
      ],
    ],
    [
      'nothing over',
      [
        { count: 10, over: 0 },
        { count: 10, over: 0 },
      ],
    ],
    [
      'everything over',
      [
        { count: 10, over: 10 },
        { count: 10, over: 10 },
      ],
    ],
  ])('is 1 for %s', (_, slices) => expect(designEffect(slices)).toBe(1));

  it('does not change with empty slices', () => {
    const slices = [
      { count: 10, over: 0 },
      { count: 30, over: 9 },
      { count: 20, over: 1 },
    ];
    expect(designEffect([...slices, { count: 0, over: 0 }])).toBe(designEffect(slices));
  });
});
