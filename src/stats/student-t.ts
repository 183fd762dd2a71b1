import { betaQuantile } from './beta-quantile.ts';
import { regularisedBeta } from './incomplete-beta.ts';

/**
 * The t with P(T ≤ t) = p for Student's T with `degrees` > 0 degrees of freedom, 0 < p < 1: from I_x(ν/2, ½) with
 * x = ν/(ν + t²) (Abramowitz and Stegun 26.7.1).
 * @throws RangeError when p or the degrees are outside their range.
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1 && degrees > 0)) throw new RangeError(`Expected 0 < p < 1 and ν > 0, got p=${p}, ν=${degrees}`);
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  // Near the median x is so close to 1 that 1 − x is solved for instead; in the tail it is the other way round.
  if (p < 0.75) {
    const complement = betaQuantile(2 * p - 1, 0.5, degrees / 2);
    return Math.sqrt((degrees * complement) / (1 - complement));
  }
  const x = betaQuantile(2 * (1 - p), degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}

/**
 * P(T > t) for Student's T with `degrees` > 0 degrees of freedom, accurate where it is small (Abramowitz and Stegun 26.7.1); P(T ≤ t) is
 * read without cancellation as `studentTTail(−t, degrees)`. It is 0 at +∞ and 1 at −∞.
 * @throws RangeError when t is no number or the degrees are not above 0.
 */
export function studentTTail(t: number, degrees: number): number {
  if (!(degrees > 0) || Number.isNaN(t)) throw new RangeError(`Expected t and ν > 0, got t=${t}, ν=${degrees}`);
  if (t < 0) return 1 - studentTTail(-t, degrees);
  if (t === Infinity) return 0;
  const square = t * t;
  // Near 0 the argument of the tail is so close to 1 that it would lose what it differs by.
  return square < Math.min(1, degrees)
    ? 0.5 - 0.5 * regularisedBeta(square / (degrees + square), 0.5, degrees / 2)
    : 0.5 * regularisedBeta(degrees / (degrees + square), degrees / 2, 0.5);
}
