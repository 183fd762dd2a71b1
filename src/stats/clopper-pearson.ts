import { betaQuantile } from './beta-quantile.ts';

/** A range of values; both ends belong to it. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * The exact two-sided interval of a share after `successes` of n > 0 (Clopper and Pearson 1934), at 95 % unless told. Counts need not
 * be whole, so that effective counts n/deff can be used. With no success it begins at 0, with n of n it ends at 1.
 * @throws RangeError when the successes are not from 0 to n.
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval {
  if (!(n > 0 && successes >= 0 && successes <= n))
    throw new RangeError(`Expected 0 to n > 0, got ${successes} of ${n}`);
  const alpha = 1 - confidence;
  return {
    low: successes <= 0 ? 0 : betaQuantile(alpha / 2, successes, n - successes + 1),
    high: successes >= n ? 1 : betaQuantile(1 - alpha / 2, successes + 1, n - successes),
  };
}
