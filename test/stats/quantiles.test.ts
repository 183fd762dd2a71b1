import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/stats/mean-interval.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { studentTQuantile } from '../../src/stats/student-t.ts';
import { relativeError } from './relative-error.ts';

// scipy 1.17.1, stats.norm.ppf.
const normals: readonly (readonly [p: number, z: number])[] = [
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [0.6, 0.2533471031357997],
  [0.001, -3.090232306167813],
  [1e-10, -6.361340902404056],
  [1e-300, -37.0470962993612],
  [0.9999, 3.719016485455709],
  [0.075, -1.4395314709384563],
];

// scipy 1.17.1, stats.t.ppf; the first six are also in every printed table.
const students: readonly (readonly [p: number, degrees: number, t: number])[] = [
  [0.975, 1, 12.706204736174694],
  [0.95, 1, 6.313751514675037],
  [0.95, 2, 2.9199855803537242],
  [0.95, 4, 2.1318467863266495],
  [0.975, 4, 2.7764451051977934],
  [0.975, 9, 2.262157162798205],
  [0.999, 30, 3.3851848668293045],
  [0.6, 2.5, 0.2814595127485477],
  [0.975, 1e6, 1.959966356814107],
  [0.05, 4, -2.131846786326651],
  [0.995, 0.5, 4113.964588804174],
];

describe('normalQuantile', () => {
  it.each(normals)('at %s is the published value', (p, z) =>
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-14),
  );

  it('is symmetric and 0 at one half', () => {
    expect(normalQuantile(0.5)).toBe(0);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.5, noNaN: true }), (p) => {
        // 1 − p is rounded, so the mirror image of what it was rounded to is taken.
        expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(1 - (1 - p)), 9);
      }),
    );
  });

  it.each([0, 1, Number.NaN])('refuses %s', (p) => expect(() => normalQuantile(p)).toThrow('Expected 0 < p < 1'));
});

describe('studentTQuantile', () => {
  it.each(students)('at %s with %s degrees is the published value', (p, degrees, t) => {
    expect(relativeError(studentTQuantile(p, degrees), t)).toBeLessThan(1e-9);
  });

  it('is symmetric, rises with p, and lies farther out than the normal quantile', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5001, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 200 }),
        (p, degrees) => {
          const t = studentTQuantile(p, degrees);
          expect(studentTQuantile(1 - p, degrees)).toBeCloseTo(-t, 6);
          expect(studentTQuantile(Math.min(0.9995, p * 1.0001), degrees)).toBeGreaterThan(t);
          expect(t).toBeGreaterThan(normalQuantile(p));
        },
      ),
    );
  });

  it.each([
    [0, 4],
    [1, 4],
    [0.9, 0],
  ])('refuses p = %s with %s degrees', (p, degrees) =>
    expect(() => studentTQuantile(p, degrees)).toThrow('Expected 0 < p'),
  );
});

describe('meanInterval', () => {
  it('is mean ± t·s/√R, worked by hand', () => {
    // 1, 2, 3, 4, 5: s = √2.5, t(0.975; 4) = 2.776445, half = 2.776445 · √0.5 = 1.963243
    const { mean, low, high } = meanInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(low).toBeCloseTo(3 - 1.963_243_16, 7);
    expect(high).toBeCloseTo(3 + 1.963_243_16, 7);
  });

  it('has one-sided 95 % bounds as its ends at 90 %', () => {
    const { high } = meanInterval([0, 2], 0.9);
    expect(high).toBeCloseTo(1 + 6.313_751_514_675_037, 9);
  });

  it('is a point when all values are the same', () =>
    expect(meanInterval([7, 7, 7])).toEqual({ mean: 7, low: 7, high: 7 }));

  it('refuses one value, which has no spread', () =>
    expect(() => meanInterval([1])).toThrow('Expected at least 2 values'));
});
