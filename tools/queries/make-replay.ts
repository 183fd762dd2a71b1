import { SeededDraw } from './seeded-draw.ts';

/** One line of a replay log, with its keys as they are written. */
export type ReplayLine = { readonly at_ms: number; readonly id: string };

const orderPurpose = 4;
const timePurpose = 5;
const queryPurpose = 6;

/** The rate of an imagined morning, in requests per second: a calm start, two bursts and a lull between them. */
const morning: readonly { readonly seconds: number; readonly rate: number }[] = [
  { seconds: 5, rate: 12 },
  { seconds: 3, rate: 40 },
  { seconds: 7, rate: 15 },
  { seconds: 5, rate: 2 },
  { seconds: 4, rate: 50 },
  { seconds: 6, rate: 17.5 },
];

/**
 * Makes a synthetic log of 600 requests over 30 seconds: times follow the rates of a morning with bursts and a lull, ids
 * follow Zipf's law with exponent 1, ranks in an order of the seed. Nobody ever sent these requests.
 */
export function makeReplay(ids: readonly string[], seed: number): ReplayLine[] {
  const ranked = new SeededDraw(seed, orderPurpose).shuffle(ids);
  const times = new SeededDraw(seed, timePurpose);
  const picks = new SeededDraw(seed, queryPurpose);
  const requests = Math.round(morning.reduce((sum, { seconds, rate }) => sum + seconds * rate, 0));
  const first = millisAt(times.next());
  const bounds = zipfBounds(ranked.length);
  return Array.from({ length: requests }, (_, index) => ({
    at_ms: index === 0 ? 0 : Math.max(0, millisAt(index + times.next()) - first),
    id: ranked[positionOf(picks.next(), bounds)] ?? '',
  }));
}

/** The time at which so many requests have come, in whole milliseconds. */
function millisAt(requests: number): number {
  let before = 0;
  let seconds = 0;
  for (const stage of morning) {
    const within = (requests - before) / stage.rate;
    if (within <= stage.seconds) return Math.round((seconds + within) * 1_000);
    before += stage.seconds * stage.rate;
    seconds += stage.seconds;
  }
  return seconds * 1_000;
}

/** Sums of 1/rank: only additions and divisions, so that they are the same on every machine. */
function zipfBounds(count: number): Float64Array {
  const bounds = new Float64Array(count);
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    bounds[rank - 1] = sum;
  }
  return bounds;
}

/** The first position whose bound is above a share of the whole. */
function positionOf(share: number, bounds: Float64Array): number {
  const wanted = share * (bounds.at(-1) ?? 0);
  return bounds.findIndex((bound) => bound > wanted);
}
