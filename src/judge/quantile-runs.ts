import { meanInterval } from '../stats/mean-interval.ts';
import { formatMillis } from '../units.ts';
import { decideByBounds, type Decision } from './gate-decision.ts';
import type { RunLatencies } from './latency-samples.ts';

/** How a quantile spreads over runs: a 95 % interval in microseconds. */
export type QuantileSpread = { readonly count: number; readonly low: number; readonly high: number };

/** What the spread of the runs says of a quantile gate. */
export type QuantileRuns = QuantileSpread & { readonly decision: Decision; readonly sentence: string };

/**
 * The run as the unit of replication: y = ln Q of each run, and its t interval with R − 1 degrees of freedom. A run that was cut off is
 * no replicate; undefined when fewer than two are left. A quantile below 1 µs is taken as 1 µs.
 */
export function spreadOfQuantile(runs: readonly RunLatencies[], quantile: number): QuantileSpread | undefined {
  const logs = logQuantiles(runs, quantile);
  return logs.length < 2 ? undefined : spreadOf(logs);
}

/** Decides a quantile gate by the one-sided 95 % bounds of the same interval. */
export function judgeQuantileRuns(
  runs: readonly RunLatencies[],
  {
    quantile,
    limitMicros,
    upper,
  }: { readonly quantile: number; readonly limitMicros: number; readonly upper: boolean },
): QuantileRuns | undefined {
  const logs = logQuantiles(runs, quantile);
  if (logs.length < 2) return undefined;
  const bounds = meanInterval(logs, 0.9);
  const spread = spreadOf(logs);
  const { count, low, high } = spread;
  return {
    ...spread,
    decision: decideByBounds(bounds, upper ? 'below' : 'above', Math.log(limitMicros)),
    sentence: `the quantile of ${count} runs lies between ${formatMillis(low)} and ${formatMillis(high)} ms`,
  };
}

/** ln of the quantile, in microseconds, of each run that is a replicate. */
export function logQuantiles(runs: readonly RunLatencies[], quantile: number): number[] {
  return runs.flatMap(({ histogram, completed }) => {
    if (!completed) return [];
    const value = histogram?.valueAtQuantile(quantile);
    return value === undefined ? [] : [Math.log(Math.max(1, value))];
  });
}

function spreadOf(logs: readonly number[]): QuantileSpread {
  const { low, high } = meanInterval(logs);
  return { count: logs.length, low: Math.exp(low), high: Math.exp(high) };
}
