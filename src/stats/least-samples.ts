import { binomialCdf, firstWhere } from './binomial.ts';

const mostSamples = 1e12;

/**
 * The least n at which a gate passes although `over` samples break its limit: the least n with BinomialCDF(over; n, allowed) ≤ α,
 * where α is 0.05 unless told. For p(95) and none over it is 59. Undefined when no n up to 10^12 is enough, as when nothing is allowed.
 */
export function leastSamples(allowed: number, over: number, alpha = 0.05): number | undefined {
  const passes = (n: number): boolean => binomialCdf(over, n, allowed) <= alpha;
  const start = (over + 1) / allowed;
  let high = Math.max(1, Math.ceil(Number.isFinite(start) ? start : mostSamples));
  while (high < mostSamples && !passes(high)) high *= 2;
  return passes(high) ? firstWhere(over + 1, high, passes) : undefined;
}

/**
 * The n at which a gate passes when a share of the samples breaks its limit, rounded up to whole samples: where it passes
 * first in a search by halves, which may be a few samples above the least. Undefined when the share is not below what is allowed, or when
 * no n up to 10^9 is enough.
 */
export function leastSamplesAtShare(allowed: number, breaking: number, alpha = 0.05): number | undefined {
  const most = 1e9;
  const passes = (n: number): boolean => binomialCdf(Math.ceil(n * breaking - 1e-9), n, allowed) <= alpha;
  let high = 1;
  while (high < most && !passes(high)) high *= 2;
  return passes(high) ? firstWhere(Math.floor(high / 2) + 1, high, passes) : undefined;
}
