import { createHistogram, decodeHistogram } from '../recorder/histogram.ts';
import type { EncodedHistogram } from '../recorder/snapshot.ts';

/**
 * HDR's percentile distribution in milliseconds, as its plotters read it ("Value Percentile TotalCount 1/(1-Percentile)" and a
 * footer). Histograms of several runs are added. Undefined when there is no sample: an empty distribution would be read as 0.
 */
export function hgrm(histograms: readonly EncodedHistogram[]): string | undefined {
  const sum = createHistogram();
  for (const histogram of histograms) sum.add(decodeHistogram(histogram));
  return sum.count === 0 ? undefined : sum.percentileDistribution();
}
