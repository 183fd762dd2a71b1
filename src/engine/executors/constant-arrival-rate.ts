import type { ArrivalCursor } from '../../plan/plan.ts';
import type { Load } from '../../scenario/scenario.ts';
import type { Executor, ExecutorScope } from './executor.ts';
import { OpenLoop } from './open-loop.ts';

type ConstantRate = Extract<Load, { readonly executor: 'constant-arrival-rate' }>;

/** k6's constant-arrival-rate: so many requests per second, whatever the answers. */
export function constantArrivalRate(scope: ExecutorScope, load: ConstantRate, arrivals: ArrivalCursor): Executor {
  return new OpenLoop(scope, {
    arrivals,
    preAllocatedUsers: load.preAllocatedVUs,
    mostUsers: load.maxVUs,
    lengthMicros: load.durationMicros,
    endsWithArrivals: false,
  });
}
