import { quantileRank, type Histogram } from '../recorder/histogram.ts';

const quantiles = [
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p99.9', 0.999],
] as const;

/** The figures of a distribution, in the order in which they are shown. */
export const percentileNames = [...quantiles.map(([name]) => name), 'max', 'mean'] as const;

/** The name of one figure of a distribution. */
export type PercentileName = (typeof percentileNames)[number];

/** Figures in microseconds; one that the samples do not support is absent. */
export type Percentiles = Readonly<Partial<Record<PercentileName, number>>>;

/**
 * The percentiles, maximum and mean of a histogram. A quantile is given only when at least one sample lies beyond its rank
 * (p99.9 needs 1 000 samples, p95 needs 20): before that it would be the maximum under another name. Nothing of nothing.
 */
export function percentilesOf(histogram: Histogram): Percentiles {
  const { count, max, mean } = histogram;
  const supported = quantiles.filter(([, share]) => quantileRank(share, count) < count);
  const values = histogram.valuesAtQuantiles(supported.map(([, share]) => share)) ?? [];
  return Object.fromEntries([
    ...supported.map(([name], index) => [name, values[index]]),
    ...(max === undefined || mean === undefined
      ? []
      : [
          ['max', max],
          ['mean', mean],
        ]),
  ]);
}

/** A quantile under the same rule, for any share of 1; undefined when no sample lies beyond its rank. */
export function supportedQuantile(histogram: Histogram, share: number): number | undefined {
  const { count } = histogram;
  return quantileRank(share, count) < count ? histogram.valueAtQuantile(share) : undefined;
}
