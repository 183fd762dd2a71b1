import { studentTQuantile } from './student-t.ts';

/** How many samples a slice of a run holds, and how many of them break a limit. */
export type SliceCount = { readonly count: number; readonly over: number };

/** One-sided 95 % of the standard normal distribution. */
const z = 1.644_853_626_951_472;

/**
 * By how much correlation within slices widens the variance of a share: K/(K − 1) · Σ(over_i − p̂·count_i)² / (n·p̂·(1 − p̂)) over
 * the K slices that hold samples, never below 1. This is the ratio estimator for clusters of unequal size (Cochran, Sampling
 * Techniques, 11.8); with equal slices of m samples it is m·Var(over_i / m) / (p̂·(1 − p̂)). It is 1, which says nothing, when there are
 * fewer than two slices or when none or all of the samples are over.
 */
export function designEffect(slices: readonly SliceCount[]): number {
  return Math.max(1, ratioOf(slices) ?? 1);
}

/**
 * The design effect to test with: it is itself estimated from K slices, so that Student's t with K − 1 degrees of freedom belongs in the
 * place of the normal distribution, as for any mean of K clusters (Cochran, 2.8). The tests stay exact binomial ones; the effect is what grows, by
 * (t/z)² of the one-sided 95 %: by 11 % for 20 slices, by 2 % for 100. Never below 1, and 1 where the slices say nothing.
 */
export function testedDesignEffect(slices: readonly SliceCount[]): number {
  const ratio = ratioOf(slices);
  if (ratio === undefined) return 1;
  const { length } = slices.filter(({ count }) => count > 0);
  return Math.max(1, ratio * (studentTQuantile(0.95, length - 1) / z) ** 2);
}

/** The variance of the share over that of independent samples; undefined when the slices do not say. */
function ratioOf(slices: readonly SliceCount[]): number | undefined {
  const filled = slices.filter(({ count }) => count > 0);
  const n = filled.reduce((sum, { count }) => sum + count, 0);
  const share = filled.reduce((sum, { over }) => sum + over, 0) / n;
  const variance = n * share * (1 - share);
  if (filled.length < 2 || !(variance > 0)) return undefined;
  const squares = filled.reduce((sum, { count, over }) => sum + (over - share * count) ** 2, 0);
  return ((filled.length / (filled.length - 1)) * squares) / variance;
}
