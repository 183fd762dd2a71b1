import type { Interval } from './clopper-pearson.ts';
import { studentTQuantile, studentTTail } from './student-t.ts';

/** What independent differences say of their mean. The ends are one-sided 95 % bounds. */
export type PairedDifference = Interval & {
  readonly mean: number;
  /** Standard deviation of the differences. */
  readonly deviation: number;
  /** The probability of a mean as great as this, or greater, if the true one were `margin`. */
  readonly pOver: (margin: number) => number;
};

/**
 * The mean of paired differences, its t bounds with R − 1 degrees of freedom, and its test against a margin. Differences that are all equal
 * have bounds of no width: whether they can be that sure is for the caller to know.
 * @throws RangeError for fewer than two differences.
 */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const { length } = differences;
  if (length < 2) throw new RangeError(`Expected at least 2 differences, got ${length}`);
  const mean = differences.reduce((sum, value) => sum + value, 0) / length;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (length - 1));
  const error = deviation / Math.sqrt(length);
  const half = studentTQuantile(0.95, length - 1) * error;
  return {
    mean,
    deviation,
    low: mean - half,
    high: mean + half,
    pOver: (margin) => tailOf(mean - margin, error, length - 1),
  };
}

/** P(T > excess / error); with no error at all, 0 where the excess is positive, else 1. */
export function tailOf(excess: number, error: number, degrees: number): number {
  if (error > 0) return studentTTail(excess / error, degrees);
  return excess > 0 ? 0 : 1;
}
