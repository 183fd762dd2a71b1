import type { Snapshot } from '../../recorder/snapshot.ts';
import type { Load, Scenario } from '../../scenario/scenario.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { leastSlices } from './evidence.ts';
import { firstLook } from './gate-watch.ts';

/**
 * A gate that was looked at while its runs went on, so that the test of a fixed number of samples does not hold for it.
 * - `both`: whatever it said could end a run, or another gate ended one: evidence alone decides, for passing and for failing.
 * - `fail`: only a failure could have ended a run, and none did. Evidence alone decides for failing. For passing the fixed test at the planned
 *   end holds as ever, because no run was ended by what would have let the gate pass.
 */
export type LookedAt = {
  readonly towards: 'both' | 'fail';
  readonly snapshots: readonly Snapshot[];
  readonly load: Load;
  /** How many tests are to be right together (`Scenario.jointTests`). */
  readonly jointTests?: number;
};

/** Whether and how a gate was looked at; undefined for a gate that was not, which is judged by the fixed test. */
export function lookedAt(
  threshold: Threshold,
  snapshots: readonly Snapshot[],
  { load, untilDecided, jointTests }: Pick<Scenario, 'load' | 'untilDecided' | 'jointTests'>,
): LookedAt | undefined {
  const endedEarly = snapshots.some((snapshot) => snapshot.endedEarly !== undefined);
  const looked = { snapshots, load, ...(jointTests === undefined ? {} : { jointTests }) };
  if (endedEarly || untilDecided === true) return { towards: 'both', ...looked };
  if (threshold.abortOnFail !== true) return undefined;
  const first = Math.max(leastSlices, firstLook(threshold));
  const isLookedAt = snapshots.some(({ measure }) => measure.slices.length >= first);
  return isLookedAt ? { towards: 'fail', ...looked } : undefined;
}
