import type { Interval } from './clopper-pearson.ts';
import { studentTQuantile } from './student-t.ts';

/**
 * The two-sided t interval of the mean of independent values, one for each run: mean ± t·s/√R with R − 1 degrees of freedom.
 * At 90 % each of its ends is a one-sided bound at 95 %.
 * `leastDeviation` is what is known of the deviation otherwise: a few values that lie close together by luck do not undercut it.
 * @throws RangeError when there are fewer than two values, which say nothing about their spread.
 */
export function meanInterval(
  values: readonly number[],
  confidence = 0.95,
  leastDeviation = 0,
): Interval & { readonly mean: number } {
  const { length } = values;
  if (length < 2) throw new RangeError(`Expected at least 2 values, got ${length}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.max(Math.sqrt(squares / (length - 1)), leastDeviation);
  const half = (studentTQuantile((1 + confidence) / 2, length - 1) * deviation) / Math.sqrt(length);
  return { mean, low: mean - half, high: mean + half };
}
