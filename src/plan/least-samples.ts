const level = 0.05;
const mostSamples = 1_000_000_000;

/**
 * The least n at which a gate on a share passes although `over(n)` of n samples broke its limit: the least n with
 * BinomialCDF(over(n); n, allowed) ≤ 0.05, the judge's own rule for one-sided 95 % confidence. With an `over` that
 * rounds, n is where it passes first in a search by halves, which may be a few samples above the least. Undefined when even 10^9 samples do not suffice, as when more are over than allowed.
 */
export function leastSamples(allowed: number, over: (n: number) => number): number | undefined {
  const passes = (n: number): boolean => binomialCdf(over(n), n, allowed) <= level;
  let high = 1;
  while (high < mostSamples && !passes(high)) high *= 2;
  if (!passes(high)) return undefined;
  let low = Math.floor(high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** P(X ≤ successes) for X binomial(n, share), summed from the last term down in logarithms; for tails below the mean. */
function binomialCdf(successes: number, n: number, share: number): number {
  if (successes >= n || share <= 0) return 1;
  if (share >= 1) return 0;
  if (successes > n * share) return 1; // more than expected: at least about one half, far from passing
  const odds = Math.log(share) - Math.log1p(-share);
  let logTerm = n * Math.log1p(-share);
  for (let k = 1; k <= successes; k += 1) logTerm += Math.log((n - k + 1) / k) + odds;
  let ratio = 1;
  let sum = 1;
  for (let k = successes; k > 0 && ratio > sum * 1e-17; k -= 1) {
    ratio *= (k / (n - k + 1)) * Math.exp(-odds);
    sum += ratio;
  }
  return Math.exp(logTerm) * sum;
}
