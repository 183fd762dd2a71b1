import { binomialCdf, binomialTail, firstWhere } from './binomial.ts';
import { shareLimits } from './share-limits.ts';

const mostSamples = 10_000_000;

/** What is asked of a gate: `allowed` of all samples may break its limit, and `trueShare` of them do in the long run. */
export type PowerQuestion = { readonly allowed: number; readonly trueShare: number };

/** The probability that n independent samples pass a gate. */
export function passProbability(n: number, { allowed, trueShare }: PowerQuestion): number {
  const { passAtMost } = shareLimits(n, allowed);
  return passAtMost === undefined ? 0 : binomialCdf(passAtMost, n, trueShare);
}

/** The probability that n independent samples fail a gate. */
export function failProbability(n: number, { allowed, trueShare }: PowerQuestion): number {
  const { failAtLeast } = shareLimits(n, allowed);
  return failAtLeast === undefined ? 0 : binomialTail(failAtLeast, n, trueShare);
}

/**
 * About how many independent samples decide a gate with the given power: to pass when the true share is below what is
 * allowed, to fail when it is above. Power climbs in teeth, so the n found by halves may lie a tooth from the least one. Undefined when even
 * 10 million do not suffice, as when the true share is what is allowed.
 */
export function samplesForPower(question: PowerQuestion, power = 0.9): number | undefined {
  const { allowed, trueShare } = question;
  const probability = trueShare < allowed ? passProbability : failProbability;
  const decides = (n: number): boolean => probability(n, question) >= power;
  if (trueShare === allowed) return undefined;
  let high = 1;
  while (high < mostSamples && !decides(high)) high *= 2;
  if (high >= mostSamples) return undefined;
  return firstWhere(Math.floor(high / 2), high, decides);
}
