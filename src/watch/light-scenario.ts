import type { Load, Scenario } from '../scenario/scenario.ts';
import { microsPerSecond } from '../units.ts';

/** How lightly a live service is asked: so many requests a second, or users that pause between requests. */
export type LightLoad =
  | { readonly kind: 'rate'; readonly ratePerSecond: number }
  | { readonly kind: 'users'; readonly users: number; readonly pauseMicros: number };

/** One part of a watch: after each the engine begins anew, so that what it keeps of its seconds is bounded. */
export type Stretch = {
  readonly load: LightLoad;
  readonly durationMicros: number;
  /** Number of the stretch, from 0: each asks another part of the workload. */
  readonly number: number;
  readonly hasWarmup: boolean;
};

const fewUsers = 2;
const mostUsers = 1_000;

/**
 * A scenario with its own queries and a light load in place of its own. It has no gates, which are for the full load, no checks and no faults. There
 * are users enough that a rate is kept up when each request takes as long as it may.
 */
export function lightScenario(scenario: Scenario, stretch: Stretch): Scenario {
  const { load, hasWarmup, number } = stretch;
  const { faults: _faults, ...rest } = scenario;
  const { workload, target } = rest;
  return {
    ...rest,
    load: loadOf(stretch, target.timeoutMicros),
    warmup: hasWarmup ? scenario.warmup : { kind: 'none' },
    workload: {
      ...workload,
      seed: workload.seed + number,
      thinkTime: load.kind === 'users' ? { kind: 'constant', micros: load.pauseMicros } : { kind: 'none' },
    },
    runs: 1,
    thresholds: [],
    checks: { citations: false, sameAnswerOnHit: false },
  };
}

/** A light load for a person. */
export function loadWords(load: LightLoad): string {
  if (load.kind === 'rate')
    return load.ratePerSecond === 1 ? '1 request a second' : `${load.ratePerSecond} requests a second`;
  const users = load.users === 1 ? '1 user' : `${load.users} users`;
  return `${users}, ${load.pauseMicros / microsPerSecond} s between requests`;
}

function loadOf({ load, durationMicros }: Stretch, timeoutMicros: number): Load {
  const gracefulStopMicros = timeoutMicros + microsPerSecond;
  if (load.kind === 'users') return { executor: 'constant-vus', vus: load.users, durationMicros, gracefulStopMicros };
  const { ratePerSecond } = load;
  const needed = fewUsers + Math.ceil((ratePerSecond * timeoutMicros) / microsPerSecond);
  return {
    executor: 'constant-arrival-rate',
    ratePerSecond,
    durationMicros,
    gracefulStopMicros,
    preAllocatedVUs: fewUsers,
    maxVUs: Math.min(mostUsers, needed),
    arrivals: 'even',
  };
}
