import type { Snapshot } from '../recorder/snapshot.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatCount } from '../units.ts';
import { noData } from './gate-words.ts';
import { keepsLimit } from './keeps-limit.ts';
import { failuresOf } from '../recorder/phase-counts.ts';
import type { GateResult } from './verdict.ts';

/**
 * Judges users in flight exactly, over all runs: the least, the greatest, or for `value` the mean of what was observed. Fewer than
 * promised is no fault of the service: the load was not what the other gates are about, so that the gate is invalid, unless connections
 * were refused, reset or timed out, which the target has to answer for.
 */
export function judgeInFlight(threshold: Threshold, snapshots: readonly Snapshot[]): GateResult {
  const seen = snapshots.flatMap(({ measure }) => measure.inFlight ?? []);
  const n = seen.reduce((sum, { observations }) => sum + observations, 0);
  const unseen = snapshots.find(({ measure, ended }) => measure.inFlight === undefined && ended === 'completed');
  if (n === 0) return noData(threshold, 'observations');
  if (unseen !== undefined) return { ...noData(threshold, 'observations', unseen.run), n };
  const observed = observedOf(threshold, seen);
  const result = { threshold, n, observed };
  if (keepsLimit(observed, threshold.operator, threshold.limit))
    return { ...result, status: 'pass', reason: `observed ${formatCount(n)} times` };
  const isShort = threshold.operator !== '!=' && observed <= threshold.limit && !isUpper(threshold);
  if (!isShort) return { ...result, status: 'fail', reason: `observed ${formatCount(n)} times` };
  const lost = snapshots.reduce((sum, { measure }) => sum + failuresOf(measure, ['refused', 'reset', 'timeout']), 0);
  return lost > 0
    ? {
        ...result,
        status: 'fail',
        reason: `the target did not keep the users connected: ${formatCount(lost)} connections refused, reset or timed out`,
      }
    : {
        ...result,
        status: 'invalid',
        reason: 'the load had fewer users in flight than the gate wants; use more users, or lower the gate',
      };
}

type InFlight = NonNullable<Snapshot['measure']['inFlight']>;

function observedOf({ aggregation }: Threshold, seen: readonly InFlight[]): number {
  if (aggregation.kind === 'min') return Math.min(...seen.map(({ min }) => min));
  if (aggregation.kind === 'max') return Math.max(...seen.map(({ max }) => max));
  const observations = seen.reduce((sum, part) => sum + part.observations, 0);
  return seen.reduce((sum, part) => sum + part.mean * part.observations, 0) / observations;
}

function isUpper({ operator }: Threshold): boolean {
  return operator === '<' || operator === '<=';
}
