import type { BucketCounts } from '../recorder/bucket-counts.ts';
import type { ClosedSlice } from '../recorder/closed-slice.ts';
import { decodeHistogram } from '../recorder/histogram.ts';
import type { CacheClass, FailureKind } from '../recorder/sample.ts';

/** What a watch keeps of a second of its own load. */
export type WatchSecond = {
  readonly startMicros: number;
  /** Whether the queries were those of a warm-up: they say whether the service answers, and nothing of its cache. */
  readonly isWarmup: boolean;
  readonly counts: readonly [hit: number, miss: number, unknown: number];
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly dropped: number;
  /** Least and greatest number of requests outstanding; absent when it was not observed. */
  readonly inFlight?: readonly [min: number, max: number];
  /** Judged latencies; absent for a class without an answer. */
  readonly hit?: BucketCounts;
  readonly miss?: BucketCounts;
};

/** Kinds of failure with which the service, or what stands before it, did answer. */
const answeredKinds: readonly FailureKind[] = ['status', 'body', 'malformed', 'truncated'];

/** The kinds that say that no answer came: `interrupted` says only that the watch itself ended a request. */
const unansweredKinds = ['refused', 'reset', 'timeout'] as const satisfies readonly FailureKind[];

/** What a watch keeps of a second that an engine told. */
export function watchSecondOf(closed: ClosedSlice, judgedOn: 'service' | 'response'): WatchSecond {
  const { slice, tallies, startMicros, phase } = closed;
  const hit = bucketsOf(closed, 'hit', judgedOn);
  const miss = bucketsOf(closed, 'miss', judgedOn);
  return {
    startMicros,
    isWarmup: phase === 'warmup',
    counts: slice.counts,
    failures: tallies.failures,
    statuses: tallies.statuses,
    dropped: slice.dropped,
    ...(slice.inFlight === undefined ? {} : { inFlight: slice.inFlight }),
    ...(hit === undefined ? {} : { hit }),
    ...(miss === undefined ? {} : { miss }),
  };
}

/** Requests that the service answered in a second, well or not. */
export function answeredIn({ counts, failures }: WatchSecond): number {
  return answeredKinds.reduce((sum, kind) => sum + (failures[kind] ?? 0), counts[0] + counts[1] + counts[2]);
}

/** Requests that got no answer in a second. */
export function unansweredIn({ failures }: WatchSecond): number {
  return unansweredKinds.reduce((sum, kind) => sum + (failures[kind] ?? 0), 0);
}

function bucketsOf(
  { latencies }: ClosedSlice,
  cacheClass: CacheClass,
  judgedOn: 'service' | 'response',
): BucketCounts | undefined {
  const found = latencies.find((each) => each.cacheClass === cacheClass && each.latency === judgedOn);
  return found === undefined ? undefined : decodeHistogram(found.histogram).toBuckets();
}
