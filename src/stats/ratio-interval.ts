import type { Interval } from './clopper-pearson.ts';
import { studentTQuantile } from './student-t.ts';

/** So many events among the n of one run. */
export type RunCount = { readonly events: number; readonly n: number };

/** Below this a run's weight is so great that the others tell next to nothing of the spread. */
const leastDegrees = 0.5;

/**
 * The two-sided t interval of a rate over R ≥ 2 runs of unequal size, around all events / all n: with wᵣ = nᵣ/Σn and the rates pᵣ its
 * variance is Σwᵣ²·(pᵣ − p̂)² / (1 − 2·Σw³/Σw² + Σw²), which is unbiased when runs differ by a variance of their own (the ratio estimator
 * for clusters, Cochran, Sampling Techniques, 11.8), and its degrees of freedom are 1/Σw² − 1. With equal runs it is the t interval of
 * the mean of their rates; a run of few answers weighs little. Not clipped to 0 and 1.
 * @throws RangeError when there are fewer than two runs, or one without anything counted.
 */
export function ratioInterval(runs: readonly RunCount[], confidence = 0.95): Interval {
  if (runs.length < 2 || !runs.every(({ n }) => n > 0))
    throw new RangeError(`Expected at least 2 runs that counted something, got ${runs.length}`);
  const total = runs.reduce((sum, { n }) => sum + n, 0);
  const rate = runs.reduce((sum, { events }) => sum + events, 0) / total;
  const squares = runs.reduce((sum, { n }) => sum + (n / total) ** 2, 0);
  let spread = 0;
  let expected = 0;
  for (const { events, n } of runs) {
    const weight = n / total;
    spread += weight ** 2 * (events / n - rate) ** 2;
    expected += (weight ** 2 * (1 - 2 * weight + squares)) / squares;
  }
  const t = studentTQuantile((1 + confidence) / 2, Math.max(leastDegrees, 1 / squares - 1));
  const half = t * Math.sqrt(spread / expected);
  return { low: rate - half, high: rate + half };
}
