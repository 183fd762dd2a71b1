import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, lossOf, lossOfMargin, marginOf } from '../../../src/judge/comparison/loss.ts';

const latency = { scale: 'ratio', worse: 'greater' } as const;
const throughput = { scale: 'ratio', worse: 'less' } as const;
const hitRate = { scale: 'points', worse: 'less' } as const;
const errorRate = { scale: 'points', worse: 'greater' } as const;

describe('a loss', () => {
  it.each([
    [latency, 10, 11, 0.1],
    [latency, 10, 9, -0.1],
    [throughput, 100, 95, -0.05],
    [hitRate, 0.9, 0.88, -0.02],
    [errorRate, 0, 0.01, 0.01],
  ])('%o from %d to %d is a change of %d', (scaled, before, after, change) => {
    expect(changeOf(scaled, lossOf(scaled, before, after) ?? Number.NaN)).toBeCloseTo(change, 12);
  });

  it.each([
    [latency, 10, 10.99, false],
    [latency, 10, 11.01, true],
    [throughput, 100, 90.1, false],
    [throughput, 100, 89.9, true],
    [hitRate, 0.9, 0.801, false],
    [hitRate, 0.9, 0.799, true],
    [errorRate, 0, 0.099, false],
    [errorRate, 0, 0.101, true],
  ])('%o from %d to %d is over a margin of 0.1: %s', (scaled, before, after, over) => {
    expect((lossOf(scaled, before, after) ?? Number.NaN) > lossOfMargin(scaled, 0.1)).toBe(over);
  });

  it.each([latency, throughput, hitRate, errorRate])('%o of a margin is that margin again', (scaled) => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.9, noNaN: true }), (margin) => {
        expect(marginOf(scaled, lossOfMargin(scaled, margin))).toBeCloseTo(margin, 9);
      }),
    );
  });

  it('of a ratio is not known when a side is 0, which has no logarithm', () => {
    expect(lossOf(latency, 0, 10)).toBeUndefined();
    expect(lossOf(throughput, 10, 0)).toBeUndefined();
    expect(lossOf(errorRate, 0, 0)).toBe(0);
  });
});
