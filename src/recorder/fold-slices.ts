import { microsPerSecond } from '../units.ts';
import type { BucketCounts } from './bucket-counts.ts';
import type { ClosedSlice, SliceLatency } from './closed-slice.ts';
import { createHistogram, decodeHistogram } from './histogram.ts';
import { PhaseBlocks } from './phase-blocks.ts';
import { describeClass, describeSeconds } from './phase-figures.ts';
import { cacheClasses, failureKinds, type CacheClass, type FailureKind } from './sample.ts';
import type { ClassSnapshot, LimitCounter, OverLimit, PhaseSnapshot, Slice } from './snapshot.ts';

/** What is known of the recording besides its slices. */
export type FoldOptions = {
  /** The limits that the slices were counted with, in the same order. */
  readonly limits: readonly LimitCounter[];
  readonly checkNames: readonly string[];
  /** Length of the phase when it is known; otherwise it lasted until the end of the last slice. */
  readonly durationMicros?: number;
  /** The judged latency, when the phase is told in blocks as well. */
  readonly blocksOf?: SliceLatency['latency'];
};

/**
 * Puts a phase together again from the slices that were written before a run died. Counts, over-limit counters, service
 * times and users in flight are exactly those of a recorder that stopped at the end of the last slice. Response times are
 * there when they were judged; waiting times and lateness are not in slices, so that the class has no `waiting` and the
 * lateness is that of no request.
 */
export function foldSlices(slices: readonly ClosedSlice[], options: FoldOptions): PhaseSnapshot {
  const seconds = slices.map(({ slice }) => slice);
  const lastSecond = seconds.at(-1)?.second ?? -1;
  const durationMicros = options.durationMicros ?? (lastSecond + 1) * microsPerSecond;
  const inFlight = foldInFlight(slices);
  const failures = foldFailures(slices);
  const failed = failureKinds.reduce((sum, kind) => sum + failures[kind], 0);
  return {
    durationMicros,
    requests: failed + sumOf(seconds, (slice) => slice.counts[0] + slice.counts[1] + slice.counts[2]),
    dropped: sumOf(seconds, ({ dropped }) => dropped),
    classes: { hit: foldClass(slices, 'hit'), miss: foldClass(slices, 'miss'), unknown: foldClass(slices, 'unknown') },
    failures,
    statuses: foldStatuses(slices),
    ...(inFlight === undefined ? {} : { inFlight }),
    lateness: createHistogram().encode(),
    checks: foldChecks(slices, options.checkNames),
    overLimit: foldOverLimits(seconds, options.limits),
    ...describeSeconds({ slices: seconds, ...foldBlocks(slices, options.blocksOf) }, durationMicros),
  };
}

function foldBlocks(slices: readonly ClosedSlice[], judgedOn: FoldOptions['blocksOf']): { blocks?: PhaseBlocks } {
  if (judgedOn === undefined) return {};
  const blocks = new PhaseBlocks();
  for (const { slice, latencies } of slices) {
    const hit = bucketsOf(latencies, judgedOn, 'hit');
    const miss = bucketsOf(latencies, judgedOn, 'miss');
    blocks.add(slice, { ...(hit === undefined ? {} : { hit }), ...(miss === undefined ? {} : { miss }) });
  }
  return { blocks };
}

function bucketsOf(
  latencies: readonly SliceLatency[],
  latency: SliceLatency['latency'],
  cacheClass: CacheClass,
): BucketCounts | undefined {
  const entry = latencies.find((each) => each.latency === latency && each.cacheClass === cacheClass);
  return entry === undefined ? undefined : decodeHistogram(entry.histogram).toBuckets();
}

function foldClass(slices: readonly ClosedSlice[], cacheClass: CacheClass): ClassSnapshot {
  const histograms = { service: createHistogram(), response: createHistogram(), waiting: undefined };
  const ofClass = (entry: SliceLatency): boolean => entry.cacheClass === cacheClass;
  for (const { latencies } of slices)
    for (const entry of latencies.filter(ofClass)) histograms[entry.latency].add(decodeHistogram(entry.histogram));
  return describeClass(histograms);
}

function foldFailures(slices: readonly ClosedSlice[]): Record<FailureKind, number> {
  const countOf = (kind: FailureKind): number => sumOf(slices, ({ tallies }) => tallies.failures[kind] ?? 0);
  return {
    refused: countOf('refused'),
    reset: countOf('reset'),
    timeout: countOf('timeout'),
    malformed: countOf('malformed'),
    truncated: countOf('truncated'),
    status: countOf('status'),
    body: countOf('body'),
    interrupted: countOf('interrupted'),
  };
}

function foldStatuses(slices: readonly ClosedSlice[]): Record<string, number> {
  const statuses: Record<string, number> = {};
  for (const { tallies } of slices)
    for (const [status, count] of Object.entries(tallies.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  return statuses;
}

function foldChecks(slices: readonly ClosedSlice[], names: readonly string[]): PhaseSnapshot['checks'] {
  const sumOfCheck = (name: string, part: 'made' | 'held'): number =>
    sumOf(slices, ({ tallies }) => tallies.checks[name]?.[part] ?? 0);
  return Object.fromEntries(
    names.map((name) => [name, { made: sumOfCheck(name, 'made'), held: sumOfCheck(name, 'held') }]),
  );
}

function foldOverLimits(slices: readonly Slice[], limits: readonly LimitCounter[]): OverLimit[] {
  return limits.map((limit, index) => ({
    ...limit,
    over: sumOf(slices, ({ over }) => over[index] ?? 0),
    count: sumOf(slices, ({ counts }) =>
      limit.cacheClass === undefined
        ? counts[0] + counts[1] + counts[2]
        : (counts[cacheClasses.indexOf(limit.cacheClass)] ?? 0),
    ),
  }));
}

function foldInFlight(slices: readonly ClosedSlice[]): PhaseSnapshot['inFlight'] {
  const observations = sumOf(slices, ({ tallies }) => tallies.inFlight.observations);
  if (observations === 0) return undefined;
  const seen = slices.flatMap(({ slice }) => (slice.inFlight === undefined ? [] : [slice.inFlight]));
  return {
    min: seen.reduce((least, [min]) => Math.min(least, min), Infinity),
    max: seen.reduce((greatest, [, max]) => Math.max(greatest, max), 0),
    mean: sumOf(slices, ({ tallies }) => tallies.inFlight.sum) / observations,
    observations,
  };
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
