import type { Snapshot } from '../recorder/snapshot.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatDuration, microsPerMilli } from '../units.ts';
import { keepsLimit } from './keeps-limit.ts';
import { recoveryOf, type Recovery } from './recovery.ts';
import type { GateResult } from './verdict.ts';

/**
 * Judges the time to recover from a fault: every run has to keep the limit, and the observed value is the greatest. It is a number of whole
 * seconds after the part of one that was left when the fault was undone, so that it is up to a second longer than the truth and never shorter. A run that did not recover fails; one
 * with too few seconds after the fault has no data, and one that Ctrl-C cut off before is inconclusive.
 */
export function judgeRecovery(
  threshold: Threshold,
  snapshots: readonly Snapshot[],
  { thresholds, load }: Pick<Scenario, 'thresholds' | 'load'>,
): GateResult {
  const fault = threshold.tags['fault'] ?? '';
  const recoveries = snapshots.map((snapshot) => recoveryOf(snapshot, { fault, thresholds, load }));
  const n = recoveries.reduce((sum, { after }) => sum + after, 0);
  const missing = firstOf(recoveries, 'no data');
  if (recoveries.length === 0 || missing !== undefined)
    return {
      threshold,
      status: 'no-data',
      n,
      reason: `${missing ?? 'nothing was measured'}: a gate on nothing never passes`,
    };
  const failed = firstOf(recoveries, 'not recovered');
  if (failed !== undefined) return { threshold, status: 'fail', n, reason: failed };
  const cut = firstOf(recoveries, 'cut off');
  if (cut !== undefined) return { threshold, status: 'inconclusive', n, reason: `${cut}: the run was cut off` };
  const times = recoveries.flatMap((each) => (each.kind === 'recovered' ? [each.millis] : []));
  const keeps = times.every((millis) => keepsLimit(millis, threshold.operator, threshold.limit));
  const observed = Math.max(...times);
  const where = times.length === 1 ? '' : ` in the slowest of ${times.length} runs`;
  return {
    threshold,
    status: keeps ? 'pass' : 'fail',
    n,
    observed,
    reason: `recovered at most ${formatDuration(observed * microsPerMilli)} after the fault was undone${where}, to a second`,
  };
}

function firstOf(recoveries: readonly Recovery[], kind: Recovery['kind']): string | undefined {
  const found = recoveries.find((each) => each.kind === kind);
  return found !== undefined && found.kind !== 'recovered' ? found.reason : undefined;
}
