import { describe, expect, it } from 'vitest';
import { RandomStream, streams } from '../../src/random.ts';
import { designEffect, type SliceCount } from '../../src/stats/design-effect.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { shareLimits } from '../../src/stats/share-limits.ts';

const runs = 300;
const slices = 20;
const samplesPerSlice = 200;
const random = new RandomStream(20_250_108, streams.keys);

/** Samples over their true p95 in each slice, where neighbours are correlated: x' = ρ·x + √(1 − ρ²)·e, normal. */
function simulateRun(run: number, correlation: number): SliceCount[] {
  const limit = normalQuantile(0.95);
  const noise = Math.sqrt(1 - correlation * correlation);
  let index = 0;
  const draw = (): number => normalQuantile(Math.max(1e-12, random.uniformAt(run, index++)));
  let x = draw();
  return Array.from({ length: slices }, () => {
    let over = 0;
    for (let sample = 0; sample < samplesPerSlice; sample += 1) {
      x = correlation * x + noise * draw();
      if (x > limit) over += 1;
    }
    return { count: samplesPerSlice, over };
  });
}

/** The shares of runs that pass and that fail a gate whose limit is the true p95. */
function decide(correlation: number, corrected: boolean): { passed: number; failed: number } {
  let passed = 0;
  let failed = 0;
  for (let run = 0; run < runs; run += 1) {
    const simulated = simulateRun(run, correlation);
    const over = simulated.reduce((sum, slice) => sum + slice.over, 0);
    const deff = corrected ? designEffect(simulated) : 1;
    const { passAtMost = -1, failAtLeast = Infinity } = shareLimits(slices * samplesPerSlice, 0.05, deff);
    if (over <= passAtMost) passed += 1;
    if (over >= failAtLeast) failed += 1;
  }
  return { passed: passed / runs, failed: failed / runs };
}

describe('a gate exactly at its limit', () => {
  // With a true 5 %, more than 10 % of 300 runs happen once in 5 000 seeds; the seed is fixed.
  it.each([0, 0.5, 0.8, 0.95])(
    'passes and fails wrongly about one time in twenty at lag-1 correlation %s',
    (correlation) => {
      const { passed, failed } = decide(correlation, true);
      expect(passed).toBeLessThan(0.1);
      expect(failed).toBeLessThan(0.1);
    },
  );

  it('would be wrong far more often without the design effect', () => {
    const { passed, failed } = decide(0.8, false);
    expect(passed + failed).toBeGreaterThan(0.3);
  });
});
