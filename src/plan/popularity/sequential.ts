import type { Picker } from './picker.ts';

/**
 * The corpus in its order, again and again. With a sequence per user each user starts at a place of its own
 * (multiplicative hashing of its number), so that users do not march in step; user 0 starts at the first query.
 */
export function pickSequential(size: number): Picker {
  return {
    queryAt: (user, index) => ((Math.imul(user, 0x9e37_79b1) >>> 0) + index) % size,
    shares: new Float64Array(size).fill(1 / size),
    freshShare: 0,
    length: Infinity,
  };
}
