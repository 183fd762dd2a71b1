import type { RandomStream } from '../../random.ts';
import type { Popularity } from '../../scenario/scenario.ts';
import { hotspotDistribution } from './hotspot.ts';
import { uniformDistribution } from './uniform.ts';
import { weightedDistribution } from './weighted.ts';
import { zipfDistribution } from './zipf.ts';

/** How requests fall on n positions, each draw independent of every other. */
export type Distribution = {
  /** The position (0 … n − 1) that two independent numbers in [0, 1) choose. */
  readonly positionOf: (first: number, second: number) => number;
  /** Share of the requests for each position; sums to 1. */
  readonly shares: Float64Array;
};

/** What a distribution is built over: the weights of its queries (n = their number), and the stream that permutes ranks. */
export type Population = {
  readonly weights: readonly number[];
  readonly ranks: RandomStream;
  /** Distinguishes the permutations of several populations of one plan. */
  readonly ordinal: number;
};

/** The popularity kinds whose draws are independent. */
export type DrawnPopularity = Extract<Popularity, { readonly kind: 'uniform' | 'zipf' | 'hotspot' | 'weighted' }>;

/** Builds the distribution of a popularity over a population of at least one query. */
export function buildDistribution(popularity: DrawnPopularity, population: Population): Distribution {
  switch (popularity.kind) {
    case 'uniform':
      return uniformDistribution(population.weights.length);
    case 'zipf':
      return zipfDistribution(popularity.exponent, population);
    case 'hotspot':
      return hotspotDistribution(popularity, population);
    case 'weighted':
      return weightedDistribution(population.weights);
  }
}
