import type { Distribution } from './distribution.ts';
import { WeightTable } from './weight-table.ts';

/** Each query is asked in proportion to its weight in the corpus. */
export function weightedDistribution(weights: readonly number[]): Distribution {
  const table = new WeightTable(weights);
  return { positionOf: (first) => table.positionOf(first), shares: table.shares };
}
