import type { BucketCounts } from '../../src/recorder/bucket-counts.ts';
import { createHistogram } from '../../src/recorder/histogram.ts';
import { watchListOf, type WatchList } from '../../src/rules/watch-list.ts';
import type { WatchedFigure } from '../../src/scenario/watched-figure.ts';
import type { Look, Reading } from '../../src/watch/reading.ts';
import type { WatchSecond } from '../../src/watch/watch-second.ts';
import { scenarioOf } from '../scenario/parse-text.ts';

export const second = 1_000_000;
export const minute = 60 * second;

/** The plan's own triggers and nothing else. */
export function planWatch(): WatchList {
  return watchListOf({ ...scenarioOf('name: sla'), thresholds: [] });
}

/** Latencies in milliseconds as they are counted in a second. */
export function bucketsOf(...millis: readonly number[]): BucketCounts {
  const histogram = createHistogram();
  for (const value of millis) histogram.record(value * 1000);
  const buckets = histogram.toBuckets();
  if (buckets === undefined) throw new RangeError('Expected at least one latency');
  return buckets;
}

/** A second in which 9 hits of 14 ms and one miss of 80 ms came, unless `changes` say otherwise. */
export function secondAt(startMicros: number, changes: Partial<WatchSecond> = {}): WatchSecond {
  return { ...wellSecond, startMicros, ...changes };
}

const wellSecond: WatchSecond = {
  startMicros: 0,
  isWarmup: false,
  counts: [9, 1, 0],
  failures: {},
  statuses: { 200: 10 },
  dropped: 0,
  inFlight: [0, 1],
  hit: bucketsOf(12, 13, 13, 14, 14, 14, 14, 14, 14),
  miss: bucketsOf(80),
};

/** A second in which nothing was answered. */
export function silentSecond(startMicros: number, failures: WatchSecond['failures'] = { refused: 10 }): WatchSecond {
  return { startMicros, isWarmup: false, counts: [0, 0, 0], failures, statuses: {}, dropped: 0, inFlight: [0, 1] };
}

/** All that the plan's triggers read, well. */
const wellReadings: readonly Reading[] = [
  { figure: { kind: 'hit rate' }, value: 0.9, n: 600 },
  { figure: { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 }, value: 14, n: 540 },
  { figure: { kind: 'up' }, value: 1, n: 150 },
  { figure: { kind: 'error rate' }, value: 0, n: 600 },
];

/** A look at which all is well but for the figures given. */
export function lookAt(atMicros: number, readings: readonly Reading[] = [], more: Partial<Look> = {}): Look {
  const kinds = new Set(readings.map(({ figure }) => figure.kind));
  const others = wellReadings.filter(({ figure }) => !kinds.has(figure.kind));
  return {
    atMicros,
    wallMillis: Date.UTC(2026, 0, 8) + atMicros / 1000,
    readings: [...readings, ...others],
    ...more,
  };
}

/** A reading with a value. */
export function valueOf(figure: WatchedFigure, value: number): Reading {
  return { figure, value, n: 100 };
}
