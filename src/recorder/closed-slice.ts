import type { CacheClass, FailureKind, PhaseName } from './sample.ts';
import type { EncodedHistogram, LatencyKind, Slice } from './snapshot.ts';

/**
 * One second of a phase that is over, with all that was recorded in it: serialisable, so that a run that dies can be put
 * together again from the slices that were written (`foldSlices`).
 */
export type ClosedSlice = {
  readonly phase: PhaseName;
  /** Start of the second in clock microseconds. */
  readonly startMicros: number;
  readonly slice: Slice;
  readonly tallies: SliceTallies;
  /** One for each class and latency of which there was a sample, service times before response times. */
  readonly latencies: readonly SliceLatency[];
};

/** What is counted in a second besides its slice; kinds, statuses and checks that did not occur are left out. */
export type SliceTallies = {
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly checks: Readonly<Record<string, { readonly made: number; readonly held: number }>>;
  /** Observations of users in flight, and their sum. */
  readonly inFlight: { readonly observations: number; readonly sum: number };
};

/** The latencies of one class in one second. */
export type SliceLatency = {
  readonly cacheClass: CacheClass;
  readonly latency: Exclude<LatencyKind, 'waiting'>;
  readonly histogram: EncodedHistogram;
  readonly maxMicros: number;
};
