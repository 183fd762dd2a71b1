import type { Load, Scenario } from '../scenario/scenario.ts';
import { microsPerSecond } from '../units.ts';
import type { Plan } from './plan.ts';
import { plannedMicros } from '../scenario/load-length.ts';
import { RateProfile } from './rate-profile.ts';
import { meanThinkMicros } from './think-time.ts';

/** What is taken for true of a run that has not been made: from a flag, or from a run that was. */
export type Assumption = {
  /** Requests a second of one run's measured phase. */
  readonly ratePerSecond: number;
  /** Where the rate comes from: '--assume-rate', or the id of a run. */
  readonly rateFrom: string;
  /** What else a stored run says; absent without one. */
  readonly experience?: Experience;
};

/** What a stored run says of the next one. */
export type Experience = {
  readonly id: string;
  readonly ratePerSecond: number;
  /** Absent when nothing was answered. */
  readonly hitRate?: number;
  readonly gates: readonly {
    readonly selector: string;
    readonly source: string;
    /** The design effect of its samples: n/deff of them count. */
    readonly deff: number;
    /** Standard deviation of ln of the quantile over the runs; absent for one run, and for gates on anything else. */
    readonly deviation?: number;
  }[];
};

/** The requests of one run of a plan, as far as they are known beforehand. */
export type ForeseenLength = {
  /** Absent when time decides and no rate was assumed. */
  readonly requests?: number;
  /** The most requests that users who pause between them can send; absent where they do not pause, and where `requests` is known. */
  readonly atMost?: number;
  /** Requests a second on average; absent when it is not known. */
  readonly ratePerSecond?: number;
  /** What it rests on: the plan itself, the rates of an open load, a rate that was assumed, or nothing. */
  readonly from: 'plan' | 'arrival rate' | 'assumed rate' | 'nothing';
  /** For `assumed rate`: '--assume-rate', or the id of a run. */
  readonly rateFrom?: string;
};

/**
 * How many requests one run of a plan sends: exactly where the plan or an arrival rate says it, from an assumed rate where time
 * decides. Requests that an open load drops are counted as sent.
 */
export function foreseeLength(plan: Plan, assumption: Assumption | undefined): ForeseenLength {
  const { plannedRequests: requests, arrivals, scenario } = plan;
  const micros = measuredMicros(scenario.load);
  if (arrivals !== undefined) {
    const due = requests ?? requestsDue(scenario.load);
    if (due === undefined) return { from: 'nothing' };
    const from = requests === undefined ? 'arrival rate' : 'plan';
    return {
      requests: due,
      ...(micros === undefined ? {} : { ratePerSecond: (due * microsPerSecond) / micros }),
      from,
    };
  }
  const rate =
    assumption === undefined ? {} : { ratePerSecond: assumption.ratePerSecond, rateFrom: assumption.rateFrom };
  if (requests !== undefined) return { requests, ...rate, from: 'plan' };
  if (micros === undefined) return { from: 'nothing' };
  if (assumption === undefined) {
    const atMost = mostRequests(scenario, micros);
    return { ...(atMost === undefined ? {} : { atMost }), from: 'nothing' };
  }
  const expected = Math.floor((assumption.ratePerSecond * micros) / microsPerSecond);
  return { requests: expected, ...rate, from: 'assumed rate' };
}

/** Requests of users whom every answer reaches at once: one each, and one for each mean pause. */
function mostRequests({ load, workload: { thinkTime } }: Scenario, micros: number): number | undefined {
  const pause = meanThinkMicros(thinkTime);
  if (pause <= 0 || (load.executor !== 'constant-vus' && load.executor !== 'ramping-vus')) return undefined;
  const users =
    load.executor === 'constant-vus' ? load.vus : Math.max(load.startVUs, ...load.stages.map(({ target }) => target));
  return Math.ceil(users * (1 + micros / pause));
}

/** The area under the rates of a Poisson load that is too long to be counted; undefined for any other load. */
function requestsDue(load: Load): number | undefined {
  const isRated = load.executor === 'constant-arrival-rate' || load.executor === 'ramping-arrival-rate';
  return isRated ? Math.round(new RateProfile(load).total) : undefined;
}

/** How long one run of a load measures, in microseconds; undefined where it ends when its requests are done. */
export function measuredMicros(load: Load): number | undefined {
  switch (load.executor) {
    case 'constant-vus':
    case 'ramping-vus':
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
      return plannedMicros(load);
    case 'shared-iterations':
    case 'per-vu-iterations':
    case 'replay':
      return undefined;
  }
}
