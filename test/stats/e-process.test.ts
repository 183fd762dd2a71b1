import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logEvidenceAbove, logEvidenceBelow, logEvidenceLimit } from '../../src/stats/e-process.ts';
import { logBetaRatio, regularisedBeta } from '../../src/stats/incomplete-beta.ts';
import { logBeta } from '../../src/stats/log-gamma.ts';
import { simulateLooks } from './simulate-looks.ts';

// mpmath 1.3, the formula of the docstring with 60 digits.
const evidences: readonly (readonly [over: number, n: number, p0: number, logEvidence: number])[] = [
  [0, 59, 0.05, 0.8136008629094788],
  [8, 400, 0.05, 3.234446661488617],
  [20, 400, 0.05, -0.5858662463039541],
  [40, 400, 0.05, -2.2387530866657808],
  [2.5, 103.7, 0.05, 0.532939036067908],
  [463, 10_000, 0.05, 0.0821968654331632],
  [537, 10_000, 0.05, -3.011823048834864],
  [1000, 30_000, 0.05, 96.44472125117315],
  [3000, 30_000, 0.05, -6.497225062247969],
  [0, 1000, 0.01, 6.977357466816591],
  [850, 1000, 0.873, 1.660048848716564],
  [120.25, 1000.5, 0.127, -0.3637472202721535],
  [10, 1000, 0.127, 72.05814077920073],
  [4_990_000, 1e8, 0.05, 4.582637187836916],
  [5_000_000, 1e8, 0.05, -6.6442959091925475],
  [5_100_000, 1e8, 0.05, -10.696768411682456],
  [3_000_000, 1e8, 0.05, 488422.7022373065],
];

describe('logEvidenceBelow', () => {
  it.each(evidences)('of %s of %s against %s is the exact value', (over, n, p0, logEvidence) =>
    expect(Math.abs(logEvidenceBelow(over, n, p0) - logEvidence)).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(logEvidence)),
    ),
  );

  it('is the formula of its description, written out', () => {
    const counts = fc.tuple(
      fc.double({ min: 0, max: 300, noNaN: true }),
      fc.double({ min: 0, max: 3000, noNaN: true }),
    );
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 0.99, noNaN: true }), ([over, under], p0) => {
        const [a, b] = [p0 * 200, (1 - p0) * 200];
        const tail = regularisedBeta(p0, a + over, b + under);
        fc.pre(tail > 1e-290);
        const written =
          logBeta(a + over, b + under) -
          logBeta(a, b) +
          Math.log(tail) -
          Math.log(regularisedBeta(p0, a, b)) -
          over * Math.log(p0) -
          under * Math.log(1 - p0);
        expect(logEvidenceBelow(over, over + under, p0)).toBeCloseTo(written, 7);
      }),
    );
  });

  it('falls with every sample that is over and rises with every one that is not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 10_000 }), (over, under) => {
        const evidence = logEvidenceBelow(over, over + under, 0.05);
        expect(logEvidenceBelow(over + 1, over + under + 1, 0.05)).toBeLessThan(evidence);
        expect(logEvidenceBelow(over, over + under + 1, 0.05)).toBeGreaterThan(evidence);
      }),
    );
  });

  it('is a fair bet at p0: before each sample, E is the mean of what it becomes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 2000 }), (over, under) => {
        const n = over + under;
        const p0 = 0.05;
        const now = logEvidenceBelow(over, n, p0);
        const one = Math.exp(logEvidenceBelow(over + 1, n + 1, p0) - now);
        const other = Math.exp(logEvidenceBelow(over, n + 1, p0) - now);
        expect(p0 * one + (1 - p0) * other).toBeCloseTo(1, 10);
      }),
    );
  });

  it('is 0 before the first sample', () => expect(logEvidenceBelow(0, 0, 0.05)).toBe(0));

  it('finds nothing below 0, and refutes 1 by one sample', () => {
    expect(logEvidenceBelow(0, 1e6, 0)).toBe(0);
    expect(logEvidenceBelow(7, 7, 1)).toBe(0);
    expect(logEvidenceBelow(6, 7, 1)).toBe(Infinity);
  });

  it.each([
    [-1, 5, 0.05],
    [6, 5, 0.05],
    [1, 5, 1.1],
    [1, Number.NaN, 0.05],
  ])('refuses %s of %s against %s', (over, n, p0) =>
    expect(() => logEvidenceBelow(over, n, p0)).toThrow('Expected 0 to n and a share'),
  );
});

describe('logEvidenceAbove', () => {
  it('mirrors the evidence below', () => {
    expect(logEvidenceAbove(30, 100, 0.25)).toBe(logEvidenceBelow(70, 100, 0.75));
    expect(logEvidenceAbove(1, 100, 0)).toBe(Infinity);
  });

  it('is a fair bet at p0', () => {
    const now = logEvidenceAbove(12, 300, 0.05);
    const one = Math.exp(logEvidenceAbove(13, 301, 0.05) - now);
    const other = Math.exp(logEvidenceAbove(12, 301, 0.05) - now);
    expect(0.05 * one + 0.95 * other).toBeCloseTo(1, 10);
  });
});

describe('logEvidenceLimit', () => {
  it('is ln 20 at 5 %', () => expect(logEvidenceLimit()).toBeCloseTo(Math.log(20), 14));
});

describe('logBetaRatio', () => {
  it('is the logarithm of the ratio where both parts are numbers', () => {
    // I_x(2, 1) = x² and x²·(1 − x)/B(2, 1) = 2x²(1 − x), so that the ratio is 1/(2(1 − x)).
    for (const x of [0.01, 0.3, 0.6, 0.99]) expect(logBetaRatio(x, 2, 1)).toBeCloseTo(-Math.log(2 * (1 - x)), 12);
  });

  it('refuses an x at which the ratio has no logarithm', () =>
    expect(() => logBetaRatio(0, 1, 1)).toThrow('Expected I_x(a, b)'));
});

describe('an early stop at p95 with a look every 200 requests, up to 60 000', () => {
  // The interval of the median, ranks 167 to 234 of 400 runs, misses the true one with one seed in 1 000; the seed is fixed.
  it.each([
    [0.02, 'passed', 400],
    [0.03, 'passed', 800],
    [0.04, 'passed', 3000],
    [0.045, 'passed', 13_500],
    [0.06, 'failed', 3200],
    [0.08, 'failed', 600],
  ] as const)('with %s over the limit has %s at a median of %s', (share, word, median) => {
    const { samples, ...ends } = simulateLooks(share, 400);
    expect(samples[166]).toBeLessThanOrEqual(median);
    expect(samples[233]).toBeGreaterThanOrEqual(median);
    expect(ends[word]).toBeGreaterThan(0.97);
  });

  // 2.2 % and 3.7 % were seen with other seeds; at a true 3.7 %, more than 5 % of 1 000 runs happen once in 50 seeds.
  it('is wrong within the limit of Ville when the true share is the limit', () => {
    const { passed, failed } = simulateLooks(0.05, 1000);
    expect(passed).toBeGreaterThan(0.01);
    expect(passed).toBeLessThan(0.05);
    expect(failed).toBeGreaterThan(0.01);
    expect(failed).toBeLessThan(0.05);
  });
});
