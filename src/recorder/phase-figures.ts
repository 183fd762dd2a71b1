import { microsPerSecond } from '../units.ts';
import type { Buckets } from './buckets.ts';
import { histogramOf, type Histogram } from './histogram.ts';
import type { PhaseBlocks } from './phase-blocks.ts';
import type { WindowPart } from './phase-part.ts';
import { cacheClasses, type CacheClass } from './sample.ts';
import type { ClassSnapshot, LatencyKind, LimitCounter, PhaseSnapshot, Slice } from './snapshot.ts';
import type { Tallies } from './tallies.ts';

/** The figures of a class from its histograms; one that is empty or missing is left out. Its count is the service times'. */
export function describeClass(histograms: Readonly<Record<LatencyKind, Histogram | undefined>>): ClassSnapshot {
  const { service, response, waiting } = histograms;
  return {
    count: service?.count ?? 0,
    ...(hasValues(service) ? { service: service.encode() } : {}),
    ...(hasValues(response) ? { response: response.encode() } : {}),
    ...(hasValues(waiting) ? { waiting: waiting.encode() } : {}),
  };
}

/** The figures of a class from buckets of all classes. */
function describeBuckets(
  cacheClass: CacheClass,
  buckets: Readonly<Record<LatencyKind, readonly Buckets[]>>,
): ClassSnapshot {
  const index = cacheClasses.indexOf(cacheClass);
  return describeClass({
    service: histogramOfAll(buckets.service[index]),
    response: histogramOfAll(buckets.response[index]),
    waiting: histogramOfAll(buckets.waiting[index]),
  });
}

/** What a phase and a part of it are described by: its counts, and its latencies as buckets of all classes. */
type Counted = {
  readonly tallies: Tallies;
  readonly buckets: Readonly<Record<LatencyKind, readonly Buckets[]>>;
  readonly limits: readonly LimitCounter[];
  readonly checkNames: readonly string[];
};

/** The figures that a phase and a part of it have in common. */
export function describeFigures({ tallies, buckets, limits, checkNames }: Counted): Omit<WindowPart, 'name'> {
  const inFlight = tallies.inFlight();
  return {
    requests: tallies.requests,
    dropped: tallies.dropped,
    classes: {
      hit: describeBuckets('hit', buckets),
      miss: describeBuckets('miss', buckets),
      unknown: describeBuckets('unknown', buckets),
    },
    failures: tallies.failures(),
    ...(inFlight === undefined ? {} : { inFlight }),
    checks: tallies.checks(checkNames),
    overLimit: tallies.overLimits(limits),
  };
}

/** A histogram of all that buckets hold; undefined for nothing. */
export function histogramOfAll(buckets: Buckets | undefined): Histogram | undefined {
  const counted = buckets?.copy();
  return counted === undefined ? undefined : histogramOf(counted);
}

/** The seconds of a phase as they were told, and its blocks where they are kept. */
export type ToldSeconds = { readonly slices: readonly Slice[]; readonly blocks?: PhaseBlocks };

/** What a phase says of its seconds: the slices that belong to it, and blocks up to the last of them. */
export function describeSeconds(
  { slices, blocks }: ToldSeconds,
  durationMicros: number,
): Pick<PhaseSnapshot, 'slices' | 'blocks'> {
  const kept = keptSlices(slices, durationMicros);
  const seconds = (kept.at(-1)?.second ?? -1) + 1;
  return { slices: kept, ...(blocks === undefined ? {} : { blocks: blocks.describe(seconds) }) };
}

/**
 * The slices that belong to a phase: all that began within it, and later ones in which a request of it ended. Seconds that
 * passed with nothing left to wait for are dropped.
 */
function keptSlices(slices: readonly Slice[], durationMicros: number): Slice[] {
  return slices.filter((slice) => slice.second * microsPerSecond < durationMicros || holdsRequests(slice));
}

function holdsRequests({ counts, failed, dropped }: Slice): boolean {
  return failed > 0 || dropped > 0 || counts.some((count) => count > 0);
}

function hasValues(histogram: Histogram | undefined): histogram is Histogram {
  return histogram !== undefined && histogram.count > 0;
}
