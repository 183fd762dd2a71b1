import type { Snapshot } from '../recorder/snapshot.ts';
import type { Load } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { judgeCount } from './count-gate.ts';
import { judgeExtreme } from './extreme-gate.ts';
import { judgeInFlight } from './in-flight-gate.ts';
import { collectLatencies } from './latency-samples.ts';
import { latencySelection, limitCounterOf } from './limit-counters.ts';
import { judgeMean } from './mean-gate.ts';
import { judgeQuantile } from './quantile-gate.ts';
import { countRate } from './rate-counts.ts';
import { judgeRate } from './rate-gate.ts';
import type { GateResult } from './verdict.ts';

/** Judges one gate on all runs. @throws Error when the aggregation does not fit the metric, which no parsed scenario has. */
export function judgeGate(threshold: Threshold, snapshots: readonly Snapshot[], load: Load): GateResult {
  const rates = countRate(threshold, snapshots);
  if (rates !== undefined) return judgeRate(threshold, rates);
  if (threshold.metric === 'vus_in_flight') return judgeInFlight(threshold, snapshots);
  const selection = latencySelection(threshold, load);
  if (selection === undefined) return judgeCount(threshold, snapshots);
  const samples = collectLatencies(snapshots, selection);
  const { aggregation } = threshold;
  switch (aggregation.kind) {
    case 'quantile':
      return judgeQuantile(
        { threshold, quantile: aggregation.quantile, counter: limitCounterOf(threshold, load) },
        samples,
      );
    case 'avg':
      return judgeMean(threshold, samples);
    case 'min':
    case 'max':
      return judgeExtreme(threshold, aggregation.kind, samples);
    case 'count':
    case 'rate':
    case 'value':
      throw new Error(`Expected an aggregation of latencies, got ${threshold.source}`);
  }
}
