import type { Interval } from './clopper-pearson.ts';
import { signedRankNull } from './signed-rank-null.ts';

/**
 * What signed ranks say of the middle of paired differences. An interval exists only where the least probability, 2^−R at each end, is
 * small enough: at 95 % from six differences on. `confidence` is what it exactly has, at least what was asked for.
 */
export type SignedRankEstimate = {
  /** Hodges–Lehmann: the median of the Walsh averages, (d_i + d_j) / 2 for i ≤ j. */
  readonly estimate: number;
  readonly interval?: Interval & { readonly confidence: number };
};

/**
 * The Hodges–Lehmann estimate of R ≥ 1 differences and its exact interval from the ordered Walsh averages, at 95 % unless told (Hollander, Wolfe
 * and Chicken, Nonparametric Statistical Methods, 3.2 and 3.3). Differences are taken as symmetric about their middle; with ties the
 * interval has at least its confidence.
 * @throws RangeError when there is no difference.
 */
export function signedRankEstimate(differences: readonly number[], confidence = 0.95): SignedRankEstimate {
  const { length } = differences;
  if (length === 0) throw new RangeError('Expected at least 1 difference, got 0');
  const averages = walshAverages(differences);
  const nulls = signedRankNull(Array.from({ length }, (_, index) => index + 1));
  let outside = 0;
  let cut = 0;
  while (outside + (nulls[cut] ?? 1) <= (1 - confidence) / 2) outside += nulls[cut++] ?? 1;
  const low = averages[cut - 1];
  const high = averages[averages.length - cut];
  return {
    estimate: medianOf(averages),
    ...(low === undefined || high === undefined ? {} : { interval: { low, high, confidence: 1 - 2 * outside } }),
  };
}

/**
 * The exact one-sided p-value of "the differences lie above `margin`", P(W ≥ w) for the sum w of the ranks of those that do. Ties share their middle
 * rank and the null distribution is that of the ranks as they are. Differences equal to the margin are ranked with the others and then
 * left out (Pratt, Remarks on zeros and ties in the Wilcoxon signed rank procedures, JASA 54, 1959). It is 1 when all are equal to it, or none is there.
 */
export function signedRankPAbove(differences: readonly number[], margin: number): number {
  const ranked = rankDoubled(differences.map((difference) => difference - margin));
  const above = ranked.reduce((sum, { value, rank }) => (value > 0 ? sum + rank : sum), 0);
  const nulls = signedRankNull(ranked.flatMap(({ value, rank }) => (value === 0 ? [] : [rank])));
  return Math.min(
    1,
    nulls.subarray(above).reduceRight((sum, probability) => sum + probability, 0),
  );
}

/** The exact one-sided p-value of "the differences lie below `margin`", as `signedRankPAbove`. */
export function signedRankPBelow(differences: readonly number[], margin: number): number {
  return signedRankPAbove(
    differences.map((difference) => -difference),
    -margin,
  );
}

function walshAverages(differences: readonly number[]): Float64Array {
  const averages = differences.flatMap((left, index) => differences.slice(index).map((right) => (left + right) / 2));
  return Float64Array.from(averages).sort();
}

function medianOf(ascending: Float64Array): number {
  const upper = ascending[Math.floor(ascending.length / 2)] ?? 0;
  const lower = ascending[Math.ceil(ascending.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** Twice the middle rank of each value by its distance from 0, which is whole: ranks 3 and 4 are shared as 3.5, doubled 7. */
function rankDoubled(values: readonly number[]): { value: number; rank: number }[] {
  const distances = values.map(Math.abs);
  return values.map((value, index) => {
    const distance = distances[index] ?? 0;
    const nearer = distances.filter((other) => other < distance).length;
    const same = distances.filter((other) => other === distance).length;
    return { value, rank: 2 * nearer + same + 1 };
  });
}
