import { binomialCdf, binomialTail, firstWhere } from './binomial.ts';

const alpha = 0.05;

/** From how few breaking samples on a gate passes, and from how many on it fails; absent where no count of n does. */
export type ShareLimits = { readonly passAtMost: number | undefined; readonly failAtLeast: number | undefined };

/**
 * The exact one-sided binomial tests, each at 5 %, of "fewer than `allowed` of all samples break the limit" after n > 0 samples: with t
 * breaking, it is shown when BinomialCDF(t; n, allowed) ≤ 0.05 and refuted when 1 − BinomialCDF(t − 1; n, allowed) ≤ 0.05.
 * A quantile gate p(95) < L is this test with 5 % allowed over L; a rate gate is it with the rate's own limit.
 *
 * With a design effect over 1 the tests are those of n/deff samples of which t/deff break. Everything is rounded against
 * the decision: to pass, n/deff down and t/deff up; to fail, n/deff up and t/deff down.
 *
 * Nothing allowed (0) passes with none and fails with one, as observed; everything allowed (1) passes unless all break.
 */
export function shareLimits(n: number, allowed: number, deff = 1): ShareLimits {
  if (!(n > 0)) throw new RangeError(`Expected at least one sample, got ${n}`);
  if (allowed <= 0) return { passAtMost: 0, failAtLeast: 1 };
  const fewer = Math.max(1, Math.floor(n / deff));
  const more = Math.ceil(n / deff);
  const aboveCount = firstWhere(0, fewer + 1, (count) => binomialCdf(count, fewer, allowed) > alpha);
  const failCount = firstWhere(0, more + 1, (count) => binomialTail(count, more, allowed) <= alpha);
  const failAtLeast = Math.ceil(failCount * deff);
  return {
    passAtMost: aboveCount === 0 ? undefined : Math.min(n, Math.floor((aboveCount - 1) * deff)),
    failAtLeast: failCount > more || failAtLeast > n ? undefined : failAtLeast,
  };
}
