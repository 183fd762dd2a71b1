import { meanInterval } from '../stats/mean-interval.ts';
import { quantileRunAlpha } from '../stats/quantile-run-alpha.ts';
import { formatMillis } from '../units.ts';
import { decideByBounds, type Decision } from './gate-decision.ts';
import type { RunLatencies } from './latency-samples.ts';

/** How a quantile spreads over runs: a 95 % interval in microseconds. */
export type QuantileSpread = { readonly count: number; readonly low: number; readonly high: number };

/** What the spread of the runs says of a quantile gate. */
export type QuantileRuns = QuantileSpread & { readonly decision: Decision; readonly sentence: string };

/**
 * The run as the unit of replication: y = ln Q of each run, and its t interval with R − 1 degrees of freedom. Runs cannot differ by less than
 * the sampling within each of them, so a few that lie close together by luck do not narrow it below that (`deff` is the design effect within).
 * A run that was cut off is no replicate; undefined when fewer than two are left. A quantile below 1 µs is taken as 1 µs.
 */
export function spreadOfQuantile(
  runs: readonly RunLatencies[],
  quantile: number,
  deff: number,
): QuantileSpread | undefined {
  const logs = logQuantiles(runs, quantile);
  return logs.length < 2 ? undefined : spreadOf(logs, samplingDeviation(runs, { quantile, deff }));
}

type Asked = {
  readonly quantile: number;
  readonly limitMicros: number;
  readonly upper: boolean;
  /** The design effect within the runs. */
  readonly deff: number;
};

/** Decides a quantile gate by the one-sided bounds of the same interval at `quantileRunAlpha`. */
export function judgeQuantileRuns(
  runs: readonly RunLatencies[],
  { quantile, limitMicros, upper, deff }: Asked,
): QuantileRuns | undefined {
  const logs = logQuantiles(runs, quantile);
  if (logs.length < 2) return undefined;
  const least = samplingDeviation(runs, { quantile, deff });
  const bounds = meanInterval(logs, 1 - 2 * quantileRunAlpha, least);
  const spread = spreadOf(logs, least);
  const { count, low, high } = spread;
  return {
    ...spread,
    decision: decideByBounds(bounds, upper ? 'below' : 'above', Math.log(limitMicros)),
    sentence: `the quantile of ${count} runs lies between ${formatMillis(low)} and ${formatMillis(high)} ms`,
  };
}

/**
 * The standard error of ln Q within a run: half the logarithm between the order statistics one standard error √(n·q·(1 − q)·deff) of the rank
 * to either side; over several runs the root of the mean square. 0 of runs that say nothing.
 */
function samplingDeviation(
  runs: readonly RunLatencies[],
  { quantile, deff }: Pick<Asked, 'quantile' | 'deff'>,
): number {
  const errors = runs.flatMap(({ histogram, completed, n }) => {
    if (!completed || histogram === undefined || n === 0) return [];
    const half = Math.sqrt(n * quantile * (1 - quantile) * deff);
    const low = histogram.valueAtRank(Math.max(1, Math.floor(n * quantile - half)));
    const high = histogram.valueAtRank(Math.min(n, Math.ceil(n * quantile + half)));
    return low === undefined || high === undefined ? [] : [Math.log(Math.max(1, high) / Math.max(1, low)) / 2];
  });
  if (errors.length === 0) return 0;
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

/** ln of the quantile, in microseconds, of each run that is a replicate. */
export function logQuantiles(runs: readonly RunLatencies[], quantile: number): number[] {
  return runs.flatMap(({ histogram, completed }) => {
    if (!completed) return [];
    const value = histogram?.valueAtQuantile(quantile);
    return value === undefined ? [] : [Math.log(Math.max(1, value))];
  });
}

function spreadOf(logs: readonly number[], leastDeviation: number): QuantileSpread {
  const { low, high } = meanInterval(logs, 0.95, leastDeviation);
  return { count: logs.length, low: Math.exp(low), high: Math.exp(high) };
}
