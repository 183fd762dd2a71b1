import { RandomStream, streams } from '../random.ts';
import type { Load } from '../scenario/scenario.ts';
import type { ArrivalCursor, ReplayLog } from './plan.ts';
import { RateProfile, type RatedLoad } from './rate-profile.ts';
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
  const cursor = (): ArrivalCursor => {
    const timeOf = profile.inverse();
    let index = 0;
    return { next: () => (index < count ? timeOf(index++) : Infinity) };
  };
  return { cursor, count };
}

/**
 * Gaps are rounded to 2^-26 of the mean, so that their sum is exact and the last digit of `Math.log`, which differs
 * between engines, changes a due time about once in 10^8 arrivals, and then by less than a microsecond at any useful rate.
 */
function poissonArrivals(profile: RateProfile, { seed, length }: ArrivalSource): Arrivals {
  const cursor = (): ArrivalCursor => {
    const stream = new RandomStream(seed, streams.arrivals);
    const timeOf = profile.inverse();
    let index = 0;
    let reached = 0;
    const next = (): number => {
      if (index >= length || reached >= profile.total) return Infinity;
      reached += Math.round(-Math.log(1 - stream.uniformAt(0, index)) * 67_108_864) / 67_108_864;
      index += 1;
      return reached < profile.total ? timeOf(reached) : Infinity;
    };
    return { next };
  };
  const countable = Math.min(profile.total, length) <= mostSteps;
  return { cursor, count: countable ? countArrivals(cursor(), Infinity) : undefined };
}

function replayArrivals(maxMicros: number, { replay, speed }: ArrivalSource): Arrivals {
  if (replay === undefined) throw new RangeError('Expected a replay log for executor "replay", got none');
  const times = replay.atMicros;
  const cursor = (): ArrivalCursor => {
    let index = 0;
    const next = (): number => {
      const due = Math.round((times[index] ?? Infinity) / speed);
      index += 1;
      return due < maxMicros ? due : Infinity;
    };
    return { next };
  };
  return { cursor, count: countArrivals(cursor(), Infinity) };
}

/** How many arrivals are due before `endMicros`; walks through them, at most `mostSteps` when they never end. */
export function countArrivals(cursor: ArrivalCursor, endMicros: number): number {
  let count = 0;
  for (let due = cursor.next(); due < endMicros && due < Infinity; due = cursor.next()) count += 1;
  return count;
}
