import { addBuckets, type BucketCounts } from './bucket-counts.ts';
import type { ClosedSlice, SliceLatency, SliceTallies } from './closed-slice.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { cacheClasses, failureKinds, type CacheClass } from './sample.ts';
import type { PartLatency, SlicePart } from './slice-part.ts';
import type { PhaseSnapshot, Slice, SliceCounts } from './snapshot.ts';

const sliceQuantiles = [0.5, 0.95, 0.99];

/** The judged latencies of a second or of a longer stretch; absent for a class of which there was none. */
export type JudgedBuckets = { readonly hit?: BucketCounts; readonly miss?: BucketCounts };

/** A second that all threads have told. */
export type MergedSecond = { readonly closed: ClosedSlice; readonly judged: JudgedBuckets };

/** Makes one second of a phase from the parts that several threads recorded of it. */
export class PartMerger {
  readonly #judgedOn: 'service' | 'response';
  /** Emptied and used again for each class. */
  readonly #histogram: Histogram = createHistogram();

  constructor(judgedOn: 'service' | 'response') {
    this.#judgedOn = judgedOn;
  }

  /**
   * Counts are summed, buckets added, and quantiles are those of the added buckets, never averages. Users in flight are observed by one
   * thread for all, so that they are taken as they are. @throws RangeError for no part.
   */
  merge(parts: readonly SlicePart[]): MergedSecond {
    const [first] = parts;
    if (first === undefined) throw new RangeError('Expected at least one part of a second, got none');
    const judged: { -readonly [Name in keyof JudgedBuckets]: JudgedBuckets[Name] } = {};
    const quantiles: Pick<Slice, 'hit' | 'miss'> = {};
    const latencies = addLatencies(parts).map(({ cacheClass, latency, buckets }) => {
      const histogram = this.#fill(buckets);
      if (latency === this.#judgedOn && cacheClass !== 'unknown') {
        judged[cacheClass] = buckets;
        Object.assign(quantiles, { [cacheClass]: histogram.valuesAtQuantiles(sliceQuantiles) });
      }
      return { cacheClass, latency, histogram: histogram.encode(), maxMicros: histogram.max ?? 0 };
    });
    const { phase, startMicros } = first;
    const slice = { ...mergeCounts(parts.map((part) => part.slice)), ...quantiles };
    return {
      closed: { phase, startMicros, slice, tallies: mergeTallies(parts.map(({ tallies }) => tallies)), latencies },
      judged,
    };
  }

  #fill(buckets: BucketCounts): Histogram {
    this.#histogram.reset();
    this.#histogram.addBuckets(buckets);
    return this.#histogram;
  }
}

/** In the order of `ClosedSlice.latencies`: service times before response times, each by class. */
function addLatencies(parts: readonly SlicePart[]): PartLatency[] {
  const kinds: readonly SliceLatency['latency'][] = ['service', 'response'];
  return kinds.flatMap((latency) =>
    cacheClasses.flatMap((cacheClass) => {
      const buckets = bucketsOf(parts, latency, cacheClass);
      return buckets === undefined ? [] : [{ cacheClass, latency, buckets }];
    }),
  );
}

function bucketsOf(
  parts: readonly SlicePart[],
  latency: SliceLatency['latency'],
  cacheClass: CacheClass,
): BucketCounts | undefined {
  let sum: BucketCounts | undefined;
  for (const { latencies } of parts) {
    const entry = latencies.find((each) => each.latency === latency && each.cacheClass === cacheClass);
    if (entry !== undefined) sum = addBuckets(sum, entry.buckets);
  }
  return sum;
}

function mergeCounts(slices: readonly SlicePart['slice'][]): SlicePart['slice'] {
  const inFlight = slices.find((slice) => slice.inFlight !== undefined)?.inFlight;
  return {
    second: slices[0]?.second ?? 0,
    ...sumCounts(slices),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...mergeFaults(slices),
  };
}

function sumCounts(slices: readonly SliceCounts[]): SliceCounts {
  const sum = (value: (slice: SliceCounts) => number): number =>
    slices.reduce((total, slice) => total + value(slice), 0);
  return {
    counts: [sum(({ counts }) => counts[0]), sum(({ counts }) => counts[1]), sum(({ counts }) => counts[2])],
    failed: sum(({ failed }) => failed),
    dropped: sum(({ dropped }) => dropped),
    over: (slices[0]?.over ?? []).map((_, index) => sum(({ over }) => over[index] ?? 0)),
  };
}

/** What belongs to each fault, summed; nothing when nothing was due during a fault. */
function mergeFaults(slices: readonly SlicePart['slice'][]): Pick<Slice, 'during'> {
  const all = slices.flatMap(({ during = [] }) => during);
  if (all.length === 0) return {};
  const faults = [...new Set(all.map(({ fault }) => fault))].toSorted((one, other) => one - other);
  return {
    during: faults.map((fault) => Object.assign({ fault }, sumCounts(all.filter((each) => each.fault === fault)))),
  };
}

function mergeTallies(parts: readonly SliceTallies[]): SliceTallies {
  const failures: { -readonly [Kind in keyof SliceTallies['failures']]: number } = {};
  for (const part of parts) {
    for (const kind of failureKinds) {
      const count = part.failures[kind];
      if (count !== undefined) failures[kind] = (failures[kind] ?? 0) + count;
    }
  }
  return {
    failures,
    statuses: addCounts(parts.map(({ statuses }) => statuses)),
    checks: addChecks(parts.map(({ checks }) => checks)),
    inFlight: {
      observations: parts.reduce((total, { inFlight }) => total + inFlight.observations, 0),
      sum: parts.reduce((total, { inFlight }) => total + inFlight.sum, 0),
    },
  };
}

/** Sums how often each check was made and held. */
export function addChecks(parts: readonly PhaseSnapshot['checks'][]): Record<string, { made: number; held: number }> {
  const sums: Record<string, { made: number; held: number }> = {};
  for (const part of parts) {
    for (const [name, { made, held }] of Object.entries(part)) {
      const known = sums[name] ?? { made: 0, held: 0 };
      sums[name] = { made: known.made + made, held: known.held + held };
    }
  }
  return sums;
}

/** Sums counts under the same name. */
export function addCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const part of parts) for (const [name, count] of Object.entries(part)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
