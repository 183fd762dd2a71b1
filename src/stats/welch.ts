import type { Interval } from './clopper-pearson.ts';
import { detectableFactor } from './detectable-effect.ts';
import { tailOf } from './paired-difference.ts';
import { studentTQuantile } from './student-t.ts';

/** What two independent groups say of the difference of their means, second less first. The ends are one-sided 95 % bounds. */
export type WelchDifference = Interval & {
  readonly difference: number;
  /** The least difference that would be found in four of five such comparisons. */
  readonly detectable: number;
  /** The probability of a difference as great as this, or greater, if the true one were `margin`. */
  readonly pOver: (margin: number) => number;
};

/**
 * Welch's t for two groups of unequal spread, with Satterthwaite's degrees of freedom (Welch, Biometrika 34, 1947).
 * @throws RangeError when a group has fewer than two values.
 */
export function welch(first: readonly number[], second: readonly number[]): WelchDifference {
  const left = describe(first);
  const right = describe(second);
  const variance = left.variance + right.variance;
  const weight = variance > 0 ? left.variance / variance : 0.5;
  const degrees = 1 / (weight ** 2 / (first.length - 1) + (1 - weight) ** 2 / (second.length - 1));
  const error = Math.sqrt(variance);
  const difference = right.mean - left.mean;
  const half = studentTQuantile(0.95, degrees) * error;
  return {
    difference,
    low: difference - half,
    high: difference + half,
    detectable: detectableFactor(degrees) * error,
    pOver: (margin) => tailOf(difference - margin, error, degrees),
  };
}

/** Mean and the variance of the mean. */
function describe(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const { length } = values;
  if (length < 2) throw new RangeError(`Expected at least 2 values, got ${length}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (length - 1) / length };
}
