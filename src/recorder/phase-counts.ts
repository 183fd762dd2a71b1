import { cacheClasses, failureKinds, type FailureKind } from './sample.ts';
import type { PhaseSnapshot, Snapshot } from './snapshot.ts';

/** Requests of a phase that succeeded: they have a class. */
export function successesOf({ classes }: Pick<PhaseSnapshot, 'classes'>): number {
  return cacheClasses.reduce((sum, name) => sum + classes[name].count, 0);
}

/** Requests of a phase that failed, of the given kinds or of any. */
export function failuresOf(
  { failures }: Pick<PhaseSnapshot, 'failures'>,
  kinds: readonly FailureKind[] = failureKinds,
): number {
  return kinds.reduce((sum, kind) => sum + failures[kind], 0);
}

/** Requests that Ctrl-C cut off: they say nothing of the service. Those cut off at the end of graceful stop were too slow. */
export function cutOffRequests({ ended, measure }: Snapshot): number {
  return ended === 'aborted' ? measure.failures.interrupted : 0;
}

/** Requests after whose failure a user has to connect again. */
export function lostConnections(measure: PhaseSnapshot): number {
  return failuresOf(measure, ['refused', 'reset', 'timeout', 'malformed', 'truncated']);
}
