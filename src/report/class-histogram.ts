import { createHistogram, decodeHistogram, type Histogram } from '../recorder/histogram.ts';
import type { CacheClass } from '../recorder/sample.ts';
import type { LatencyKind, Snapshot } from '../recorder/snapshot.ts';

/** Which latencies of which runs are added up: one class, or all three when `cacheClass` is undefined. */
export type ClassSelection = { readonly cacheClass: CacheClass | undefined; readonly latency: LatencyKind };

const allClasses: readonly CacheClass[] = ['hit', 'miss', 'unknown'];

/**
 * The latencies of the measured phases as one histogram: histograms are added, percentiles never averaged. Empty when
 * nothing was recorded. @throws HitgateError [E_HISTOGRAM] when a stored histogram cannot be decoded.
 */
export function classHistogram(runs: readonly Snapshot[], { cacheClass, latency }: ClassSelection): Histogram {
  const sum = createHistogram();
  for (const { measure } of runs) {
    for (const name of cacheClass === undefined ? allClasses : [cacheClass]) {
      const encoded = measure.classes[name][latency];
      if (encoded !== undefined) sum.add(decodeHistogram(encoded));
    }
  }
  return sum;
}
