import type { Snapshot } from '../recorder/snapshot.ts';
import { decidingRule } from '../scenario/deciding-rule.ts';
import { outsideFaults, partOf } from '../scenario/fault-tags.ts';
import type { Load, Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { judgeCount } from './count-gate.ts';
import { judgeExtreme } from './extreme-gate.ts';
import { partOfRuns } from './fault-part.ts';
import { judgeInFlight } from './in-flight-gate.ts';
import { collectLatencies } from './latency-samples.ts';
import { latencySelection, limitCounterOf } from './limit-counters.ts';
import { judgeMean } from './mean-gate.ts';
import { judgeQuantile } from './quantile-gate.ts';
import { countRate } from './rate-counts.ts';
import { judgeRecovery } from './recovery-gate.ts';
import { judgeRate } from './rate-gate.ts';
import { lookedAt, type LookedAt } from './sequential/looked-at.ts';
import type { GateResult } from './verdict.ts';

/** Judges one gate on all runs. @throws Error when the aggregation does not fit the metric, which no parsed scenario has. */
export function judgeGate(
  threshold: Threshold,
  snapshots: readonly Snapshot[],
  scenario: Pick<Scenario, 'load' | 'untilDecided' | 'jointTests' | 'thresholds'>,
): GateResult {
  if (threshold.metric === 'recovery_time') return judgeRecovery(threshold, snapshots, scenario);
  const lost = snapshots.find(({ measure, ended }) => ended === 'aborted' && measure.windows === undefined);
  const part = partOf(threshold);
  if (part !== undefined && lost !== undefined)
    return {
      threshold,
      status: 'inconclusive',
      n: 0,
      reason: 'what was due in faults was lost with the run that died',
    };
  return withReason(judgeAll(threshold, snapshots, scenario), snapshots, part);
}

/** A gate on a fault that did not begin has no data, and says why. */
function withReason(result: GateResult, snapshots: readonly Snapshot[], part: string | undefined): GateResult {
  if (result.status !== 'no-data' || part === undefined) return result;
  const began = ({ faults = [] }: Snapshot): boolean =>
    part === outsideFaults || faults.some(({ name, beganMicros }) => name === part && beganMicros !== undefined);
  const without = snapshots.find((snapshot) => !began(snapshot));
  if (without === undefined) return result;
  return { ...result, reason: `the fault ${part} did not begin in run ${without.run}: ${result.reason}` };
}

function judgeAll(
  threshold: Threshold,
  snapshots: readonly Snapshot[],
  scenario: Pick<Scenario, 'load' | 'untilDecided' | 'jointTests'>,
): GateResult {
  const looked = lookedAt(threshold, snapshots, scenario);
  const result = judgeLooked(threshold, { snapshots, load: scenario.load, looked });
  return looked === undefined ? result : labelled(withoutFixedTest(result, looked), looked);
}

/** The interval is that of a fixed length, and said to be so where evidence alone decides. */
function labelled(result: GateResult, { towards }: LookedAt): GateResult {
  const { interval, sequential } = result;
  if (interval === undefined || sequential === undefined || towards === 'fail') return result;
  return { ...result, interval: { ...interval, method: `${interval.method}, as if the length had been fixed` } };
}

/** A gate without a sequential test says nothing of a run that was ended early: its own test is for a length that was fixed before. */
function withoutFixedTest(result: GateResult, { snapshots }: LookedAt): GateResult {
  const { threshold, status } = result;
  const isEarly = snapshots.some(({ endedEarly }) => endedEarly !== undefined);
  if (!isEarly || decidingRule(threshold) !== 'at-end' || (status !== 'pass' && status !== 'fail')) return result;
  return {
    ...result,
    status: 'inconclusive',
    reason: `${result.reason}; the run was ended early, and this gate has no test that holds then`,
  };
}

type Judged = {
  readonly snapshots: readonly Snapshot[];
  readonly load: Load;
  readonly looked: LookedAt | undefined;
};

function judgeLooked(threshold: Threshold, { snapshots: all, load, looked }: Judged): GateResult {
  const rates = countRate(threshold, all);
  if (rates !== undefined)
    return judgeRate(threshold, rates, decidingRule(threshold) === 'binomial' ? looked : undefined);
  const snapshots = partOfRuns(threshold, all);
  if (threshold.metric === 'vus_in_flight') return judgeInFlight(threshold, snapshots);
  const selection = latencySelection(threshold, load);
  if (selection === undefined) return judgeCount(threshold, snapshots);
  const samples = collectLatencies(snapshots, selection);
  const { aggregation } = threshold;
  switch (aggregation.kind) {
    case 'quantile':
      return judgeQuantile(
        { threshold, quantile: aggregation.quantile, counter: limitCounterOf(threshold, load), looked },
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
