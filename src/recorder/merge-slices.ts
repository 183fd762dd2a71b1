import type { ClosedSlice, SliceLatency, SliceTallies } from './closed-slice.ts';
import { createHistogram, decodeHistogram, type Histogram } from './histogram.ts';
import { cacheClasses, failureKinds, type CacheClass } from './sample.ts';
import type { LatencyKind, PhaseSnapshot, Slice } from './snapshot.ts';

const sliceQuantiles = [0.5, 0.95, 0.99];

/**
 * One second of a phase from the parts that several threads recorded of it: counts are summed, histograms added, and quantiles are
 * those of the added histograms, never averages. Users in flight are observed by one thread for all, so that they are taken as they are.
 * @throws RangeError for no part.
 */
export function mergeSlices(parts: readonly ClosedSlice[], judgedOn: 'service' | 'response'): ClosedSlice {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('Expected at least one part of a second, got none');
  if (others.length === 0) return first;
  const added = addLatencies(parts);
  return {
    phase: first.phase,
    startMicros: first.startMicros,
    slice: mergeCounts(
      parts.map(({ slice }) => slice),
      (cacheClass) => quantilesOf(added.get(keyOf(cacheClass, judgedOn))?.histogram),
    ),
    tallies: mergeTallies(parts.map(({ tallies }) => tallies)),
    latencies: [...added.values()].map(({ cacheClass, latency, histogram }) => ({
      cacheClass,
      latency,
      histogram: histogram.encode(),
      maxMicros: histogram.max ?? 0,
    })),
  };
}

type Quantiles = readonly [p50: number, p95: number, p99: number];
type Added = Pick<SliceLatency, 'cacheClass' | 'latency'> & { readonly histogram: Histogram };

/** In the order of `ClosedSlice.latencies`: service times before response times, each by class. */
function addLatencies(parts: readonly ClosedSlice[]): ReadonlyMap<string, Added> {
  const added = new Map<string, Added>();
  for (const latency of ['service', 'response'] as const) {
    for (const cacheClass of cacheClasses) {
      for (const { latencies } of parts) {
        const entry = latencies.find((each) => each.latency === latency && each.cacheClass === cacheClass);
        if (entry === undefined) continue;
        const sum = added.get(keyOf(cacheClass, latency)) ?? { cacheClass, latency, histogram: createHistogram() };
        sum.histogram.add(decodeHistogram(entry.histogram));
        added.set(keyOf(cacheClass, latency), sum);
      }
    }
  }
  return added;
}

function keyOf(cacheClass: CacheClass, latency: LatencyKind): string {
  return `${latency} ${cacheClass}`;
}

function quantilesOf(histogram: Histogram | undefined): Quantiles | undefined {
  const [p50, p95, p99] = histogram?.valuesAtQuantiles(sliceQuantiles) ?? [];
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : [p50, p95, p99];
}

function mergeCounts(slices: readonly Slice[], quantiles: (cacheClass: CacheClass) => Quantiles | undefined): Slice {
  const sum = (value: (slice: Slice) => number): number => slices.reduce((total, slice) => total + value(slice), 0);
  const inFlight = slices.find((slice) => slice.inFlight !== undefined)?.inFlight;
  const hit = quantiles('hit');
  const miss = quantiles('miss');
  return {
    second: slices[0]?.second ?? 0,
    counts: [sum(({ counts }) => counts[0]), sum(({ counts }) => counts[1]), sum(({ counts }) => counts[2])],
    failed: sum(({ failed }) => failed),
    dropped: sum(({ dropped }) => dropped),
    over: (slices[0]?.over ?? []).map((_, index) => sum(({ over }) => over[index] ?? 0)),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(hit === undefined ? {} : { hit }),
    ...(miss === undefined ? {} : { miss }),
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
