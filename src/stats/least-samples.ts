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
