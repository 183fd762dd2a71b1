import type { Snapshot } from '../recorder/snapshot.ts';
import type { Load } from '../scenario/scenario.ts';
import { sideOf } from '../scenario/side-of.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { meanInterval } from '../stats/mean-interval.ts';
import { quantileRunAlpha } from '../stats/quantile-run-alpha.ts';
import { microsPerMilli } from '../units.ts';
import { partOfRuns } from './fault-part.ts';
import { decideByBounds } from './gate-decision.ts';
import { collectLatencies } from './latency-samples.ts';
import { latencySelection } from './limit-counters.ts';
import { meansByRun } from './mean-gate.ts';
import { logQuantiles } from './quantile-runs.ts';
import { countRate } from './rate-counts.ts';
import { replicatesOf } from './rate-gate.ts';

/** The runs that a gate was judged on, and their load. */
export type JudgedRuns = { readonly snapshots: readonly Snapshot[]; readonly load: Load };

/** How the runs of a gate lie to its limit. */
export type GateSpread = {
  /** Whether the t interval of the runs alone decides the gate. */
  readonly decides: boolean;
  /** From the mean of the runs to the limit, in standard deviations of the runs; Infinity when they are all the same. */
  readonly distance: number;
};

/** The spread of the runs of a quantile, mean or rate gate; undefined for fewer than two, for other gates and for equalities. */
export function spreadOfGate(threshold: Threshold, judged: JudgedRuns): GateSpread | undefined {
  const side = sideOf(threshold.operator);
  const found = side === undefined ? undefined : valuesOf(threshold, judged);
  if (side === undefined || found === undefined || found.values.length < 2) return undefined;
  const { values, limit } = found;
  const { mean, low, high } = meanInterval(values, 1 - 2 * runAlphaOf(threshold));
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  const apart = Math.abs(mean - limit);
  return {
    decides: decideByBounds({ low, high }, side, limit) !== 'inconclusive',
    distance: deviation > 0 ? apart / deviation : apart > 0 ? Infinity : 0,
  };
}

/** The level of a one-sided bound over the runs of a gate. */
export function runAlphaOf({ aggregation }: Threshold): number {
  return aggregation.kind === 'quantile' ? quantileRunAlpha : 0.05;
}

/** A value for each run that is a replicate, and the limit on the same scale: logarithms for a quantile. */
function valuesOf(
  threshold: Threshold,
  { snapshots, load }: JudgedRuns,
): { readonly values: readonly number[]; readonly limit: number } | undefined {
  const counts = countRate(threshold, snapshots);
  if (counts !== undefined)
    return { values: replicatesOf(counts).map(({ events, n }) => events / n), limit: threshold.limit };
  const selection = latencySelection(threshold, load);
  if (selection === undefined) return undefined;
  const samples = collectLatencies(partOfRuns(threshold, snapshots), selection);
  const limitMicros = threshold.limit * microsPerMilli;
  switch (threshold.aggregation.kind) {
    case 'quantile':
      return { values: logQuantiles(samples.runs, threshold.aggregation.quantile), limit: Math.log(limitMicros) };
    case 'avg':
      return { values: meansByRun(samples), limit: limitMicros };
    case 'min':
    case 'max':
    case 'count':
    case 'rate':
    case 'value':
      return undefined;
  }
}
