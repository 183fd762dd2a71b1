import type { WatchList } from '../rules/watch-list.ts';
import { rateWindowMicros } from '../rules/promql.ts';
import type { Trigger } from '../scenario/trigger.ts';
import { findCauses, type Cause } from './likely-cause.ts';
import { readingOf, type Look, type Reading } from './reading.ts';
import { TriggerWatch, type ChangeKind } from './trigger-watch.ts';

/** Something that happened to a trigger. */
export type Change = {
  readonly kind: ChangeKind;
  readonly trigger: Trigger;
  readonly atMicros: number;
  readonly wallMillis: number;
  readonly reading: Reading;
  /** With `fired` and `no data`. */
  readonly causes: readonly Cause[];
};

/** What a watch is made with. */
export type WatcherOptions = {
  readonly watch: WatchList;
  readonly intervalMicros: number;
};

/** A look may be late by half an interval; after a longer pause nobody knows what was in between. */
const mostGapOfIntervals = 1.5;
const minuteMicros = 60_000_000;
/** Minutes that are kept beside those of the longest trigger. */
const spareMinutes = 15;
const mostChanges = 500;
/** For so long a watch may have no data because it has just begun. */
const earlyMicros = 600_000_000;

/** How many looks there were, of which kind. */
export type LookCounts = { readonly made: number; readonly withData: number; readonly atFault: number };

/**
 * Follows all triggers of a watch list. What it keeps is bounded whatever the time: the states, the last look of each of the last minutes, and the last
 * changes. It knows no clock: time is what the looks say.
 */
export class Watcher {
  readonly watches: readonly TriggerWatch[];
  readonly mostMinutes: number;
  readonly #windowMicros: number;
  readonly #mostGapMicros: number;
  readonly #minutes: Look[] = [];
  readonly #changes: Change[] = [];
  #counts: LookCounts = { made: 0, withData: 0, atFault: 0 };
  #forgotten = 0;
  #firstAtMicros: number | undefined = undefined;
  #last: Look | undefined = undefined;
  /** Last looks at which no condition held, one a minute, of which the older is old enough to know nothing of what came after it. */
  #well: readonly Look[] = [];

  constructor({ watch, intervalMicros }: WatcherOptions) {
    this.watches = watch.triggers.map((trigger) => new TriggerWatch(trigger));
    this.#windowMicros = rateWindowMicros(watch.mapping);
    this.#mostGapMicros = mostGapOfIntervals * intervalMicros;
    const longest = Math.max(0, ...watch.triggers.map(({ forMicros }) => forMicros));
    this.mostMinutes = Math.ceil((longest + 2 * this.#windowMicros) / minuteMicros) + spareMinutes;
  }

  get counts(): LookCounts {
    return this.#counts;
  }

  get last(): Look | undefined {
    return this.#last;
  }

  /** The last changes, oldest first, and how many older ones are not kept. */
  get changes(): { readonly kept: readonly Change[]; readonly forgotten: number } {
    return { kept: this.#changes, forgotten: this.#forgotten };
  }

  /** The last look of each of the last minutes, oldest first. */
  get minutes(): readonly Look[] {
    return this.#minutes;
  }

  /** Takes what was seen, and says what it changed. Looks come in order. */
  look(seen: Look): readonly Change[] {
    const look = this.#withoutGrace(seen);
    this.#count(look);
    this.#last = look;
    this.#keepMinute(look);
    const time = { atMicros: look.atMicros, mostGapMicros: this.#mostGapMicros };
    const happened = this.watches.flatMap((watch) => {
      const reading = readingOf(look, watch.trigger.condition.figure);
      return watch.look(reading, time).map((kind) => ({ kind, watch, reading }));
    });
    const changes = happened.map(({ kind, watch, reading }): Change => ({
      kind,
      trigger: watch.trigger,
      atMicros: look.atMicros,
      wallMillis: look.wallMillis,
      reading,
      causes: kind === 'fired' || kind === 'no data' ? this.#causesOf(watch, look) : [],
    }));
    this.#keepWell(look);
    for (const change of changes) this.#changes.push(change);
    const tooMany = Math.max(0, this.#changes.length - mostChanges);
    this.#changes.splice(0, tooMany);
    this.#forgotten += tooMany;
    return changes;
  }

  #causesOf(watch: TriggerWatch, look: Look): readonly Cause[] {
    const before = watch.state.sinceMicros ?? look.atMicros;
    return findCauses(watch.trigger, { look, well: this.#wellBefore(before), minutes: this.#minutes });
  }

  /** The last look at which all was well and whose window ended before the trouble began; an earlier one is better than none. */
  #wellBefore(atMicros: number): Look | undefined {
    const old = this.#well.filter((look) => look.atMicros <= atMicros - this.#windowMicros);
    return old.at(-1) ?? this.#well.find((look) => look.atMicros < atMicros);
  }

  /** A watch that has been going on for long has no excuse left for having no data. */
  #withoutGrace(look: Look): Look {
    this.#firstAtMicros ??= look.atMicros;
    if (look.atMicros - this.#firstAtMicros <= earlyMicros) return look;
    return {
      ...look,
      readings: look.readings.map((reading) =>
        reading.value === undefined ? { figure: reading.figure, noData: reading.noData } : reading,
      ),
    };
  }

  #count(look: Look): void {
    const { made, withData, atFault } = this.#counts;
    const hasData = look.readings.some(({ value }) => value !== undefined);
    this.#counts = {
      made: made + 1,
      withData: withData + (hasData ? 1 : 0),
      atFault: atFault + (look.fault === undefined ? 0 : 1),
    };
  }

  #keepMinute(look: Look): void {
    const last = this.#minutes.at(-1);
    if (last !== undefined && minuteOf(last) === minuteOf(look)) this.#minutes.pop();
    this.#minutes.push(look);
    if (this.#minutes.length > this.mostMinutes) this.#minutes.shift();
  }

  #keepWell(look: Look): void {
    const isWell = this.watches.every(({ state }) => state.phase === 'inactive');
    if (!isWell || look.readings.every(({ value }) => value === undefined)) return;
    const last = this.#well.at(-1);
    const kept = last !== undefined && minuteOf(last) === minuteOf(look) ? this.#well.slice(0, -1) : this.#well;
    const mostMinutes = Math.ceil((2 * this.#windowMicros) / minuteMicros) + 1;
    this.#well = [...kept, look].slice(-mostMinutes);
  }
}

function minuteOf({ atMicros }: Look): number {
  return Math.floor(atMicros / minuteMicros);
}
