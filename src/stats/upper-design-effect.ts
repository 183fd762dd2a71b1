import { designEffect, type SliceCount } from './design-effect.ts';

/** One-sided 95 % of the standard normal distribution. */
const z = 1.645;

/**
 * An upper 95 % bound of the design effect, for a test that is looked at while it goes on and `allowed` of all samples may break the limit:
 * d·(1 + z·√(2/(K − 1) + d/(n·allowed))) of the K slices that hold samples. The first term under the root is the relative variance of a
 * variance estimated from K slices; the second is what the skewness of rare bursts adds, of which a lucky run has seen too few, so that both
 * its share and its design effect come out too low. Never below 1, so that samples are never counted for more than they are; and 1 of
 * nothing.
 */
export function upperDesignEffect(slices: readonly SliceCount[], allowed: number): number {
  const filled = slices.filter(({ count }) => count > 0);
  const n = filled.reduce((sum, { count }) => sum + count, 0);
  if (filled.length < 2 || !(allowed > 0)) return 1;
  const effect = designEffect(filled);
  return effect * (1 + z * Math.sqrt(2 / (filled.length - 1) + effect / (n * allowed)));
}
