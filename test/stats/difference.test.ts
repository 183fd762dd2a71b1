import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectableLoss } from '../../src/stats/detectable-effect.ts';
import { holm } from '../../src/stats/holm.ts';
import { pairedDifference } from '../../src/stats/paired-difference.ts';
import { welch } from '../../src/stats/welch.ts';

describe('pairedDifference', () => {
  // Student's own sleep data (Biometrika 6, 1908): R 4.3, t.test(paired = TRUE) gives t = 4.0621 and p = 0.002833 on both sides.
  const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];

  it('gives the mean, deviation and p-value of Student’s sleep data', () => {
    const { mean, deviation, pOver } = pairedDifference(sleep);
    expect(mean).toBeCloseTo(1.58, 12);
    expect(deviation).toBeCloseTo(1.229_995, 6);
    expect(2 * pOver(0)).toBeCloseTo(0.002_832_89, 8);
  });

  it('has bounds that agree with its p-values', () => {
    const { low, high, pOver } = pairedDifference(sleep);
    expect(pOver(low)).toBeCloseTo(0.05, 9);
    expect(pOver(high)).toBeCloseTo(0.95, 9);
  });

  it('is sure of differences that are all equal', () => {
    const { low, high, pOver } = pairedDifference([0.25, 0.25, 0.25]);
    expect([low, high]).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.25, 12)]);
    expect([pOver(0), pOver(0.5)]).toEqual([0, 1]);
  });

  it('refuses a single difference, which says nothing of its spread', () => {
    expect(() => pairedDifference([1])).toThrow(RangeError);
  });
});

describe('welch', () => {
  it('gives what R gives for two groups of unequal spread', () => {
    // R 4.3: t.test(c(21.5, 24.5, 18.5, 17.2, 14.5, 23.2), c(19.4, 25.2, 30.1, 23.2)), difference of means −4.5750
    const { difference, pOver } = welch([21.5, 24.5, 18.5, 17.2, 14.5, 23.2], [19.4, 25.2, 30.1, 23.2]);
    expect(difference).toBeCloseTo(4.575, 9);
    expect(pOver(0)).toBeGreaterThan(0.05);
    expect(pOver(0)).toBeLessThan(0.1);
  });

  it('has bounds that agree with its p-values', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    const group = fc.array(value, { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(group, group, (first, second) => {
        const { low, high, pOver } = welch(first, second);
        fc.pre(high - low > 1e-6);
        expect(pOver(low)).toBeCloseTo(0.05, 6);
        expect(pOver(high)).toBeCloseTo(0.95, 6);
      }),
    );
  });

  it('refuses a group of one', () => {
    expect(() => welch([1], [1, 2])).toThrow(RangeError);
  });
});

describe('detectableLoss', () => {
  it.each([
    [0.05, [0.087, 0.065, 0.051, 0.034]],
    [0.02, [0.034, 0.026, 0.02, 0.013]],
    [0.1, [0.18, 0.135, 0.105, 0.068]],
  ])('with a paired deviation of %d is the published table for 5, 7, 10 and 20 pairs', (deviation, effects) => {
    const found = [5, 7, 10, 20].map((pairs) => Math.expm1(detectableLoss({ deviation, pairs })));
    expect(found.map((effect) => Number(effect.toFixed(3)))).toEqual(
      effects.map((effect) => expect.closeTo(effect, effect > 0.1 ? 2 : 2.9)),
    );
  });
});

describe('holm', () => {
  it('is the worked example of the step-down method', () => {
    // R 4.3: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm')
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12)));
  });

  it('keeps the order, never falls below the value and never exceeds 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const adjusted = holm(values);
        for (const [index, value] of values.entries()) {
          expect(adjusted[index]).toBeGreaterThanOrEqual(value);
          expect(adjusted[index]).toBeLessThanOrEqual(1);
          const smaller = adjusted.filter((_, other) => (values[other] ?? 1) < value);
          expect(Math.max(0, ...smaller)).toBeLessThanOrEqual(adjusted[index] ?? 0);
        }
      }),
    );
  });

  it('is nothing for nothing', () => expect(holm([])).toEqual([]));
});
