import { microsPerSecond } from '../units.ts';
import type { Histogram } from './histogram.ts';
import type { ClassSnapshot, LatencyKind, Slice } from './snapshot.ts';

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

/**
 * The slices that belong to a phase: all that began within it, and later ones in which a request of it ended. Seconds that
 * passed with nothing left to wait for are dropped.
 */
export function keptSlices(slices: readonly Slice[], durationMicros: number): Slice[] {
  return slices.filter((slice) => slice.second * microsPerSecond < durationMicros || holdsRequests(slice));
}

function holdsRequests({ counts, failed, dropped }: Slice): boolean {
  return failed > 0 || dropped > 0 || counts.some((count) => count > 0);
}

function hasValues(histogram: Histogram | undefined): histogram is Histogram {
  return histogram !== undefined && histogram.count > 0;
}
