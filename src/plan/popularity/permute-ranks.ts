import type { Population } from './distribution.ts';

/** The position of each popularity rank: a uniform random permutation (Fisher–Yates) that the seed fixes. */
export function permuteRanks({ weights, ranks, ordinal }: Population): Int32Array {
  const order = Int32Array.from(weights, (_, position) => position);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(ranks.uniformAt(ordinal, last) * (last + 1));
    const moved = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = moved;
  }
  return order;
}
