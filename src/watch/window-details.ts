import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { cacheClasses, failureKinds, type CacheClass, type FailureKind } from '../recorder/sample.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';
import { downSeconds } from './down-seconds.ts';
import { answeredIn, unansweredIn, type WatchSecond } from './watch-second.ts';

/** Latencies of a class in a window, in milliseconds. */
type ClassLatency = { readonly n: number; readonly p50: number; readonly p95: number };

/** What the requests of a window were; what failed because the watch itself ended it is nowhere in it. */
export type WindowDetails = {
  readonly seconds: number;
  /** Requests that the service answered, well or not, and those that got no answer. */
  readonly answered: number;
  readonly unanswered: number;
  /** Of those that got none, the ones that belong to a time in which nothing was answered at all: they are `up`'s and no errors. */
  readonly whileDown: number;
  /** Seconds of such times. */
  readonly downSeconds: number;
  readonly classes: Readonly<Record<CacheClass, number>>;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly dropped: number;
  readonly hit?: ClassLatency;
  readonly miss?: ClassLatency;
};

/** Adds up windows; it keeps the two histograms that it needs, and nothing of what it added. */
export class WindowSums {
  readonly hit: Histogram = createHistogram();
  readonly miss: Histogram = createHistogram();

  /**
   * Sums the seconds from `fromMicros` on. `seconds` begin earlier by at least `upMicros`, so that a time without an answer is seen whole. The
   * histograms hold the window's latencies until the next sum. Classes and latencies of a warm-up are left out.
   */
  sum(seconds: readonly WatchSecond[], fromMicros: number, upMicros: number): WindowDetails {
    const down = downSeconds(seconds, upMicros);
    const within = seconds.filter(({ startMicros }) => startMicros >= fromMicros);
    const measured = within.filter(({ isWarmup }) => !isWarmup);
    const dead = within.filter((second) => down.has(second));
    this.hit.reset();
    this.miss.reset();
    for (const { hit, miss } of measured) {
      if (hit !== undefined) this.hit.addBuckets(hit);
      if (miss !== undefined) this.miss.addBuckets(miss);
    }
    const ofClass = (name: CacheClass): number =>
      total(measured, ({ counts }) => counts[cacheClasses.indexOf(name)] ?? 0);
    const hit = latencyOf(this.hit);
    const miss = latencyOf(this.miss);
    return {
      seconds: within.length,
      answered: total(within, answeredIn),
      unanswered: total(within, unansweredIn),
      whileDown: total(dead, unansweredIn),
      downSeconds: dead.length,
      classes: { hit: ofClass('hit'), miss: ofClass('miss'), unknown: ofClass('unknown') },
      failures: failuresOf(within),
      statuses: statusesOf(within),
      dropped: total(within, ({ dropped }) => dropped),
      ...(hit === undefined ? {} : { hit }),
      ...(miss === undefined ? {} : { miss }),
    };
  }
}

/** Seconds from the start of the first to the end of the last; 0 for none. */
export function spanMicros(seconds: readonly WatchSecond[]): number {
  const first = seconds[0];
  const last = seconds.at(-1);
  return first === undefined || last === undefined ? 0 : last.startMicros + microsPerSecond - first.startMicros;
}

function latencyOf(histogram: Histogram): ClassLatency | undefined {
  const [p50, p95] = histogram.valuesAtQuantiles([0.5, 0.95]) ?? [];
  if (p50 === undefined || p95 === undefined) return undefined;
  return { n: histogram.count, p50: p50 / microsPerMilli, p95: p95 / microsPerMilli };
}

function failuresOf(seconds: readonly WatchSecond[]): WindowDetails['failures'] {
  const found: { -readonly [Kind in keyof WindowDetails['failures']]: number } = {};
  for (const kind of failureKinds) {
    const count = kind === 'interrupted' ? 0 : total(seconds, ({ failures }) => failures[kind] ?? 0);
    if (count > 0) found[kind] = count;
  }
  return found;
}

function statusesOf(seconds: readonly WatchSecond[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { statuses } of seconds)
    for (const [status, count] of Object.entries(statuses)) sums[status] = (sums[status] ?? 0) + count;
  return sums;
}

function total(seconds: readonly WatchSecond[], value: (second: WatchSecond) => number): number {
  return seconds.reduce((sum, second) => sum + value(second), 0);
}
