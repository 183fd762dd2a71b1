import { quantileRanks } from '../stats/quantile-ranks.ts';
import type { LatencySamples } from './latency-samples.ts';
import type { QuantileSpread } from './quantile-runs.ts';
import { widerOf } from './wider-of.ts';

/** A quantile with its 95 % interval, in microseconds; an end is absent where the samples do not bound it. */
export type QuantileEstimate = {
  readonly observed: number;
  readonly low?: number;
  readonly high?: number;
  readonly method: string;
};

/**
 * The quantile of latencies with the order statistics that enclose it, for the effective sample size; or with what the spread of the
 * runs says, at each end where that is wider. Undefined when nothing was recorded, or when the latencies were lost.
 */
export function estimateQuantile(
  { histogram, n }: LatencySamples,
  quantile: number,
  { deff, runs }: { readonly deff: number; readonly runs: QuantileSpread | undefined },
): QuantileEstimate | undefined {
  const observed = histogram?.valueAtQuantile(quantile);
  if (histogram === undefined || observed === undefined) return undefined;
  const ranks = quantileRanks(n, quantile, { deff });
  const low = ranks.low === undefined ? undefined : histogram.valueAtRank(ranks.low);
  const high = ranks.high === undefined ? undefined : histogram.valueAtRank(ranks.high);
  const pooled = {
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    method: deff > 1 ? 'order statistics of the effective sample size' : 'order statistics',
  };
  if (runs === undefined) return { observed, ...pooled };
  const method = `t interval of the logarithm over ${runs.count} runs`;
  return { observed, ...widerOf(pooled, { low: runs.low, high: runs.high, method }) };
}
