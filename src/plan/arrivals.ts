import { RandomStream, streams } from '../random.ts';
import type { Load } from '../scenario/scenario.ts';
import type { ArrivalCursor, ReplayLog } from './plan.ts';
import { RateProfile, type RateInverse, type RatedLoad } from './rate-profile.ts';
import { mostSteps } from './work-bound.ts';

/** A load whose requests start when they are due. */
export type OpenLoad = RatedLoad | Extract<Load, { readonly executor: 'replay' }>;

/** What arrivals need beside the load. */
export type ArrivalSource = {
  readonly seed: number;
  /** No more arrivals than the sequence has requests. */
  readonly length: number;
  readonly replay: ReplayLog | undefined;
  /** The replay's times are divided by it. */
  readonly speed: number;
};

/** The due times of an open load, and their number; undefined for a Poisson load too long to count beforehand. */
export type Arrivals = { readonly cursor: () => ArrivalCursor; readonly count: number | undefined };

/**
 * Due times as a pure function of the load: request i of an even load is due when the integral of the rate reaches i (so
 * the first at once), one of a Poisson load when it reaches the sum of i + 1 exponential gaps. The arrivals are those that
 * are due before the load ends.
 */
export function buildArrivals(load: OpenLoad, source: ArrivalSource): Arrivals {
  if (load.executor === 'replay') return replayArrivals(load.maxDurationMicros, source);
  const profile = new RateProfile(load);
  return load.arrivals === 'even' ? evenArrivals(profile, source.length) : poissonArrivals(profile, source);
}

function evenArrivals(profile: RateProfile, length: number): Arrivals {
  // The total is a sum of products of decimals: a whole number may come out a few units of the last place too great.
  const count = Math.min(length, Math.max(0, Math.ceil(profile.total * (1 - 1e-12) - 1e-9)));
  return { cursor: () => new EvenCursor(profile, count), count };
}

// The cursors are classes, and not closures made anew for each phase, so that code that was compiled for one phase holds for the next.
class EvenCursor implements ArrivalCursor {
  private readonly inverse: RateInverse;
  private readonly count: number;
  private index = 0;

  constructor(profile: RateProfile, count: number) {
    this.inverse = profile.inverse();
    this.count = count;
  }

  next(): number {
    return this.index < this.count ? this.inverse.timeOf(this.index++) : Infinity;
  }
}

function poissonArrivals(profile: RateProfile, source: ArrivalSource): Arrivals {
  const cursor = (): ArrivalCursor => new PoissonCursor(profile, source);
  const countable = Math.min(profile.total, source.length) <= mostSteps;
  return { cursor, count: countable ? countArrivals(cursor(), Infinity) : undefined };
}

/**
 * Gaps are rounded to 2^-26 of the mean, so that their sum is exact and the last digit of `Math.log`, which differs
 * between engines, changes a due time about once in 10^8 arrivals, and then by less than a microsecond at any useful rate.
 */
class PoissonCursor implements ArrivalCursor {
  private readonly stream: RandomStream;
  private readonly inverse: RateInverse;
  private readonly total: number;
  private readonly length: number;
  private index = 0;
  private reached = 0;

  constructor(profile: RateProfile, { seed, length }: ArrivalSource) {
    this.stream = new RandomStream(seed, streams.arrivals);
    this.inverse = profile.inverse();
    this.total = profile.total;
    this.length = length;
  }

  next(): number {
    if (this.index >= this.length || this.reached >= this.total) return Infinity;
    this.reached += Math.round(-Math.log(1 - this.stream.uniformAt(0, this.index)) * 67_108_864) / 67_108_864;
    this.index += 1;
    return this.reached < this.total ? this.inverse.timeOf(this.reached) : Infinity;
  }
}

function replayArrivals(maxMicros: number, { replay, speed }: ArrivalSource): Arrivals {
  if (replay === undefined) throw new RangeError('Expected a replay log for executor "replay", got none');
  const cursor = (): ArrivalCursor => new ReplayCursor(replay.atMicros, speed, maxMicros);
  return { cursor, count: countArrivals(cursor(), Infinity) };
}

class ReplayCursor implements ArrivalCursor {
  private readonly times: ReplayLog['atMicros'];
  private readonly speed: number;
  private readonly maxMicros: number;
  private index = 0;

  constructor(times: ReplayLog['atMicros'], speed: number, maxMicros: number) {
    this.times = times;
    this.speed = speed;
    this.maxMicros = maxMicros;
  }

  next(): number {
    const due = Math.round((this.times[this.index] ?? Infinity) / this.speed);
    this.index += 1;
    return due < this.maxMicros ? due : Infinity;
  }
}

/** How many arrivals are due before `endMicros`; walks through them, at most `mostSteps` when they never end. */
export function countArrivals(cursor: ArrivalCursor, endMicros: number): number {
  let count = 0;
  for (let due = cursor.next(); due < endMicros && due < Infinity; due = cursor.next()) count += 1;
  return count;
}
