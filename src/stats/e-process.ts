import { logBetaRatio } from './incomplete-beta.ts';

/** How many samples the prior weighs: it is Beta(p0·k, (1 − p0)·k), cut off at p0. */
const priorWeight = 200;

/**
 * ln E of the e-process against H0: p ≥ p0 after `over` of n samples broke a limit: how much better the samples fit a share below p0
 * than p0 itself, averaged over a Beta(a, b) prior cut off at p0, a = p0·k, b = (1 − p0)·k, k = 200 (Robbins 1970; Ramdas, Grünwald,
 * Vovk and Shafer, Game-Theoretic Statistics and Safe Anytime-Valid Inference, 2023):
 *
 *     ln E = lnB(a+S, b+n−S) − lnB(a, b) + ln I_p0(a+S, b+n−S) − ln I_p0(a, b) − S·ln p0 − (n−S)·ln(1−p0)
 *
 * The powers of p0 cancel against those in I, so that it is computed as a difference of two small terms; neither overflows nor loses
 * digits up to n = 10^8. Counts need not be whole, so that effective counts n/deff can be used. It is 0 at n = 0. With p0 = 0 nothing lies
 * below, with p0 = 1 nothing at or above but 1 itself: 0 as long as all are over, else infinite.
 * @throws RangeError when the counts are not 0 ≤ over ≤ n or p0 is no share.
 */
export function logEvidenceBelow(over: number, n: number, p0: number): number {
  if (!(over >= 0 && over <= n && p0 >= 0 && p0 <= 1 && Number.isFinite(n)))
    throw new RangeError(`Expected 0 to n and a share, got ${over} of ${n} and ${p0}`);
  if (p0 === 0) return 0;
  if (p0 === 1) return over === n ? 0 : Infinity;
  const a = p0 * priorWeight;
  const b = (1 - p0) * priorWeight;
  return logBetaRatio(p0, a + over, b + (n - over)) - logBetaRatio(p0, a, b);
}

/** ln E of the e-process against H0: p ≤ p0, the mirror image of `logEvidenceBelow`: samples that are not over are below 1 − p0. */
export function logEvidenceAbove(over: number, n: number, p0: number): number {
  return logEvidenceBelow(n - over, n, 1 - p0);
}

/**
 * The ln E from which on the hypothesis is refuted at level α: ln(1/α), 2.996 at 5 %. Under it, E ever gets there with a
 * probability of at most α, however often one looks (Ville 1939).
 */
export function logEvidenceLimit(alpha = 0.05): number {
  return -Math.log(alpha);
}
