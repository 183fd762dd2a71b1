import type { Plan, Sequence } from '../../plan/plan.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import type { Load } from '../../scenario/scenario.ts';
import { planWarmup } from '../warm-up.ts';

/** The loads that autocannon's client can make: users that send again as soon as they are answered. */
export type ClosedLoad = Extract<
  Load,
  { readonly executor: 'constant-vus' | 'shared-iterations' | 'per-vu-iterations' }
>;

/** A phase of constant users that never pause: what is sent, by how many, and when it ends. */
export type ClosedPhase = {
  readonly phase: PhaseName;
  readonly sequence: Sequence;
  readonly order: 'shared' | 'per-user';
  readonly users: number;
  /** Nothing is started from this time of the phase on; Infinity when requests decide. */
  readonly lengthMicros: number;
  readonly totalRequests: number;
  readonly requestsPerUser: number;
  /** How long outstanding requests may take after that; Infinity: until they end. */
  readonly gracefulStopMicros: number;
  readonly untilSteady: boolean;
};

/** Whether a load is one of constant users. */
export function isClosedLoad(load: Load): load is ClosedLoad {
  const { executor } = load;
  return executor === 'constant-vus' || executor === 'shared-iterations' || executor === 'per-vu-iterations';
}

/** The measured phase of a plan. */
export function measuredPhase(plan: Plan, load: ClosedLoad): ClosedPhase {
  return {
    phase: 'measure',
    sequence: plan.sequence,
    order: plan.scenario.workload.sequence,
    gracefulStopMicros: load.gracefulStopMicros,
    untilSteady: false,
    ...boundsOf(load),
  };
}

/** The warm-up of a plan, with the users of its load; undefined for none. */
export function warmupPhase(plan: Plan, load: ClosedLoad): ClosedPhase | undefined {
  const warmup = planWarmup(plan);
  if (warmup === undefined) return undefined;
  const { sequence, order, untilSteady } = warmup;
  const queries = plan.prefillOrder.length;
  const isPrefill = plan.scenario.warmup.kind === 'prefill';
  return {
    phase: 'warmup',
    sequence,
    order,
    users: isPrefill ? Math.min(load.vus, queries) : load.vus,
    lengthMicros: warmupMicros(plan),
    totalRequests: isPrefill ? queries : Infinity,
    requestsPerUser: Infinity,
    gracefulStopMicros: Infinity,
    untilSteady,
  };
}

function boundsOf(load: ClosedLoad): Pick<ClosedPhase, 'users' | 'lengthMicros' | 'totalRequests' | 'requestsPerUser'> {
  switch (load.executor) {
    case 'constant-vus':
      return {
        users: load.vus,
        lengthMicros: load.durationMicros,
        totalRequests: Infinity,
        requestsPerUser: Infinity,
      };
    case 'shared-iterations':
      return {
        users: Math.min(load.vus, load.iterations),
        lengthMicros: load.maxDurationMicros,
        totalRequests: load.iterations,
        requestsPerUser: Infinity,
      };
    case 'per-vu-iterations':
      return {
        users: load.vus,
        lengthMicros: load.maxDurationMicros,
        totalRequests: Infinity,
        requestsPerUser: load.iterations,
      };
  }
}

function warmupMicros({ scenario: { warmup } }: Plan): number {
  switch (warmup.kind) {
    case 'duration':
      return warmup.micros;
    case 'until-steady':
      return warmup.maxMicros;
    case 'none':
    case 'prefill':
      return Infinity;
  }
}
