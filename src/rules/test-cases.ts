import type { Trigger } from '../scenario/trigger.ts';
import { needsTraffic } from './alerts.ts';
import { noTrafficForMicros } from './guards.ts';
import { healthyState, limitStates } from './limit-states.ts';
import { rateWindowMicros } from './promql.ts';
import type { ServiceState, Stretch } from './test-series.ts';
import type { WatchList } from './watch-list.ts';

/** A history of the service, and when which alerts are looked at. */
export type TestCase = {
  readonly name: string;
  /** None: the service has no series at all. */
  readonly stretches: readonly Stretch[];
  /** The state to which the alerts that fire are held; undefined while there is no series. */
  readonly state: ServiceState | undefined;
  /** Alerts of this trigger alone are looked at, in place of all alerts. */
  readonly only?: string;
  readonly atMicros: number;
  /** True when nothing can have lasted as long as it must. */
  readonly interrupted?: true;
};

/** The first look at which a figure has a value: a rate needs two samples. */
export function firstLookMicros({ condition }: Pick<Trigger, 'condition'>, { mapping }: Pick<WatchList, 'mapping'>) {
  return condition.figure.kind === 'up' ? 0 : mapping.scrapeIntervalMicros;
}

/** When what holds from `fromMicros` on fires, at looks one scrape apart. */
export function firesAtMicros(fromMicros: number, forMicros: number, { mapping }: Pick<WatchList, 'mapping'>): number {
  const scrape = mapping.scrapeIntervalMicros;
  return fromMicros + Math.ceil(forMicros / scrape) * scrape;
}

/** Series that must and must not fire each trigger, and those that must and must not fire the guards. */
export function testCases(watch: WatchList): TestCase[] {
  const longest = Math.max(noTrafficForMicros, ...watch.triggers.map(({ forMicros }) => forMicros));
  const end = longest + 2 * rateWindowMicros(watch.mapping);
  const lasting = (name: string, state: ServiceState): TestCase => ({
    name,
    stretches: [stretch(state, end, watch)],
    state,
    atMicros: end,
  });
  return [
    lasting('all is well', healthyState()),
    { name: 'no series at all', stretches: [], state: undefined, atMicros: end },
    ...(needsTraffic(watch) ? [lasting('no traffic', idleState())] : []),
    ...watch.triggers.flatMap((trigger) => triggerCases(trigger, watch)),
  ];
}

function triggerCases(trigger: Trigger, watch: WatchList): TestCase[] {
  const { name, condition, forMicros } = trigger;
  const { good, limit, bad } = limitStates(condition, watch.mapping);
  const scrape = watch.mapping.scrapeIntervalMicros;
  const fires = firesAtMicros(firstLookMicros(trigger, watch), forMicros, watch);
  const late = fires + 2 * rateWindowMicros(watch.mapping);
  const lasting = (words: string, state: ServiceState, atMicros: number, only?: string): TestCase => ({
    name: `${name}: ${words}`,
    stretches: [stretch(state, late, watch)],
    state,
    atMicros,
    ...(only === undefined ? {} : { only }),
  });
  const restarted = (words: string, state: ServiceState): TestCase => ({
    name: `${name}: ${words}, with a restart of the counters`,
    stretches: [stretch(state, late / 2, watch), { ...stretch(state, late, watch), restart: true }],
    state,
    atMicros: late,
  });
  return [
    lasting('one step on the good side of the limit', good, late),
    lasting('at the limit', limit, late),
    ...(forMicros > 0 ? [lasting('beyond the limit, but not for long enough', bad, fires - scrape, name)] : []),
    lasting('one step beyond the limit', bad, fires),
    restarted('on the good side of the limit', good),
    restarted('beyond the limit', bad),
    ...interruptedCase(trigger, { good, bad }, watch),
  ];
}

/** Twice beyond the limit for longer in all than it must last, and well in between: for as long as a rate remembers, twice. */
function interruptedCase(
  { name, forMicros, condition }: Trigger,
  { good, bad }: { readonly good: ServiceState; readonly bad: ServiceState },
  watch: WatchList,
): TestCase[] {
  const memory = condition.figure.kind === 'up' ? watch.mapping.scrapeIntervalMicros : rateWindowMicros(watch.mapping);
  const spell = forMicros - 2 * memory;
  if (spell <= memory) return [];
  return [
    {
      name: `${name}: beyond the limit twice, each time not for long enough`,
      stretches: [stretch(bad, spell, watch), stretch(good, 2 * memory, watch), stretch(bad, spell, watch)],
      state: bad,
      only: name,
      atMicros: 2 * spell + 2 * memory,
      interrupted: true,
    },
  ];
}

function stretch(state: ServiceState, micros: number, { mapping }: WatchList): Stretch {
  return { state, scrapes: Math.ceil(micros / mapping.scrapeIntervalMicros) + 1 };
}

function idleState(): ServiceState {
  const healthy = healthyState();
  const none = { bounds: healthy.latency.hit.bounds, counts: [0, 0, 0], sum: 0 };
  return { ...healthy, requests: 0, errors: 0, hits: 0, latency: { hit: none, miss: none } };
}
