import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream, streams } from '../../src/random.ts';
import {
  detectableLoss,
  detectableUnpaired,
  pairsNeeded,
  unpairedRunsNeeded,
} from '../../src/stats/detectable-effect.ts';
import { holm } from '../../src/stats/holm.ts';
import { meanInterval } from '../../src/stats/mean-interval.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { runPower } from '../../src/stats/run-power.ts';
import { welch } from '../../src/stats/welch.ts';
import { relativeError } from './relative-error.ts';

// Student's sleep data (Biometrika 6, 1908), as R has it; the results as R prints them (?sleep), with the digits of scipy 1.17.1.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('the t tests of the sleep data', () => {
  it('have the published p-values', () => {
    const paired = pairedDifference(second.map((value, index) => value - (first[index] ?? 0)));
    expect(relativeError(2 * paired.pOver(0), 0.002832890197384273)).toBeLessThan(1e-9);
    expect(relativeError(2 * welch(first, second).pOver(0), 0.0793941401873583)).toBeLessThan(1e-9);
  });
});

describe('runPower', () => {
  // scipy 1.17.1, stats.nct.sf at the one-sided 5 % point of t.
  it.each([
    [2, 3, 0.36119542395016224],
    [5, 2.5, 0.6601200192046965],
    [5, -1, 0.006171513831645426],
    [10, 3.3, 0.9182506738372453],
    [100, 2, 0.633617755360057],
    [3, 6, 0.9705588085492882],
  ])('of %s runs, shifted by %s standard errors, is %s', (runs, shift, power) => {
    expect(Math.abs(runPower({ runs, distance: shift / Math.sqrt(runs) }) - power)).toBeLessThan(1e-8);
  });

  it('is how often simulated runs decide', () => {
    const random = new RandomStream(20_250_403, streams.keys);
    const rounds = 2000;
    let passed = 0;
    for (let round = 0; round < rounds; round += 1) {
      const logs = Array.from({ length: 5 }, (_, run) => 0.08 * normalQuantile(random.uniformAt(round, run)));
      if (meanInterval(logs, 0.9).high < 0.1) passed += 1;
    }
    // The standard error is 1.1 points; four of them are missed by one seed in 16 000.
    expect(Math.abs(passed / rounds - runPower({ runs: 5, distance: 0.1 / 0.08 }))).toBeLessThan(0.045);
  });
});

describe('pairsNeeded', () => {
  const losses = fc.double({ min: 0.01, max: 0.5, noNaN: true });
  const deviations = fc.double({ min: 0.001, max: 0.2, noNaN: true });

  it('is the least number of pairs that find the difference', () => {
    fc.assert(
      fc.property(losses, deviations, (loss, deviation) => {
        const pairs = pairsNeeded(loss, deviation) ?? 0;
        expect(detectableLoss({ deviation, pairs })).toBeLessThanOrEqual(loss);
        expect(pairs === 2 || detectableLoss({ deviation, pairs: pairs - 1 }) > loss).toBe(true);
      }),
    );
  });

  it('is less than the unpaired runs of each side, where pairs differ as much as runs', () => {
    expect(pairsNeeded(0.1, 0.05)).toBe(5);
    expect(unpairedRunsNeeded(0.1, 0.05)).toBe(6);
    // (t(0.975; 8) + t(0.8; 8)) · 0.05 · √0.4 = (2.306004 + 0.888890) · 0.0316228
    expect(detectableUnpaired({ deviation: 0.05, runs: 5 })).toBeCloseTo(0.101_031_4, 6);
  });

  it('is undefined when no practical number is enough', () => expect(pairsNeeded(0.0001, 0.2)).toBeUndefined());
});

describe('holm', () => {
  it('rejects exactly what stepping down does', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { maxLength: 12 }), (ps) => {
        const ascending = ps.toSorted((left, right) => left - right);
        const stop = ascending.findIndex((p, step) => p * (ps.length - step) > 0.05);
        expect(holm(ps).filter((p) => p <= 0.05)).toHaveLength(stop === -1 ? ps.length : stop);
      }),
    );
  });
});
