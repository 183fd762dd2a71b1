import { studentTQuantile } from './student-t.ts';

/**
 * How many samples a slice of a run holds, and how many of them break a limit; without `run`, all slices are of one run. Slices of different
 * parts of a run, as during a fault and outside of it, differ by design: each is held against the share of its own part, as strata are.
 */
export type SliceCount = {
  readonly count: number;
  readonly over: number;
  readonly run?: number;
  readonly part?: number;
};

/** One-sided 95 % of the standard normal distribution. */
const z = 1.644_853_626_951_472;

/**
 * By how much correlation within slices widens the variance of a share: K/(K − P) · Σ(over_i − p̂·count_i)² / (n·p̂·(1 − p̂)) over
 * the K slices that hold samples, never below 1; with P parts, p̂ in the sum is the share of the slice's part. This is the ratio estimator for clusters of unequal size (Cochran, Sampling
 * Techniques, 11.8), within strata where there are some (5.3 there); with equal slices of m samples it is m·Var(over_i / m) / (p̂·(1 − p̂)). It is 1, which says nothing, when there are
 * no more slices than parts or when none or all of the samples are over.
 */
export function designEffect(slices: readonly SliceCount[]): number {
  return Math.max(1, spreadOf(slices)?.within ?? 1);
}

/**
 * The design effect to test with: 1 + (deff − 1 + 2·C)·(t/z)², never below 1, where C = Σ(over_i − p̂·count_i)(over_(i+1) − p̂·count_(i+1)) / (n·p̂·(1 − p̂))
 * is what neighbouring slices of a run share, by the p̂ of that run, taken as 0 when it is negative: without it a correlation that reaches over the end of a slice would make
 * a test surer than it may be (the autocovariance of lag 1 in the variance of a mean; Cochran, 8.3). As it is estimated from K slices, Student's t belongs
 * in the place of the normal distribution; with ⌊K/2⌋ − 1 degrees of freedom (⌊(K − P + 1)/2⌋ − 1 with P parts, at least 1), since the second term is known less well than the first. That
 * number is not derived: `bench/verdicts` shows what it keeps. The tests stay exact binomial ones; what exceeds independence is what grows.
 * 1 where the slices say nothing. Slices come in the order of time.
 */
export function testedDesignEffect(slices: readonly SliceCount[]): number {
  const spread = spreadOf(slices);
  if (spread === undefined) return 1;
  const freedom = Math.max(1, Math.floor((spread.free + 1) / 2) - 1);
  const excess = spread.within - 1 + 2 * Math.max(0, spread.shared);
  return Math.max(1, 1 + excess * (studentTQuantile(0.95, freedom) / z) ** 2);
}

/** How many slices are free to differ; by what the variance of the share exceeds that of independent samples, and what neighbours share of it. */
type Spread = { readonly free: number; readonly within: number; readonly shared: number };

/** Undefined when the slices do not say. */
function spreadOf(slices: readonly SliceCount[]): Spread | undefined {
  const filled = slices.filter(({ count }) => count > 0);
  const n = filled.reduce((sum, { count }) => sum + count, 0);
  const share = filled.reduce((sum, { over }) => sum + over, 0) / n;
  const variance = n * share * (1 - share);
  const parts = groupsBy(filled, ({ part = 0 }) => part);
  const free = filled.length - parts.length;
  if (free < 1 || !(variance > 0)) return undefined;
  const squares = parts.flatMap(offsOf).reduce((sum, off) => sum + off ** 2, 0);
  const products = parts
    .flatMap((part) => groupsBy(part, ({ run = 0 }) => run))
    .reduce((sum, neighbours) => sum + productsOf(neighbours), 0);
  return { free, within: ((filled.length / free) * squares) / variance, shared: products / variance };
}

function groupsBy(slices: readonly SliceCount[], keyOf: (slice: SliceCount) => number): (readonly SliceCount[])[] {
  const groups = new Map<number, SliceCount[]>();
  for (const slice of slices) {
    const key = keyOf(slice);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [slice]);
    else known.push(slice);
  }
  return [...groups.values()];
}

/** How each differs from the share of them all. */
function offsOf(slices: readonly SliceCount[]): number[] {
  const n = slices.reduce((sum, { count }) => sum + count, 0);
  const share = slices.reduce((sum, { over }) => sum + over, 0) / n;
  return slices.map(({ count, over }) => over - share * count);
}

function productsOf(neighbours: readonly SliceCount[]): number {
  const offs = offsOf(neighbours);
  return offs.reduce((sum, off, index) => sum + off * (offs[index + 1] ?? 0), 0);
}
