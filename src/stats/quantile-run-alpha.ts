/**
 * The level of each one-sided t bound over runs for the logarithm of a quantile. It is less than the 5 % that a verdict may be wrong: within a run
 * the estimate of a quantile is skewed, the more so the more its samples depend on each other, so that bounds at 5 % were wrong in up to 5.8 % of
 * simulated verdicts (docs/statistics.md).
 */
export const quantileRunAlpha = 0.04;
