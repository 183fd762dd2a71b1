import { clopperPearson } from '../../stats/clopper-pearson.ts';
import { testedDesignEffect, type SliceCount } from '../../stats/design-effect.ts';
import { normalQuantile } from '../../stats/normal-quantile.ts';
import { normalCdf } from '../../stats/normal-cdf.ts';
import { countRate } from '../rate-counts.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { Estimate } from './estimate.ts';
import { changeSign } from './loss.ts';
import type { Question } from './questions.ts';

type Share = { readonly share: number; readonly low: number; readonly high: number };

/**
 * Widens the bounds of a hit or error rate to what the counts of both sides allow: the difference of two exact intervals by the method of
 * variance estimates recovery (Zou and Donner, Statistics in Medicine 27, 2008), each for its effective sample size. Runs without a
 * single failure agree perfectly and would otherwise prove that there can be none. Any other figure is left as it is.
 */
export function boundByCounts(question: Question, estimate: Estimate, sides: Sides<ComparedRun>): Estimate {
  const before = shareOf(question, sides.before);
  const after = shareOf(question, sides.after);
  if (before === undefined || after === undefined) return estimate;
  const sign = changeSign(question);
  const [upper, lower] = sign > 0 ? [after, before] : [before, after];
  const loss = sign * (after.share - before.share);
  const down = Math.hypot(upper.share - upper.low, lower.high - lower.share);
  const up = Math.hypot(upper.high - upper.share, lower.share - lower.low);
  const widened = loss - down < estimate.low || loss + up > estimate.high;
  return {
    ...estimate,
    low: Math.min(estimate.low, loss - down),
    high: Math.max(estimate.high, loss + up),
    method: widened ? `${estimate.method}, widened by the counts` : estimate.method,
    pImproved: Math.max(estimate.pImproved, normalCdf((loss * normalQuantile(0.95)) / up)),
    pOver: (margin) => Math.max(estimate.pOver(margin), normalCdf(((margin - loss) * normalQuantile(0.95)) / down)),
  };
}

/** A rate of a side with its one-sided 95 % bounds; undefined for what is no rate, and when nothing was counted. */
function shareOf({ metric }: Question, { runs }: ComparedRun): Share | undefined {
  const name =
    metric.kind === 'hit rate' ? 'cache_hit_rate' : metric.kind === 'error rate' ? 'http_req_failed' : undefined;
  const counts = name === undefined ? undefined : countRate({ metric: name, tags: {} }, runs);
  if (counts === undefined || counts.n === 0) return undefined;
  return boundsOf(counts.events, counts.n, counts.slices);
}

function boundsOf(events: number, n: number, slices: readonly SliceCount[]): Share {
  const deff = testedDesignEffect(slices);
  return { share: events / n, ...clopperPearson(events / deff, n / deff, 0.9) };
}
