import { RandomStream, streams } from '../random.ts';

/** One of the two sides of a comparison. */
export type PairSide = 'before' | 'after';

/**
 * The side that is measured first in each of `pairs` pairs, drawn from the seed. Pairs come in blocks of two, in each of which either side is
 * first once, so that what drifts evenly falls on both sides alike; which of them begins is drawn for each block, so that nothing with
 * a period keeps step with the order. An odd last pair is drawn by itself: neither side is first more than once oftener. Empty for 0 pairs.
 */
export function orderPairs(pairs: number, seed: number): readonly PairSide[] {
  const stream = new RandomStream(seed, streams.pairs);
  return Array.from({ length: pairs }, (_, pair) => {
    const isBeforeFirst = stream.uniformAt(0, Math.floor(pair / 2)) < 0.5;
    return isBeforeFirst === (pair % 2 === 0) ? 'before' : 'after';
  });
}

/** The other side. */
export function otherSide(side: PairSide): PairSide {
  return side === 'before' ? 'after' : 'before';
}
