import { quantileRank } from '../../src/recorder/histogram.ts';
import { quantileNames, type QuantileName, type Quantiles } from '../harness/delay-target.ts';

/** The share of each quantile. */
export const quantileShares: Readonly<Record<QuantileName, number>> = {
  p50: 0.5,
  p95: 0.95,
  p99: 0.99,
  'p99.9': 0.999,
};

/** The quantiles of sorted values, by rank ⌈q·n⌉; none of no values. */
export function quantilesOf(sorted: Float64Array): Quantiles {
  const found: Partial<Record<QuantileName, number>> = {};
  for (const name of quantileNames) {
    const value = sorted[quantileRank(quantileShares[name], sorted.length) - 1];
    if (value !== undefined) found[name] = value;
  }
  return found;
}
