/**
 * Steady hit rate of an LRU cache of `capacity` entries under independent requests, by Che's approximation: h = Σ pᵢ
 * (1 − e^(−pᵢT)) where T solves Σ (1 − e^(−pᵢT)) = capacity (Che, Tung and Wang, "Hierarchical web caching systems",
 * IEEE JSAC 20, 2002). Requests for never-seen queries, the rest that `shares` lack to 1, hold a place each for a time T and
 * never hit. When every query fits, the sum of the shares.
 */
export function cheHitRate(shares: ArrayLike<number>, capacity: number): number {
  const asked = Array.from(shares).filter((share) => share > 0);
  const known = asked.reduce((sum, share) => sum + share, 0);
  const fresh = known < 1 - 1e-9 ? 1 - known : 0;
  if (fresh === 0 && capacity >= asked.length) return known;
  if (capacity <= 0) return 0;
  const held = (time: number): number => asked.reduce((sum, share) => sum - Math.expm1(-share * time), fresh * time);
  let low = 0;
  let high = 1;
  while (held(high) < capacity) high *= 2;
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2;
    if (held(middle) < capacity) low = middle;
    else high = middle;
  }
  return asked.reduce((sum, share) => sum - share * Math.expm1(-share * high), 0);
}

/**
 * Expected hit rate of the first `requests` independent requests to an empty cache that never evicts:
 * 1 − Σ (1 − (1 − pᵢ)^M) / M. 0 for no request. `shares` may sum to less than 1: the rest was never seen before.
 */
export function coldHitRate(shares: ArrayLike<number>, requests: number): number {
  if (requests === 0) return 0;
  const list = Array.from(shares);
  const known = list.reduce((sum, share) => sum + share, 0);
  const firsts = list.reduce((sum, share) => sum - Math.expm1(requests * Math.log1p(-share)), 0);
  return known - firsts / requests;
}
