import type { Distribution, Population } from './distribution.ts';
import { permuteRanks } from './permute-ranks.ts';
import { WeightTable } from './weight-table.ts';

/**
 * Exact Zipf: the query of rank r (1 … n) is asked in proportion to r^-exponent, and the seed decides which query has
 * which rank. Not YCSB's "zipfian", which scatters ranks by a hash and so loses most of the locality.
 */
export function zipfDistribution(exponent: number, population: Population): Distribution {
  const table = new WeightTable(population.weights.map((_, rank) => (rank + 1) ** -exponent));
  const order = permuteRanks(population);
  const shares = new Float64Array(order.length);
  for (const [rank, position] of order.entries()) shares[position] = table.shares[rank] ?? 0;
  return { positionOf: (first) => order[table.positionOf(first)] ?? 0, shares };
}
