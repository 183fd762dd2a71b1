import type { Plan } from '../plan/plan.ts';
import { meanThinkMicros } from '../plan/think-time.ts';
import type { Load, ThinkTime } from '../scenario/scenario.ts';
import { microsPerSecond } from '../units.ts';
import type { Pace } from '../recorder/snapshot.ts';
import { usersOf } from './executors/create-executor.ts';
import { mostUsers } from './executors/ramping-users.ts';

/** On how many threads the engine runs, and how it paces its starts. */
export type EngineSettings = { readonly threads: number; readonly pace: Pace };

/** What a user may wish for; what is absent is chosen. */
export type EngineWishes = { readonly workers?: number; readonly pace?: Pace };

/** What the choice depends on beside the plan. */
export type Machine = {
  /** Cores that this process may use. */
  readonly cores: number;
  /** Whether the target runs on them too. */
  readonly sharesTarget: boolean;
};

/** Requests a second that one thread carries at less than half its time. */
const comfortableRate = 12_000;
/** Users without a pause that one thread carries. */
const comfortableUsers = 500;
/** Starts a second and thread up to which waiting precisely takes under a fifth of a core more. */
const cheapRate = 5_000;

/**
 * The settings of a run. As many threads as the load needs, one core being left for the target where it shares the machine, and never
 * more than there are users. Precise pacing when a core is left over for it or it costs little; a closed load without pauses has nothing to
 * pace.
 */
export function chooseSettings(plan: Plan, wishes: EngineWishes, machine: Machine): EngineSettings {
  const { load, workload } = plan.scenario;
  const rate = greatestRate(plan);
  const most = mostUsersOf(load);
  const threads = Math.max(1, Math.min(most, wishes.workers ?? neededThreads(rate, most, machine)));
  return { threads, pace: wishes.pace ?? choosePace(rate, threads, machine, workload.thinkTime) };
}

function neededThreads(rate: number | undefined, users: number, { cores, sharesTarget }: Machine): number {
  const needed = rate === undefined ? users / comfortableUsers : rate / comfortableRate;
  return Math.min(Math.ceil(needed), sharesTarget ? cores - 1 : cores);
}

function choosePace(rate: number | undefined, threads: number, machine: Machine, thinkTime: ThinkTime): Pace {
  if (rate === undefined && thinkTime.kind === 'none') return 'economical';
  const spareCores = machine.cores - threads - (machine.sharesTarget ? 1 : 0);
  return spareCores >= 1 || (rate ?? 0) / threads <= cheapRate ? 'precise' : 'economical';
}

/** Greatest number of starts a second that the load plans; undefined when only the target's speed bounds it. */
function greatestRate({ scenario, plannedRequests, plannedMicros }: Plan): number | undefined {
  const { load, workload } = scenario;
  switch (load.executor) {
    case 'constant-arrival-rate':
      return load.ratePerSecond;
    case 'ramping-arrival-rate':
      return Math.max(load.startRatePerSecond, ...load.stages.map(({ target }) => target));
    case 'replay':
      return ((plannedRequests ?? 0) * microsPerSecond) / Math.max(1, plannedMicros);
    case 'constant-vus':
    case 'ramping-vus':
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const pause = meanThinkMicros(workload.thinkTime);
      return pause > 0 ? (mostUsersOf(load) * microsPerSecond) / pause : undefined;
    }
  }
}

function mostUsersOf(load: Load): number {
  if ('maxVUs' in load) return load.maxVUs;
  if (load.executor === 'ramping-vus') return mostUsers(load);
  if (load.executor === 'shared-iterations') return Math.min(load.vus, load.iterations);
  return usersOf(load);
}
