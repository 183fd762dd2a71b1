import { loadModel } from '../scenario/scenario.ts';
import type { PlannedTraffic, Sequence } from '../plan/plan.ts';
import { constantUsers } from './executors/constant-users.ts';
import { usersOf } from './executors/create-executor.ts';
import type { Executor, ExecutorScope } from './executors/executor.ts';
import { OpenLoop, openArrivals } from './executors/open-loop.ts';
import { prefill } from './executors/prefill.ts';

/** The phase before the measured one: what it sends and how. */
export type WarmupPlan = {
  readonly sequence: Sequence;
  readonly order: 'shared' | 'per-user';
  readonly createExecutor: (scope: ExecutorScope) => Executor;
  /** Whether the phase ends as soon as the warm-up is steady. */
  readonly untilSteady: boolean;
  /** Whether users pause between requests as in the measured phase. */
  readonly thinks: boolean;
};

/** The warm-up of a plan; undefined for none. */
export function planWarmup(plan: PlannedTraffic): WarmupPlan | undefined {
  const { warmup, workload } = plan.scenario;
  const timed = { sequence: plan.warmupSequence, order: workload.sequence, thinks: true };
  switch (warmup.kind) {
    case 'none':
      return undefined;
    case 'prefill':
      return {
        sequence: { queryAt: (_, index) => plan.prefillOrder[index] ?? 0, length: plan.prefillOrder.length },
        order: 'shared',
        createExecutor: (scope) => prefill(scope, usersOf(plan.scenario.load), plan.prefillOrder.length),
        untilSteady: false,
        thinks: false,
      };
    case 'duration':
      return { ...timed, createExecutor: (scope) => warmLoad(plan, scope, warmup.micros), untilSteady: false };
    case 'until-steady':
      return { ...timed, createExecutor: (scope) => warmLoad(plan, scope, warmup.maxMicros), untilSteady: true };
  }
}

/**
 * The load for a time of its own: an open load's own arrivals from their start; for a closed load its users, all of
 * them, without the ramp or the number of iterations.
 */
function warmLoad(plan: PlannedTraffic, scope: ExecutorScope, lengthMicros: number): Executor {
  const { load } = plan.scenario;
  if (loadModel(load) === 'closed' || !('maxVUs' in load)) return constantUsers(scope, usersOf(load), lengthMicros);
  return new OpenLoop(scope, {
    arrivals: openArrivals(plan),
    preAllocatedUsers: load.preAllocatedVUs,
    mostUsers: load.maxVUs,
    lengthMicros,
    endsWithArrivals: true,
  });
}
