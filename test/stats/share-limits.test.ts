import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialCdf, binomialTail } from '../../src/stats/binomial.ts';
import { failProbability, passProbability, samplesForPower } from '../../src/stats/gate-power.ts';
import { leastSamples, leastSamplesAtShare } from '../../src/stats/least-samples.ts';
import { shareLimits } from '../../src/stats/share-limits.ts';

describe('shareLimits of p(95)', () => {
  it.each([
    [1000, 38, 63],
    [5000, 224, 277],
    [10_000, 463, 537],
    [30_000, 1437, 1563],
  ])('with %s samples passes up to %s over and fails from %s on', (n, passAtMost, failAtLeast) => {
    expect(shareLimits(n, 0.05)).toEqual({ passAtMost, failAtLeast });
    expect(shareLimits(n, 1 - 0.95)).toEqual({ passAtMost, failAtLeast });
  });

  it.each([
    [58, undefined],
    [59, 0],
    [60, 0],
  ])('with %s samples can pass with at most %s over', (n, passAtMost) =>
    expect(shareLimits(n, 0.05).passAtMost).toBe(passAtMost),
  );
});

describe('shareLimits of rates', () => {
  it.each([
    [1000, 0.891],
    [5000, 0.881],
    [20_000, 0.8769],
  ])('with %s answers a hit rate above 0.873 needs %s observed', (n, observed) => {
    const { passAtMost = 0 } = shareLimits(n, 1 - 0.873);
    expect((n - passAtMost) / n).toBeCloseTo(observed, 10);
  });

  it.each([
    [298, undefined],
    [299, 0],
    [772, 2],
    [773, 3],
  ])('with %s requests an error rate below 0.01 passes with at most %s errors', (n, passAtMost) => {
    expect(shareLimits(n, 0.01).passAtMost).toBe(passAtMost);
  });
});

const questions = fc.record({
  n: fc.integer({ min: 1, max: 400 }),
  allowed: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
  deff: fc.double({ min: 1, max: 20, noNaN: true }),
});

describe('shareLimits', () => {
  it('are the first counts at which each exact test decides, one count further and it does not', () => {
    fc.assert(
      fc.property(questions, ({ n, allowed }) => {
        const { passAtMost = -1, failAtLeast = n + 1 } = shareLimits(n, allowed);
        for (let count = 0; count <= n; count += 1) {
          expect(count <= passAtMost).toBe(binomialCdf(count, n, allowed) <= 0.05);
          expect(count >= failAtLeast).toBe(binomialTail(count, n, allowed) <= 0.05);
        }
      }),
    );
  });

  it('never pass and fail the same count', () => {
    fc.assert(
      fc.property(questions, ({ n, allowed, deff }) => {
        const { passAtMost = -1, failAtLeast = n + 1 } = shareLimits(n, allowed, deff);
        expect(failAtLeast).toBeGreaterThan(passAtMost);
      }),
    );
  });

  it('are at least as strict with a design effect as the tests of n/deff samples, whatever the rounding', () => {
    fc.assert(
      fc.property(questions, ({ n, allowed, deff }) => {
        const { passAtMost = -1, failAtLeast = Infinity } = shareLimits(n, allowed, deff);
        const fewer = Math.max(1, Math.floor(n / deff));
        const more = Math.ceil(n / deff);
        const up = Math.ceil(passAtMost / deff - 1e-9);
        const down = Math.floor(failAtLeast / deff + 1e-9);
        expect(passAtMost < 0 ? 0 : binomialCdf(up, fewer, allowed)).toBeLessThanOrEqual(0.05);
        expect(binomialTail(down, more, allowed)).toBeLessThanOrEqual(0.05);
      }),
    );
  });

  it('decide less the more samples depend on each other', () => {
    const alone = shareLimits(10_000, 0.05);
    const together = shareLimits(10_000, 0.05, 4);
    expect(together.passAtMost).toBeLessThan(alone.passAtMost ?? 0);
    expect(together.failAtLeast).toBeGreaterThan(alone.failAtLeast ?? Infinity);
  });

  it.each([
    [0, { passAtMost: 0, failAtLeast: 1 }],
    [1, { passAtMost: 9, failAtLeast: undefined }],
  ])('at the edge where the share %s is allowed', (allowed, limits) =>
    expect(shareLimits(10, allowed)).toEqual(limits),
  );

  it('refuse to decide on nothing', () => expect(() => shareLimits(0, 0.05)).toThrow('Expected at least one sample'));
});

describe('leastSamples', () => {
  it.each([
    [0, 59, 90],
    [5, 208, 259],
    [50, 1260, 1372],
    [500, 10_749, 11_064],
  ])('of p(95) with %s over is %s at 95 %% confidence and %s at 99 %%', (over, at95, at99) => {
    expect(leastSamples(0.05, over)).toBe(at95);
    expect(leastSamples(0.05, over, 0.01)).toBe(at99);
  });

  it.each([
    [0, 299],
    [3, 773],
  ])('of an error rate below 0.01 with %s errors is %s', (over, n) => expect(leastSamples(0.01, over)).toBe(n));

  it('agrees with the judge: with one sample less the gate does not pass', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.9, noNaN: true }), fc.integer({ min: 0, max: 40 }), (allowed, over) => {
        const n = leastSamples(allowed, over) ?? 0;
        expect(shareLimits(n, allowed).passAtMost).toBeGreaterThanOrEqual(over);
        expect(shareLimits(n - 1, allowed).passAtMost ?? -1).toBeLessThan(over);
      }),
    );
  });

  it('is undefined when nothing is allowed', () => expect(leastSamples(0, 0)).toBeUndefined());
});

describe('leastSamplesAtShare', () => {
  it('is about 1 000 for a hit rate of 89.1 % that has to beat 87.3 %', () => {
    const n = leastSamplesAtShare(1 - 0.873, 1 - 0.891);
    expect(n).toBeGreaterThan(850);
    expect(n).toBeLessThan(1010);
  });

  it('is undefined when more are over than allowed', () => expect(leastSamplesAtShare(0.05, 0.06)).toBeUndefined());
});

describe('samplesForPower', () => {
  it('needs about 3 800 misses for 90 % power when 4 % are over, and 336 when 2 % are', () => {
    expect(samplesForPower({ allowed: 0.05, trueShare: 0.04 })).toBeGreaterThan(3700);
    expect(samplesForPower({ allowed: 0.05, trueShare: 0.04 })).toBeLessThan(3900);
    expect(samplesForPower({ allowed: 0.05, trueShare: 0.02 })).toBe(336);
  });

  it('reaches the power it promises, to pass or to fail', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.005, max: 0.3, noNaN: true }), (trueShare) => {
        const question = { allowed: 0.05, trueShare };
        const n = samplesForPower(question);
        fc.pre(n !== undefined && n < 1e5);
        const probability = trueShare < 0.05 ? passProbability : failProbability;
        expect(probability(n ?? 0, question)).toBeGreaterThanOrEqual(0.9);
      }),
      { numRuns: 40 },
    );
  });

  it('passes or fails at most one time in twenty when the true share is the limit', () => {
    const question = { allowed: 0.05, trueShare: 0.05 };
    for (const n of [100, 1000, 10_000]) {
      expect(passProbability(n, question)).toBeLessThanOrEqual(0.05);
      expect(failProbability(n, question)).toBeLessThanOrEqual(0.05);
    }
    expect(samplesForPower(question)).toBeUndefined();
  });

  it('is undefined when no practical number is enough', () => {
    expect(samplesForPower({ allowed: 0.05, trueShare: 0.049_999 })).toBeUndefined();
  });
});
