import type { PlannedTraffic } from '../../plan/plan.ts';
import type { Load } from '../../scenario/scenario.ts';
import { constantUsers } from './constant-users.ts';
import type { Executor, ExecutorScope } from './executor.ts';
import { constantArrivalRate } from './constant-arrival-rate.ts';
import { perUserIterations } from './per-user-iterations.ts';
import { mostUsers, RampingUsers } from './ramping-users.ts';
import { rampingArrivalRate } from './ramping-arrival-rate.ts';
import { replay } from './replay.ts';
import { sharedIterations } from './shared-iterations.ts';
import { openArrivals } from './open-loop.ts';

/** The executor of a plan's measured load. */
export function createExecutor(plan: PlannedTraffic, scope: ExecutorScope): Executor {
  const { load } = plan.scenario;
  switch (load.executor) {
    case 'constant-vus':
      return constantUsers(scope, load.vus, load.durationMicros);
    case 'ramping-vus':
      return new RampingUsers(scope, load);
    case 'shared-iterations':
      return sharedIterations(scope, load);
    case 'per-vu-iterations':
      return perUserIterations(scope, load);
    case 'constant-arrival-rate':
      return constantArrivalRate(scope, load, openArrivals(plan));
    case 'ramping-arrival-rate':
      return rampingArrivalRate(scope, load, openArrivals(plan));
    case 'replay':
      return replay(scope, load, openArrivals(plan));
  }
}

/** Users that a load has from its start: those that a prefill, or a warm-up of a closed load, runs with. */
export function usersOf(load: Load): number {
  switch (load.executor) {
    case 'constant-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return load.vus;
    case 'ramping-vus':
      return Math.max(1, mostUsers(load));
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
    case 'replay':
      return Math.max(1, load.preAllocatedVUs);
  }
}

/** Users that the load keeps in flight at all times: only constant users without a pause promise that. */
export function promisedInFlight(plan: PlannedTraffic): number | undefined {
  const { load, workload } = plan.scenario;
  return load.executor === 'constant-vus' && workload.thinkTime.kind === 'none' ? load.vus : undefined;
}
