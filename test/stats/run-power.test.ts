import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { distanceForPower, runPower, runsForPower } from '../../src/stats/run-power.ts';

describe('the power of several runs', () => {
  it.each([2, 3, 5, 30])('of %s runs on the limit is the level of the test', (runs) => {
    expect(runPower({ runs, distance: 0 })).toBeCloseTo(0.05, 8);
  });

  it('comes near the normal one with many runs', () => {
    expect(runPower({ runs: 2000, distance: 3 / Math.sqrt(2000) })).toBeCloseTo(normalCdf(3 - 1.6449), 3);
  });

  // The least detectable effects of paired runs at 80 % power and two-sided 5 %, in per cent.
  it.each([
    [5, 3.4, 8.7, 18],
    [7, 2.6, 6.5, 13.5],
    [10, 2.0, 5.1, 10.5],
    [20, 1.3, 3.4, 6.8],
  ])('of %s runs finds %s, %s and %s %% at deviations of 2, 5 and 10 %%', (runs, ...effects) => {
    const distance = distanceForPower(runs, 0.8, 0.025);
    const found = [0.02, 0.05, 0.1].map((deviation) => (Math.exp(distance * deviation) - 1) * 100);
    for (const [index, effect] of effects.entries())
      expect(Math.abs((found[index] ?? 0) / effect - 1)).toBeLessThan(0.025);
  });

  it('grows with the distance and with the runs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.double({ min: 0.01, max: 5, noNaN: true }), (runs, distance) => {
        const power = runPower({ runs, distance });
        expect(runPower({ runs, distance: distance * 1.1 })).toBeGreaterThanOrEqual(power - 1e-9);
        expect(runPower({ runs: runs + 1, distance })).toBeGreaterThanOrEqual(power - 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('is reached at the distance and with the runs that are said to reach it', () => {
    expect(runPower({ runs: 5, distance: distanceForPower(5) })).toBeCloseTo(0.9, 8);
    const runs = runsForPower(0.7, 100);
    expect(runs).toBe(19);
    expect(runPower({ runs: 18, distance: 0.7 })).toBeLessThan(0.9);
  });

  it('is reached by no number of runs on the limit, or too near to it', () => {
    expect(runsForPower(0, 1000)).toBeUndefined();
    expect(runsForPower(0.1, 100)).toBeUndefined();
  });

  it('is not defined for one run, which shows no spread', () => {
    expect(() => runPower({ runs: 1, distance: 1 })).toThrow(RangeError);
  });
});
