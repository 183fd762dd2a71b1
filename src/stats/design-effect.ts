/** How many samples a slice of a run holds, and how many of them break a limit. */
export type SliceCount = { readonly count: number; readonly over: number };

/**
 * By how much correlation within slices widens the variance of a share: K/(K − 1) · Σ(over_i − p̂·count_i)² / (n·p̂·(1 − p̂)) over
 * the K slices that hold samples, never below 1. This is the ratio estimator for clusters of unequal size (Cochran, Sampling
 * Techniques, 11.8); with equal slices of m samples it is m·Var(over_i / m) / (p̂·(1 − p̂)). It is 1, which says nothing, when there are
 * fewer than two slices or when none or all of the samples are over.
 */
export function designEffect(slices: readonly SliceCount[]): number {
  const filled = slices.filter(({ count }) => count > 0);
  const n = filled.reduce((sum, { count }) => sum + count, 0);
  const share = filled.reduce((sum, { over }) => sum + over, 0) / n;
  const variance = n * share * (1 - share);
  if (filled.length < 2 || !(variance > 0)) return 1;
  const squares = filled.reduce((sum, { count, over }) => sum + (over - share * count) ** 2, 0);
  return Math.max(1, ((filled.length / (filled.length - 1)) * squares) / variance);
}
