import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapLogQuantile, bootstrapRatio, type BootstrapDifference } from '../../src/stats/block-bootstrap.ts';
import { bootstrapInterval, bootstrapPAbove, bootstrapPBelow } from '../../src/stats/bootstrap-interval.ts';
import { blockLengthOf, resampleBlocks } from '../../src/stats/resample-blocks.ts';
import { logQuantileOf, ratioOf } from '../../src/stats/slice-statistics.ts';
import { simulateSlices, sliceOf } from './simulate-slices.ts';

const seed = 20_250_402;
const noDifference: BootstrapDifference = {
  estimate: 0,
  replicates: Float64Array.from({ length: 2000 }, (_, index) => (index - 999.5) / 1000),
  slices: 60,
  blockLength: 4,
};

function side(run: number, correlation = 0): ReturnType<typeof simulateSlices> {
  return simulateSlices({ seed, run, slices: 60, perSlice: 40, correlation, levelDeviation: 0.1 });
}

/** A sine of 60 slices. */
function waves(period: number): number[] {
  return Array.from({ length: 60 }, (_, index) => Math.sin((2 * Math.PI * index) / period));
}

function draw(side: number): number[] {
  const drawn: number[] = [];
  resampleBlocks({ slices: 60, blockLength: 4, replicates: 2 }, { seed, side }, (picked) => {
    drawn.push(...picked);
  });
  return drawn;
}

function rate(run: number, events: number): { events: number; n: number }[] {
  return Array.from({ length: 40 }, (_, second) => ({ events: events + ((second * 7 + run) % 5), n: 100 }));
}

describe('resampleBlocks', () => {
  it('lays blocks of neighbours end to end, the last slice followed by the first', () => {
    const drawn: number[][] = [];
    resampleBlocks({ slices: 10, blockLength: 3, replicates: 200 }, { seed, side: 0 }, (picked) => {
      drawn.push([...picked]);
    });
    expect(drawn).toHaveLength(200);
    for (const picked of drawn) {
      expect(picked).toHaveLength(10);
      for (const at of [1, 2, 4, 5, 7, 8]) expect(picked[at]).toBe(((picked[at - 1] ?? 0) + 1) % 10);
    }
    expect(new Set(drawn.map(([first]) => first))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });

  it('draws the same slices from the same seed, others for another side', () => {
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
    expect(draw(0).slice(0, 8)).toEqual([54, 55, 56, 57, 58, 59, 0, 1]);
  });
});

describe('blockLengthOf', () => {
  it.each([
    [1, 1],
    [8, 2],
    [9, 3],
    [27, 3],
    [60, 4],
    [64, 4],
    [65, 5],
  ])('of %s slices that do not depend on each other is %s', (slices, length) =>
    expect(blockLengthOf(Array.from({ length: slices }, (_, index) => (index % 2 === 0 ? 1 : -1)))).toBe(length),
  );

  it('is longer where neighbours are alike, and leaves four blocks', () => {
    expect(blockLengthOf(waves(6))).toBe(6);
    expect(blockLengthOf(waves(60))).toBe(15);
    expect(blockLengthOf([1, 1, 1, 1, 1, 1, 1, 1])).toBe(2);
  });
});

describe('logQuantileOf', () => {
  const values = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 });

  it('is the value of rank ⌈q·n⌉ of everything in the picked slices', () => {
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, quantile) => {
          const filled = all.filter(({ length }) => length > 0);
          fc.pre(filled.length > 0);
          const statistic = logQuantileOf(all.map(sliceOf), { quantile, least: 1 });
          const picked = Int32Array.from(filled, (_, index) => (index * 5 + 2) % filled.length);
          const sorted = [...picked].flatMap((slice) => filled[slice] ?? []).toSorted((left, right) => left - right);
          const rank = Math.max(1, Math.ceil(quantile * sorted.length * (1 - 2 ** -51)));
          expect(statistic.slices).toBe(filled.length);
          expect(statistic.of(picked)).toBe(Math.log(sorted[rank - 1] ?? 0));
        },
      ),
    );
  });

  it('takes a value below the least one as that', () =>
    expect(logQuantileOf([sliceOf([0, 0])], { quantile: 0.5, least: 1 }).of(new Int32Array(1))).toBe(0));
});

describe('ratioOf', () => {
  const slices = [
    { events: 1, n: 10 },
    { events: 0, n: 0 },
    { events: 5, n: 10 },
  ];

  it('adds events and trials before it divides, and leaves empty slices out', () => {
    expect(ratioOf(slices, false)).toMatchObject({ slices: 2 });
    expect(ratioOf(slices, false).of(Int32Array.of(0, 1))).toBe(0.3);
    expect(ratioOf(slices, true).of(Int32Array.of(1, 1))).toBe(Math.log(0.5));
  });

  it('has a logarithm without events too', () => {
    expect(ratioOf([{ events: 0, n: 10 }], true).of(new Int32Array(1))).toBe(Math.log(0.05));
  });
});

