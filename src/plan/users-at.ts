import type { Load } from '../scenario/scenario.ts';

/** A load of users that changes over time. */
export type RampingUsersLoad = Extract<Load, { readonly executor: 'ramping-vus' }>;

/**
 * The planned number of users `elapsedMicros` after the phase's start: a whole number, on straight lines between the
 * stages' targets. As in k6 the n-th user of a ramp comes (or goes) when n/N of it is over; a stage of no duration is a
 * jump. After the last stage: its target.
 */
export function usersAt(load: RampingUsersLoad, elapsedMicros: number): number {
  let from = load.startVUs;
  let start = 0;
  for (const { durationMicros, target } of load.stages) {
    if (elapsedMicros < start + durationMicros)
      return from + Math.trunc(((target - from) * Math.max(0, elapsedMicros - start)) / durationMicros);
    start += durationMicros;
    from = target;
  }
  return from;
}
