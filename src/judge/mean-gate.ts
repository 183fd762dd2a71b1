import { leastForMean } from '../plan/gate-needs.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { meanInterval } from '../stats/mean-interval.ts';
import { normalQuantile } from '../stats/normal-quantile.ts';
import type { Interval } from '../stats/clopper-pearson.ts';
import { formatCount, formatMillis, microsPerMilli } from '../units.ts';
import { agree, decideByBounds, type Decision } from './gate-decision.ts';
import { noData, samplesNoun } from './gate-words.ts';
import { sideOf } from '../scenario/side-of.ts';
import { keepsLimit } from './keeps-limit.ts';
import { borrowedDesignEffect, type LatencySamples } from './latency-samples.ts';
import type { GateResult } from './verdict.ts';
import { widerOf, type FoundInterval } from './wider-of.ts';

/** Half the width of a histogram's bucket, relative to its value, is at most this: the mean takes each value as its middle. */
const bucketError = 1 / 2048;

/**
 * Judges the mean of a latency by a normal interval: mean ± z·s·√(deff/n), one-sided at 5 % on each side, with the design effect of the
 * class's limits, and over several runs also by the t interval of the runs' means. Below 30 effective samples a mean of a
 * skewed latency has no normal interval: inconclusive. With dropped requests, whose latency is unknown, an upper limit never passes.
 */
export function judgeMean(threshold: Threshold, samples: LatencySamples): GateResult {
  const noun = samplesNoun(samples);
  const { n, histogram } = samples;
  if (n === 0) return noData(threshold, noun);
  const empty = samples.runs.find((run) => run.n === 0 && run.completed);
  if (empty !== undefined) return { ...noData(threshold, noun, empty.run), n };
  const mean = histogram?.mean;
  const deviation = histogram?.standardDeviation;
  if (mean === undefined || deviation === undefined)
    return { threshold, status: 'inconclusive', n, reason: 'the latencies were lost with the run that died' };
  const deff = borrowedDesignEffect(samples) ?? 1;
  const standardError = deviation * Math.sqrt(deff / n);
  return {
    threshold,
    ...decide(threshold, samples, { mean, standardError, effectiveN: n / deff }),
    n,
    effectiveN: n / deff,
    deff,
    observed: mean / microsPerMilli,
    interval: shownInterval(samples, { mean, standardError, deff }),
  };
}

type MeanFigures = { readonly mean: number; readonly standardError: number; readonly effectiveN: number };

function decide(
  threshold: Threshold,
  samples: LatencySamples,
  figures: MeanFigures,
): Pick<GateResult, 'status' | 'reason'> {
  const { mean, standardError, effectiveN } = figures;
  const side = sideOf(threshold.operator);
  if (side === undefined) {
    const holds = keepsLimit(mean / microsPerMilli, threshold.operator, threshold.limit);
    return { status: holds ? 'pass' : 'fail', reason: 'the observed value is compared as it is, without its interval' };
  }
  if (effectiveN < leastForMean) {
    const reason = `a mean needs ${leastForMean} effective samples for its interval, there are ${formatCount(Math.floor(effectiveN))}`;
    return { status: 'inconclusive', reason };
  }
  const limit = threshold.limit * microsPerMilli;
  const bounds = interval(mean, standardError, 0.95);
  const alone = decideByBounds(bounds, side, limit);
  const status = agree(alone, decideByRuns(samples, side, limit) ?? alone);
  if (status === 'pass' && side === 'below' && samples.dropped > 0)
    return {
      status: 'inconclusive',
      reason: `${formatCount(samples.dropped)} dropped requests have no latency to average`,
    };
  const range = `the mean lies between ${formatMillis(bounds.low)} and ${formatMillis(bounds.high)} ms`;
  return { status, reason: status === alone ? range : `${range}, but the means of the runs differ too much to say so` };
}

/** The 95 % interval in milliseconds: that of all samples, or the spread of the runs' means, at each end where that is wider. */
function shownInterval(
  samples: LatencySamples,
  { mean, standardError, deff }: { readonly mean: number; readonly standardError: number; readonly deff: number },
): FoundInterval {
  const corrected = deff > 1 ? ', corrected for correlation' : '';
  const pooled = {
    ...inMillis(interval(mean, standardError, 0.975)),
    method: `normal interval of the mean${corrected}`,
  };
  const means = meansByRun(samples);
  if (means.length < 2) return pooled;
  const { low, high } = meanInterval(means);
  const method = `t interval of the means of ${means.length} runs`;
  return widerOf(pooled, { ...inMillis({ low: Math.max(0, low), high }), method });
}

function inMillis({ low, high }: Interval): Interval {
  return { low: low / microsPerMilli, high: high / microsPerMilli };
}

/** The means, in microseconds, of the runs that are replicates: those that completed. */
export function meansByRun({ runs }: LatencySamples): number[] {
  return runs.flatMap(({ histogram, completed }) => (completed ? (histogram?.mean ?? []) : []));
}

function decideByRuns(samples: LatencySamples, side: 'below' | 'above', limit: number): Decision | undefined {
  const means = meansByRun(samples);
  return means.length < 2 ? undefined : decideByBounds(meanInterval(means, 0.9), side, limit);
}

function interval(mean: number, standardError: number, level: number): Interval {
  const half = normalQuantile(level) * standardError + mean * bucketError;
  return { low: Math.max(0, mean - half), high: mean + half };
}
