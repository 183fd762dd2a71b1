import { regularisedBeta } from './incomplete-beta.ts';

/** P(X ≤ k) for X binomial(n, share), k and n whole (DLMF 8.17.24). Below 0 it is 0, from n on it is 1. */
export function binomialCdf(k: number, n: number, share: number): number {
  if (k < 0) return 0;
  if (k >= n || share <= 0) return 1;
  return share >= 1 ? 0 : regularisedBeta(1 - share, n - k, k + 1);
}

/** P(X ≥ k) for X binomial(n, share), accurate where it is small. Up to 0 it is 1, above n it is 0. */
export function binomialTail(k: number, n: number, share: number): number {
  if (k <= 0) return 1;
  if (k > n || share <= 0) return 0;
  return share >= 1 ? 1 : regularisedBeta(share, k, n - k + 1);
}

/** The least k with P(X ≤ k) ≥ p, for X binomial(n, share). */
export function binomialQuantile(p: number, n: number, share: number): number {
  return firstWhere(0, n, (k) => binomialCdf(k, n, share) >= p);
}

/** The first whole number from `low` to `high` for which a condition holds that holds for all after it; `high` if none. */
export function firstWhere(low: number, high: number, holds: (value: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
