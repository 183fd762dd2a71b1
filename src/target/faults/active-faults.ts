import { microsPerSecond } from '../../units.ts';
import type { Purpose } from '../chance.ts';
import type { Fault, FaultEffect, FaultKind, FlawKind, McpFlaw, PlainKind, Window } from './fault.ts';

/** What replaces a proper reply: a failure of the service, or of the connection. */
export type Damage = 'error' | 'success-false' | 'lost' | 'truncated' | 'malformed';

/** Draws the luck of the request at hand, in [0, 1). */
export type Draw = (purpose: Purpose) => number;

const noEffects: readonly FaultEffect[] = [];

/** What the faults do at a moment: pure functions of time and luck. They take effect at `sinceMicros`, all together. */
export class ActiveFaults {
  readonly faults: readonly Fault[];
  readonly #effects: readonly FaultEffect[];
  readonly #sinceMicros: number;

  constructor(faults: readonly Fault[], sinceMicros: number) {
    this.faults = faults;
    this.#effects = faults.map(({ effect }) => effect);
    this.#sinceMicros = sinceMicros;
  }

  /** When a reply that is due at `dueMicros` may go: then, at the end of a freeze, or never (Infinity). Monotone. */
  heldUntil(dueMicros: number): number {
    const age = dueMicros - this.#sinceMicros;
    let until = dueMicros;
    for (const effect of this.#at(dueMicros)) {
      if (effect.kind === 'frozen' && age >= effect.afterMicros) return Infinity;
      if (effect.kind !== 'freeze' || !isWithin(effect.window, age)) continue;
      until = Math.max(until, dueMicros - (age % effect.window.everyMicros) + effect.window.lastsMicros);
    }
    return until;
  }

  /** How many connections the pool has. */
  poolSize(normal: number, atMicros: number): number {
    let size = normal;
    for (const effect of this.#at(atMicros))
      if (effect.kind === 'pool-exhaustion') size = Math.min(size, effect.poolSize);
    return size;
  }

  /** Whether every lookup misses. */
  neverHits(atMicros: number): boolean {
    const age = atMicros - this.#sinceMicros;
    return this.#at(atMicros).some(
      (effect) => effect.kind === 'never-hits' || (effect.kind === 'hit-rate-collapse' && age >= effect.afterMicros),
    );
  }

  /** How much later than here an answer that is stored here is found by other replicas, in microseconds. */
  fillDelayMicros(atMicros: number): number {
    let delay = 0;
    for (const effect of this.#at(atMicros)) if (effect.kind === 'late-fill') delay += effect.delayMicros;
    return delay;
  }

  /** What is added to the delay of a hit or a miss that starts at `atMicros` and would take `delayMicros`, in microseconds. */
  addedMicros(isHit: boolean, atMicros: number, delayMicros: number): number {
    let added = 0;
    for (const effect of this.#at(atMicros)) {
      if (effect.kind === (isHit ? 'slow-hits' : 'slow-misses')) {
        if ('addMicros' in effect) added += effect.addMicros;
        if ('addShare' in effect) added += effect.addShare * delayMicros;
      }
      if (effect.kind === 'drift') added += (effect.microsPerSecond * (atMicros - this.#sinceMicros)) / microsPerSecond;
    }
    return added;
  }

  /** How much longer a query takes whose round trips to FACT are slow, in microseconds. */
  slowFactMicros(roundTrips: number, atMicros: number): number {
    let added = 0;
    for (const effect of this.#at(atMicros)) if (effect.kind === 'slow-fact') added += roundTrips * effect.addMicros;
    return added;
  }

  /** Whether FACT fails a query that starts at `atMicros`: it is away, or one of the query's round trips fails. */
  failsAtFact(roundTrips: number, atMicros: number, draw: Draw): boolean {
    for (const effect of this.#at(atMicros)) {
      if (effect.kind === 'fact-down') return true;
      if (effect.kind !== 'failing-fact') continue;
      if (draw('failing-fact') >= (1 - effect.share) ** roundTrips) return true;
    }
    return false;
  }

  /** What replaces the reply to a query that starts at `atMicros`: the first fault of the list that strikes. */
  damage(atMicros: number, draw: Draw): Damage | undefined {
    const age = atMicros - this.#sinceMicros;
    for (const effect of this.#at(atMicros)) {
      const damage = damageOf(effect, age, draw);
      if (damage !== undefined) return damage;
    }
    return undefined;
  }

  /** Whether a fault that flaws answers, their classes or counters without replacing a reply strikes the query that starts at `atMicros`. */
  strikes(kind: FlawKind, atMicros: number, draw: Draw): boolean {
    return this.#at(atMicros).some((effect) => effect.kind === kind && 'share' in effect && draw(kind) < effect.share);
  }

  /** Whether a fault without a figure is in effect. */
  has(kind: PlainKind, atMicros: number): boolean {
    return this.#at(atMicros).some((effect) => effect.kind === kind);
  }

  /** Whether MCP answers wrongly in this way. */
  spoilsMcp(flaw: McpFlaw, atMicros: number): boolean {
    return this.#at(atMicros).some((effect) => effect.kind === 'mcp' && effect.flaw === flaw);
  }

  /** When the process is to exit; Infinity when it is not. */
  get diesAtMicros(): number {
    let earliest = Infinity;
    for (const effect of this.#effects)
      if (effect.kind === 'dies') earliest = Math.min(earliest, this.#sinceMicros + effect.afterMicros);
    return earliest;
  }

  #at(atMicros: number): readonly FaultEffect[] {
    return atMicros < this.#sinceMicros ? noEffects : this.#effects;
  }
}

const damages: Partial<Record<FaultKind, Damage>> = {
  'lost-connections': 'lost',
  truncate: 'truncated',
  malformed: 'malformed',
};

function damageOf(effect: FaultEffect, age: number, draw: Draw): Damage | undefined {
  switch (effect.kind) {
    case 'success-false':
      return 'success-false';
    case 'error-burst':
      if (effect.window !== undefined && !isWithin(effect.window, age)) return undefined;
      return draw('error-burst') < effect.share ? 'error' : undefined;
    case 'lost-connections':
    case 'truncate':
    case 'malformed':
      return draw(effect.kind) < effect.share ? damages[effect.kind] : undefined;
    case 'frozen':
    case 'freeze':
    case 'slow-hits':
    case 'slow-misses':
    case 'drift':
    case 'pool-exhaustion':
    case 'hit-rate-collapse':
    case 'wrong-answers':
    case 'no-citations':
    case 'wrong-citations':
    case 'low-consensus':
    case 'fewer-hits':
    case 'miscounted-hits':
    case 'unhealthy':
    case 'never-hits':
    case 'no-class':
    case 'loose-keys':
    case 'cached-failures':
    case 'split-brain':
    case 'late-fill':
    case 'stale-after-invalidation':
    case 'fact-down':
    case 'slow-fact':
    case 'failing-fact':
    case 'mcp':
    case 'dies':
      return undefined;
  }
}

function isWithin({ lastsMicros, everyMicros }: Window, age: number): boolean {
  return age >= everyMicros && age % everyMicros < lastsMicros;
}
