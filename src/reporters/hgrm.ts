import type { Histogram } from '../recorder/histogram.ts';

/**
 * HDR's percentile distribution in milliseconds, as its plotters read it ("Value Percentile TotalCount 1/(1-Percentile)" and a
 * footer). Of an empty histogram it is a comment that says so, because a row of it would be read as a latency of 0.
 */
export function hgrm(histogram: Histogram): string {
  return histogram.count === 0 ? '#[No sample was recorded]\n' : histogram.percentileDistribution();
}
