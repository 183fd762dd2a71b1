import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logBeta, logGamma, stirlingError } from '../../src/stats/log-gamma.ts';
import { relativeError } from './relative-error.ts';

// scipy 1.17.1, special.gammaln and special.betaln; the logarithm of B(0.001, 1e6) by mpmath with 30 digits.
const gammas: readonly (readonly [z: number, logGamma: number])[] = [
  [1e-5, 11.512919692895826],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247],
  [1.5, -0.12078223763524526],
  [10, 12.801827480081469],
  [15.9, 27.625493215168696],
  [16, 27.899271383840894],
  [100.5, 361.43554046777757],
  [1e6, 12815504.569147611],
  [1e9, 19723265827.503716],
];
const betas: readonly (readonly [a: number, b: number, logBeta: number])[] = [
  [0.5, 0.5, 1.1447298858494],
  [2, 3, -2.4849066497880004],
  [1e6, 1e6, -1386300.0033629201],
  [1e-3, 1e6, 6.893363375325389],
  [50, 2e5, -465.74401282472536],
];

describe('logGamma', () => {
  it.each(gammas)('of %s is the published value', (z, expected) =>
    expect(relativeError(logGamma(z), expected)).toBeLessThan(1e-12),
  );

  it.each([1, 2])('is 0 at %s', (z) => expect(Math.abs(logGamma(z))).toBeLessThan(1e-14));

  it.each([0, -1, Number.NaN])('refuses %s', (z) => expect(() => logGamma(z)).toThrow('Expected a positive number'));

  it('rises by ln z from z to z + 1, also across the change of method at 16', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 40, noNaN: true }), (z) => {
        expect(Math.abs(logGamma(z + 1) - logGamma(z) - Math.log(z))).toBeLessThan(1e-12);
      }),
    );
  });
});

describe('logBeta', () => {
  it.each(betas)('of %s and %s is the published value', (a, b, expected) =>
    expect(relativeError(logBeta(a, b), expected)).toBeLessThan(1e-12),
  );

  it('does not depend on the order of its arguments', () => {
    const argument = fc.double({ min: 0.01, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(argument, argument, (a, b) => {
        expect(logBeta(a, b)).toBe(logBeta(b, a));
      }),
    );
  });

  it('refuses 0', () => expect(() => logBeta(0, 1)).toThrow('Expected two positive numbers'));
});

describe('stirlingError', () => {
  it('lies between 1/(12z + 1) and 1/(12z) for whole z (Robbins 1955)', () => {
    for (const z of [1, 2, 15, 16, 17, 1000]) {
      expect(stirlingError(z)).toBeLessThan(1 / (12 * z));
      expect(stirlingError(z)).toBeGreaterThan(1 / (12 * z + 1));
    }
  });
});
