import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/stats/mean-interval.ts';
import { normalCdf } from '../../src/stats/normal-cdf.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import { studentTQuantile, studentTTail } from '../../src/stats/student-t.ts';
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

// mpmath 1.3 with 40 digits: ncdf, and ½·I_(ν/(ν+t²))(ν/2, ½).
const normalProbabilities: readonly (readonly [z: number, probability: number])[] = [
  [-10, 7.619853024160525e-24],
  [-2.5000001, 0.006209663572946307],
  [-2.4999999, 0.0062096670786064],
  [-3, 0.0013498980316300946],
  [-1.959963984540054, 0.025],
  [-1, 0.15865525393145705],
  [-0.001, 0.4996010577860889],
  [0, 0.5],
  [0.5, 0.6914624612740131],
  [1.6448536269514722, 0.95],
  [6, 0.9999999990134123],
];
const studentTails: readonly (readonly [t: number, degrees: number, probability: number])[] = [
  [12.706204736174694, 1, 0.025],
  [2.131846786326649, 4, 0.05],
  [0.5, 4, 0.32166498159093165],
  [1, 1, 0.25],
  [3.3851848668293045, 30, 0.001],
  [1e-6, 7, 0.49999961500854917],
  [-2.262157162798205, 9, 0.975],
  [40, 4, 1.1670081613006343e-6],
  [2, 2.5, 0.078695747878983],
  [5, 1e6, 2.866998935445371e-7],
  [100, 3, 1.1022609615924555e-6],
  [1.7, 0.5, 0.2400675649578848],
];

describe('normalCdf', () => {
  it.each(normalProbabilities)('at %s is %s', (z, probability) =>
    expect(relativeError(normalCdf(z), probability)).toBeLessThan(1e-12),
  );

  it('undoes the quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.999, noNaN: true }), (p) => {
        expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('studentTTail', () => {
  it.each(studentTails)('beyond %s with %s degrees is %s', (t, degrees, probability) =>
    expect(relativeError(studentTTail(t, degrees), probability)).toBeLessThan(1e-9),
  );

  it('undoes the quantile, whether near the median or far out', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.6, noNaN: true }), fc.integer({ min: 1, max: 200 }), (p, degrees) => {
        expect(relativeError(studentTTail(-studentTQuantile(p, degrees), degrees), p)).toBeLessThan(1e-8);
      }),
    );
  });

  it('is 0 and 1 at the ends', () => {
    expect(studentTTail(Infinity, 3)).toBe(0);
    expect(studentTTail(-Infinity, 3)).toBe(1);
  });

  it.each([
    [1, 0],
    [Number.NaN, 4],
  ])('refuses %s with %s degrees', (t, degrees) => expect(() => studentTTail(t, degrees)).toThrow('Expected t and'));
});

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

  it('is not narrower than what is known of the deviation otherwise', () => {
    const { low, high } = meanInterval([7, 7, 7], 0.95, 1);
    // t(0.975, 2)/√3
    expect(high - 7).toBeCloseTo(4.302_65 / Math.sqrt(3), 4);
    expect(7 - low).toBeCloseTo(4.302_65 / Math.sqrt(3), 4);
    expect(meanInterval([1, 2, 3, 4, 5], 0.95, 0.5)).toEqual(meanInterval([1, 2, 3, 4, 5]));
  });

  it('refuses one value, which has no spread', () =>
    expect(() => meanInterval([1])).toThrow('Expected at least 2 values'));
});
