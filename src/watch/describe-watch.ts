import { promDuration } from '../rules/prom-duration.ts';
import { figureWords, limitWords } from '../rules/figure-names.ts';
import {
  watchSchemaVersion,
  type ActionRecord,
  type ChangeRecord,
  type MinuteRecord,
  type RollbackRecord,
  type TriggerRecord,
  type WatchHead,
  type WatchRecord,
} from '../report/watch-record.ts';
import type { Trigger } from '../scenario/trigger.ts';
import { microsPerMilli } from '../units.ts';
import { nextSteps } from './next-steps.ts';
import { figureRecord, type Look } from './reading.ts';
import type { TriggerWatch } from './trigger-watch.ts';
import type { Change, Watcher } from './watcher.ts';

/** What a watch is, beside what it has seen; `isoOf` writes a wall time. */
export type WatchIdentity = Omit<WatchHead, 'schemaVersion'> & { readonly isoOf: (wallMillis: number) => string };

/** What was done so far. */
export type Done = { readonly actions: readonly ActionRecord[]; readonly forgotten: number };

/** The state of a watch; without `ended` while it goes on. */
export function describeWatch(
  identity: WatchIdentity,
  watcher: Watcher,
  {
    actions,
    forgotten,
    wallMillis,
    ended,
  }: Done & { readonly wallMillis: number; readonly ended?: WatchRecord['ended'] },
): WatchRecord {
  const { kept, forgotten: changesForgotten } = watcher.changes;
  const clock = wallClock(identity, watcher.last);
  return {
    ...headOf(identity),
    updatedAt: identity.isoOf(wallMillis),
    ...(ended === undefined ? {} : { ended }),
    looks: watcher.counts,
    triggers: watcher.watches.map((watch) => triggerRecord(watch, clock)),
    changes: kept.map((change) => changeRecord(change, identity)),
    changesForgotten,
    actions: [...actions],
    actionsForgotten: forgotten,
    minutes: watcher.minutes.map((look) => minuteRecord(look, identity)),
  };
}

/** Changes that a report of one trigger tells. */
const mostTold = 40;

/** What is known when a trigger fires, before anything was done about it. */
export function describeRollback(
  identity: WatchIdentity,
  watcher: Watcher,
  { change, look }: { readonly change: Change; readonly look: Look },
): RollbackRecord {
  const clock = wallClock(identity, look);
  const states = watcher.watches.map((watch) => triggerRecord(watch, clock));
  const own = states.find(({ name }) => name === change.trigger.name);
  if (own === undefined) throw new RangeError(`Expected a trigger of the watch, got ${change.trigger.name}`);
  return {
    ...headOf(identity),
    trigger: own,
    firedAt: identity.isoOf(change.wallMillis),
    causes: [...change.causes],
    figures: look.readings.map(figureRecord),
    others: states.filter((state) => state !== own),
    changes: watcher.changes.kept.slice(-mostTold).map((each) => changeRecord(each, identity)),
    minutes: watcher.minutes.map((each) => minuteRecord(each, identity)),
    actions: [],
    nextSteps: nextSteps(change, [], identity.scenario),
  };
}

/** A trigger's condition for a person: 'error rate > 5.00 % for 5m', 'no instance can be reached for 2m'. */
export function conditionWords({ condition: { figure, operator, limit }, forMicros }: Trigger): string {
  const lasting = forMicros === 0 ? '' : ` for ${promDuration(forMicros)}`;
  if (figure.kind === 'up') return `no instance can be reached${lasting}`;
  return `${figureWords(figure)} ${operator} ${limitWords(figure, limit)}${lasting}`;
}

function headOf({ hitgateVersion, id, scenario, source, startedAt }: WatchIdentity): WatchHead {
  return { schemaVersion: watchSchemaVersion, hitgateVersion, id, scenario, source, startedAt };
}

type WallClock = (atMicros: number) => string;

/** Writes a time of the watch's clock as a wall time, by the last look. */
function wallClock({ isoOf }: WatchIdentity, last: Look | undefined): WallClock {
  return (atMicros) => isoOf((last?.wallMillis ?? 0) - ((last?.atMicros ?? 0) - atMicros) / microsPerMilli);
}

function triggerRecord({ trigger, state }: TriggerWatch, clock: WallClock): TriggerRecord {
  const { name, action, severity, forMicros } = trigger;
  const { phase, sinceMicros, heldMicros, firings, looks, isMissing, missings, last } = state;
  return {
    name,
    condition: conditionWords(trigger),
    action,
    severity,
    state: phase,
    ...(sinceMicros === undefined ? {} : { since: clock(sinceMicros) }),
    heldMicros,
    forMicros,
    firings,
    looksWithData: looks.withData,
    looksWithoutData: looks.withoutData,
    isMissing,
    missings,
    ...(last === undefined ? {} : { last: figureRecord(last) }),
  };
}

function changeRecord({ kind, trigger, wallMillis, reading, causes }: Change, { isoOf }: WatchIdentity): ChangeRecord {
  return {
    at: isoOf(wallMillis),
    kind,
    trigger: trigger.name,
    figure: figureRecord(reading),
    causes: [...causes],
  };
}

function minuteRecord({ wallMillis, readings, details, fault }: Look, { isoOf }: WatchIdentity): MinuteRecord {
  return {
    at: isoOf(wallMillis),
    figures: readings.map(figureRecord),
    ...(fault === undefined ? {} : { fault }),
    ...(details === undefined
      ? {}
      : {
          requests: {
            ...details.classes,
            ...details.failures,
            ...(details.dropped === 0 ? {} : { dropped: details.dropped }),
          },
        }),
  };
}
