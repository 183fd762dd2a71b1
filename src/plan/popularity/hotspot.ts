import type { Distribution, Population } from './distribution.ts';
import { permuteRanks } from './permute-ranks.ts';

/**
 * A share `hotTraffic` of the requests goes evenly to a share `hotQueries` of the queries (rounded, at least one, chosen
 * by the seed), the rest evenly to the others; all of it to the hot ones when there are no others.
 */
export function hotspotDistribution(
  shares: { readonly hotQueries: number; readonly hotTraffic: number },
  population: Population,
): Distribution {
  const order = permuteRanks(population);
  const size = order.length;
  const hot = Math.min(size, Math.max(1, Math.round(shares.hotQueries * size)));
  const cold = size - hot;
  const traffic = cold === 0 ? 1 : shares.hotTraffic;
  const perPosition = new Float64Array(size).fill(cold === 0 ? 0 : (1 - traffic) / cold);
  for (const position of order.subarray(0, hot)) perPosition[position] = traffic / hot;
  return {
    positionOf: (first, second) =>
      order[first < traffic ? Math.floor(second * hot) : hot + Math.floor(second * cold)] ?? 0,
    shares: perPosition,
  };
}
