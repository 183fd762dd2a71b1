import type { Snapshot } from '../recorder/snapshot.ts';
import type { Load, Scenario } from '../scenario/scenario.ts';
import { formatCount } from '../units.ts';
import { coresForWorkers, type RunSetting } from './run-setting.ts';

/** From this utilisation on a warning is due; a remedy aims below it. */
export const warnedUtilisation = 0.6;

/** What a remedy is computed from. */
export type Burden = {
  readonly scenario: Scenario;
  readonly snapshots: readonly Snapshot[];
  readonly setting?: RunSetting;
};

/**
 * What to do about a generator that could not keep up, with a number: more threads where cores are left, else the load at which its
 * busiest thread would have been busy for 60 % of the time. Where no thread was busy, less load is no remedy.
 */
export function lighterLoad(burden: Burden): string {
  const { utilisation, threads } = busiest(burden.snapshots);
  if (utilisation <= warnedUtilisation) return 'give hitgate cores of its own: it was late although it was not busy';
  const wanted = Math.ceil((threads * utilisation) / warnedUtilisation);
  const most = coresForWorkers(burden.setting ?? {}) ?? 0;
  const workers = Math.min(wanted, most);
  const lighter = reducedLoad(burden.scenario, warnedUtilisation / utilisation);
  if (workers <= threads) return `${lighter}, or give hitgate a machine with more cores`;
  return workers < wanted ? `add --workers ${workers}, and ${lighter}` : `add --workers ${workers}, or ${lighter}`;
}

/** The greatest number with two significant digits that is not over `value`: 1 278 gives 1 200, 0.638 gives 0.63; 0 stays. */
export function roundDown(value: number): number {
  if (!(value > 0)) return 0;
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  // The quotient of a number of two digits may come out just below a whole one.
  return Number((Math.floor(value / step + 1e-9) * step).toPrecision(2));
}

function busiest(snapshots: readonly Snapshot[]): { readonly utilisation: number; readonly threads: number } {
  const worst = snapshots
    .flatMap(({ generator }) => (generator === undefined ? [] : [generator]))
    .toSorted((one, other) => other.eventLoopUtilisation - one.eventLoopUtilisation)[0];
  return { utilisation: worst?.eventLoopUtilisation ?? 0, threads: worst?.workers?.length ?? 1 };
}

function reducedLoad({ load, workload }: Scenario, factor: number): string {
  const { popularity, thinkTime } = workload;
  switch (load.executor) {
    case 'constant-arrival-rate':
      return `lower the rate to ${rateOf(load.ratePerSecond * factor)} a second`;
    case 'ramping-arrival-rate': {
      const peak = Math.max(load.startRatePerSecond, ...load.stages.map(({ target }) => target));
      return `lower the greatest rate to ${rateOf(peak * factor)} a second`;
    }
    case 'replay':
      return popularity.kind === 'replay'
        ? `lower popularity.speed to ${roundDown(popularity.speed * factor)}`
        : 'replay more slowly';
    case 'constant-vus':
    case 'ramping-vus':
    case 'shared-iterations':
    case 'per-vu-iterations': {
      const users = Math.max(1, Math.floor(roundDown(greatestUsers(load) * factor)));
      return `use ${users === 1 ? 'one user' : `${formatCount(users)} users`} or a ${thinkTime.kind === 'none' ? '' : 'longer '}think time`;
    }
  }
}

function greatestUsers(load: Extract<Load, { readonly vus: number } | { readonly executor: 'ramping-vus' }>): number {
  return load.executor === 'ramping-vus'
    ? Math.max(load.startVUs, ...load.stages.map(({ target }) => target))
    : load.vus;
}

function rateOf(perSecond: number): string {
  const rate = roundDown(perSecond);
  return rate >= 1 ? formatCount(rate) : rate.toString();
}
