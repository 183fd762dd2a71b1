import { detectableLoss } from '../../stats/detectable-effect.ts';
import { pairedDifference } from '../../stats/paired-difference.ts';
import { signedRankEstimate, signedRankPAbove } from '../../stats/wilcoxon-signed-rank.ts';
import type { LossInput } from './estimate-loss.ts';
import type { Estimate } from './estimate.ts';
import { lossOf } from './loss.ts';
import type { Question } from './questions.ts';
import { pairedValues } from './side-values.ts';

/** The loss from interleaved pairs: the mean of the paired differences and its t interval. Undefined with fewer than two whole pairs. */
export function estimateByPairs(question: Question, { sides, latency }: LossInput): Estimate | undefined {
  const losses = pairedValues(question, sides, latency).flatMap(([before, after]) => {
    const loss = lossOf(question, before, after);
    return loss === undefined ? [] : [loss];
  });
  const { length: n } = losses;
  if (n < 2) return undefined;
  const { mean, deviation, low, high, pOver } = pairedDifference(losses);
  return {
    loss: mean,
    low,
    high,
    n,
    method: `t interval over ${n} pairs`,
    detectable: detectableLoss({ deviation, pairs: n }),
    pOver,
    pImproved: 1 - pOver(0),
    ranks: ranksOf(losses),
  };
}

/** The Hodges–Lehmann estimate with its exact one-sided 95 % bounds, which exist from five pairs on. */
function ranksOf(losses: readonly number[]): NonNullable<Estimate['ranks']> {
  const { estimate, interval } = signedRankEstimate(losses, 0.9);
  return {
    loss: estimate,
    ...(interval === undefined ? {} : { low: interval.low, high: interval.high }),
    pOver: (margin) => signedRankPAbove(losses, margin),
  };
}
