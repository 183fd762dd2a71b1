import { meanInterval } from '../stats/mean-interval.ts';
import { formatMillis } from '../units.ts';
import { decideByBounds, type Decision } from './gate-decision.ts';
import type { RunLatencies } from './latency-samples.ts';

/** What the spread of the runs says of a quantile gate; microseconds, a 95 % interval. */
export type QuantileRuns = {
  readonly decision: Decision;
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly sentence: string;
};

/**
 * The run as the unit of replication: y = ln Q of each run, decided by the one-sided 95 % bounds of its t interval with R − 1 degrees
 * of freedom. A run that was cut off is no replicate; undefined when fewer than two are left. A quantile below 1 µs is taken as 1 µs.
 */
export function judgeQuantileRuns(
  runs: readonly RunLatencies[],
  {
    quantile,
    limitMicros,
    upper,
  }: { readonly quantile: number; readonly limitMicros: number; readonly upper: boolean },
): QuantileRuns | undefined {
  const logs = runs.flatMap(({ histogram, completed }) => {
    if (!completed) return [];
    const value = histogram?.valueAtQuantile(quantile);
    return value === undefined ? [] : [Math.log(Math.max(1, value))];
  });
  const count = logs.length;
  if (count < 2) return undefined;
  const bounds = meanInterval(logs, 0.9);
  const shown = meanInterval(logs);
  const low = Math.exp(shown.low);
  const high = Math.exp(shown.high);
  return {
    decision: decideByBounds(bounds, upper ? 'below' : 'above', Math.log(limitMicros)),
    count,
    low,
    high,
    sentence: `the quantile of ${count} runs lies between ${formatMillis(low)} and ${formatMillis(high)} ms`,
  };
}