describe('bootstrapInterval', () => {
  it('cuts off what Student’s t and the number of blocks say', () => {
    // K/l − 1 = 14 degrees: t(0.975) = 2.144787, times √(60/56) is 2.220069, Φ(−2.220069) = 0.013207, of 2 001 are 26.4.
    expect(bootstrapInterval(noDifference)).toEqual({ low: (25 - 999.5) / 1000, high: (1974 - 999.5) / 1000 });
  });

  it('does not exist where the replicates do not reach', () => {
    expect(bootstrapInterval({ ...noDifference, slices: 13, blockLength: 3 })).toBeUndefined();
    expect(bootstrapInterval({ ...noDifference, slices: 14, blockLength: 3 })).toBeDefined();
  });

  it('agrees with the p-values: above a margin exactly when p is at most half of what is left out', () => {
    const cases = fc.record({
      margin: fc.double({ min: -1.1, max: 1.1, noNaN: true }),
      slices: fc.integer({ min: 14, max: 64 }),
      confidence: fc.double({ min: 0.5, max: 0.97, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ margin, slices, confidence }) => {
        const difference = { ...noDifference, slices, blockLength: Math.ceil(Math.cbrt(slices)) };
        const { low, high } = bootstrapInterval(difference, confidence) ?? { low: -Infinity, high: Infinity };
        expect(bootstrapPAbove(difference, margin) <= (1 - confidence) / 2).toBe(low > margin);
        expect(bootstrapPBelow(difference, margin) <= (1 - confidence) / 2).toBe(high < margin);
      }),
    );
  });

  it('is one half on both sides of the middle, and never 0', () => {
    expect(bootstrapPAbove(noDifference, 0)).toBeCloseTo(0.5, 2);
    expect(bootstrapPBelow(noDifference, 0)).toBeCloseTo(0.5, 2);
    expect(bootstrapPAbove(noDifference, -5)).toBeGreaterThan(0);
    expect(bootstrapPAbove(noDifference, 5)).toBe(1);
  });
});

describe('bootstrapLogQuantile', () => {
  it('gives the same interval from the same seed, number for number', () => {
    const difference = bootstrapLogQuantile({ before: side(0), after: side(1) }, { quantile: 0.95, seed: 7 });
    expect(difference?.replicates).toHaveLength(2000);
    expect({ ...difference, replicates: difference && bootstrapInterval(difference) }).toMatchInlineSnapshot(`
      {
        "blockLength": 4,
        "estimate": 0.0146415499929482,
        "replicates": {
          "high": 0.0795706755665897,
          "low": -0.0432968057533234,
        },
        "slices": 60,
      }
    `);
  });

  it('is the mirror image when the sides are exchanged, but for what is drawn', () => {
    const there = bootstrapLogQuantile({ before: side(0), after: side(1) }, { quantile: 0.95, seed: 7 });
    const back = bootstrapLogQuantile({ before: side(1), after: side(0) }, { quantile: 0.95, seed: 7 });
    expect(there?.estimate).toBeCloseTo(-(back?.estimate ?? 0), 12);
  });

  it('finds a side that is twice as slow, at every quantile', () => {
    const slower = side(1).map(({ values, counts }) => ({ values: values.map((value) => 2 * value), counts }));
    for (const quantile of [0.5, 0.95, 0.99]) {
      const difference = bootstrapLogQuantile({ before: side(0), after: slower }, { quantile, seed: 7 });
      expect(difference === undefined ? 1 : bootstrapPAbove(difference, Math.log(1.5))).toBeLessThan(0.01);
    }
  });

  it('knows nothing from one block or from nothing', () => {
    const short = side(0).slice(0, 3);
    expect(bootstrapLogQuantile({ before: side(0), after: short }, { quantile: 0.5, seed: 7 })).toBeUndefined();
    expect(bootstrapLogQuantile({ before: side(0), after: [] }, { quantile: 0.5, seed: 7 })).toBeUndefined();
  });

  // At a true 6 %, 12 % or more of 150 runs happen once in 200 seeds; the seed is fixed. `npm run bench:verdicts` has longer series.
  it('lies wholly on one side of no difference about one time in twenty', () => {
    const ps = Array.from({ length: 150 }, (_, run) => {
      const sides = { before: side(2 * run, 0.3), after: side(2 * run + 1, 0.3) };
      const difference = bootstrapLogQuantile(sides, { quantile: 0.95, seed: run, replicates: 400 });
      return difference === undefined ? 0 : bootstrapPAbove(difference, 0);
    });
    expect(ps.filter((p) => p <= 0.05).length).toBeLessThan(18);
    expect(ps.filter((p) => p >= 0.95).length).toBeLessThan(18);
  }, 60_000);
});

describe('bootstrapRatio', () => {
  it('finds a hit rate that is ten points lower', () => {
    const difference = bootstrapRatio({ before: rate(0, 80), after: rate(1, 70) }, { seed: 1 });
    expect(difference?.estimate).toBeCloseTo(-0.1, 12);
    expect(difference === undefined ? 1 : bootstrapPBelow(difference, -0.05)).toBeLessThan(0.01);
  });

  it('gives the logarithm of a ratio of throughputs', () => {
    const difference = bootstrapRatio({ before: rate(0, 98), after: rate(0, 48) }, { seed: 1, log: true });
    expect(difference?.estimate).toBeCloseTo(Math.log(0.5), 12);
  });
});
