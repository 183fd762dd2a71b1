import type { ArrivalCursor } from '../../plan/plan.ts';
import type { Load } from '../../scenario/scenario.ts';
import type { Executor, ExecutorScope } from './executor.ts';
import { OpenLoop } from './open-loop.ts';

type RampingRate = Extract<Load, { readonly executor: 'ramping-arrival-rate' }>;

/** k6's ramping-arrival-rate: the rate of requests follows the stages. */
export function rampingArrivalRate(scope: ExecutorScope, load: RampingRate, arrivals: ArrivalCursor): Executor {
  return new OpenLoop(scope, {
    arrivals,
    preAllocatedUsers: load.preAllocatedVUs,
    mostUsers: load.maxVUs,
    lengthMicros: load.stages.reduce((sum, stage) => sum + stage.durationMicros, 0),
    endsWithArrivals: false,
  });
}
