import type { ArrivalCursor } from '../../plan/plan.ts';
import type { Load } from '../../scenario/scenario.ts';
import type { Executor, ExecutorScope } from './executor.ts';
import { OpenLoop } from './open-loop.ts';

type ReplayLoad = Extract<Load, { readonly executor: 'replay' }>;

/** Sends the requests of a log at the times of the log; it ends with the log or at its greatest length. */
export function replay(scope: ExecutorScope, load: ReplayLoad, arrivals: ArrivalCursor): Executor {
  return new OpenLoop(scope, {
    arrivals,
    preAllocatedUsers: load.preAllocatedVUs,
    mostUsers: load.maxVUs,
    lengthMicros: load.maxDurationMicros,
    endsWithArrivals: true,
  });
}
