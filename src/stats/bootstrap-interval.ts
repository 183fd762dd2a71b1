import { firstWhere } from './binomial.ts';
import type { BootstrapDifference } from './block-bootstrap.ts';
import type { Interval } from './clopper-pearson.ts';
import { normalCdf } from './normal-cdf.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentTQuantile, studentTTail } from './student-t.ts';

/**
 * The interval of a bootstrap difference, at 95 % unless told: an expanded percentile interval. Each end cuts off not α/2 of the replicates but
 * Φ(−t·√(K/(K − l))), where t is the quantile of Student's t for α/2 with K/l − 1 degrees of freedom, for K slices in blocks of l. A plain
 * percentile interval is too narrow for few blocks, as one is that takes z for t and divides by n for n − 1 (Hesterberg, What Teachers
 * Should Know about the Bootstrap, The American Statistician 69, 2015).
 *
 * Chosen by simulated coverage: with 60 slices that do not depend on each other, its one-sided 5 % was missed in 4 to 5 % of series, by plain
 * percentile and bias-corrected intervals in 6 to 8 %, by basic ones in 8 %. How it fares with slices that do: docs/statistics.md.
 *
 * Undefined where too few replicates lie so far out: with 2 000 of them, and 95 %, below 14 slices.
 */
export function bootstrapInterval(difference: BootstrapDifference, confidence = 0.95): Interval | undefined {
  const { replicates } = difference;
  const { degrees, widening } = expansionOf(difference);
  const tail = normalCdf(-studentTQuantile((1 + confidence) / 2, degrees) * widening);
  const cut = Math.floor(tail * (replicates.length + 1));
  const low = replicates[cut - 1];
  const high = replicates[replicates.length - cut];
  return low === undefined || high === undefined ? undefined : { low, high };
}

/**
 * The one-sided p-value of "the difference is above `margin`": the share of replicates that are not, taken back through the expansion of
 * `bootstrapInterval`, so that it is at most α/2 exactly when the interval at 1 − α lies above the margin.
 */
export function bootstrapPAbove({ replicates, ...shape }: BootstrapDifference, margin: number): number {
  return expandedP(
    shape,
    firstWhere(0, replicates.length, (at) => (replicates[at] ?? Infinity) > margin),
    replicates.length,
  );
}

/** The one-sided p-value of "the difference is below `margin`", as `bootstrapPAbove`. */
export function bootstrapPBelow({ replicates, ...shape }: BootstrapDifference, margin: number): number {
  const from = firstWhere(0, replicates.length, (at) => (replicates[at] ?? Infinity) >= margin);
  return expandedP(shape, replicates.length - from, replicates.length);
}

type Shape = Pick<BootstrapDifference, 'slices' | 'blockLength'>;

/** The p-value when `against` of the replicates speak against a claim; one is added to each, so that it is never 0. */
function expandedP(shape: Shape, against: number, replicates: number): number {
  const share = (against + 1) / (replicates + 1);
  if (share >= 1) return 1;
  const { degrees, widening } = expansionOf(shape);
  return studentTTail(-normalQuantile(share) / widening, degrees);
}

function expansionOf({ slices, blockLength }: Shape): { degrees: number; widening: number } {
  return { degrees: slices / blockLength - 1, widening: Math.sqrt(slices / (slices - blockLength)) };
}
