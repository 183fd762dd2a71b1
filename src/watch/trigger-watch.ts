import type { Trigger } from '../scenario/trigger.ts';
import type { BoundOperator } from '../scenario/watched-figure.ts';
import type { Reading } from './reading.ts';

/**
 * What happened to a trigger at a look. `pending`: its condition began to hold; `cleared`: it ended before it had held long enough; `fired` and
 * `resolved`; `no data`: the figure had no value for as long as the condition may hold; `data again`.
 */
export type ChangeKind = 'pending' | 'cleared' | 'fired' | 'resolved' | 'no data' | 'data again';

/** When a look was, and how long after the one before it may be for the time between them to count as watched. */
export type LookTime = { readonly atMicros: number; readonly mostGapMicros: number };

/** How a trigger stands. */
export type TriggerState = {
  readonly phase: 'inactive' | 'pending' | 'firing';
  /** The first look at which the condition held, of those without one in between at which it did not. */
  readonly sinceMicros?: number;
  /** For how long it was seen to hold: the time between looks next to each other at both of which it held. */
  readonly heldMicros: number;
  readonly firings: number;
  readonly firedAtMicros?: number;
  /** Looks with and without a value. */
  readonly looks: { readonly withData: number; readonly withoutData: number };
  /** The first of the looks without a value since the last one with a value. */
  readonly missingSinceMicros?: number;
  /** Whether that has been told. */
  readonly isMissing: boolean;
  readonly missings: number;
  readonly last?: Reading;
};

const untouched: TriggerState = {
  phase: 'inactive',
  heldMicros: 0,
  firings: 0,
  looks: { withData: 0, withoutData: 0 },
  isMissing: false,
  missings: 0,
};

/**
 * Follows one trigger from look to look. It fires when its condition was seen to hold for `forMicros`. A look without a value neither holds nor clears: the
 * time around it does not count, what was held before stays, and when values are missing for `forMicros` that is told by itself.
 */
export class TriggerWatch {
  readonly trigger: Trigger;
  #state = untouched;
  #lastAtMicros: number | undefined = undefined;
  /** Whether the condition held at the look before. */
  #held = false;

  constructor(trigger: Trigger) {
    this.trigger = trigger;
  }

  get state(): TriggerState {
    return this.#state;
  }

  /** Takes what was read at a look. */
  look(reading: Reading, { atMicros, mostGapMicros }: LookTime): ChangeKind[] {
    const gap = this.#lastAtMicros === undefined ? 0 : atMicros - this.#lastAtMicros;
    this.#lastAtMicros = atMicros;
    this.#state = { ...this.#state, last: reading };
    if (reading.value === undefined) return this.#miss(reading, atMicros);
    const changes = this.#foundData();
    const { operator, limit } = this.trigger.condition;
    if (!holds(reading.value, operator, limit)) return [...changes, ...this.#clear()];
    return [...changes, ...this.#hold(atMicros, this.#held && gap <= mostGapMicros ? gap : 0)];
  }

  #miss({ isEarly }: Extract<Reading, { noData: string }>, atMicros: number): ChangeKind[] {
    this.#held = false;
    const { looks, missingSinceMicros = atMicros, isMissing, missings } = this.#state;
    this.#state = { ...this.#state, looks: { ...looks, withoutData: looks.withoutData + 1 } };
    if (isEarly === true) return [];
    const isLong = atMicros - missingSinceMicros >= this.trigger.forMicros;
    const isNew = isLong && !isMissing;
    this.#state = {
      ...this.#state,
      missingSinceMicros,
      isMissing: isMissing || isLong,
      missings: missings + (isNew ? 1 : 0),
    };
    return isNew ? ['no data'] : [];
  }

  #foundData(): ChangeKind[] {
    const { missingSinceMicros: _, isMissing, looks, ...rest } = this.#state;
    this.#state = { ...rest, isMissing: false, looks: { ...looks, withData: looks.withData + 1 } };
    return isMissing ? ['data again'] : [];
  }

  #clear(): ChangeKind[] {
    this.#held = false;
    const { sinceMicros: _, phase, ...rest } = this.#state;
    this.#state = { ...rest, phase: 'inactive', heldMicros: 0 };
    if (phase === 'inactive') return [];
    return [phase === 'firing' ? 'resolved' : 'cleared'];
  }

  #hold(atMicros: number, moreMicros: number): ChangeKind[] {
    this.#held = true;
    const before = this.#state;
    const heldMicros = before.heldMicros + moreMicros;
    const fires = before.phase !== 'firing' && heldMicros >= this.trigger.forMicros;
    this.#state = {
      ...before,
      phase: before.phase === 'firing' || fires ? 'firing' : 'pending',
      sinceMicros: before.sinceMicros ?? atMicros,
      heldMicros,
      firings: before.firings + (fires ? 1 : 0),
      ...(fires ? { firedAtMicros: atMicros } : {}),
    };
    if (fires) return ['fired'];
    return before.phase === 'inactive' ? ['pending'] : [];
  }
}

/** Whether a value is in the bad state. */
function holds(value: number, operator: BoundOperator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}
