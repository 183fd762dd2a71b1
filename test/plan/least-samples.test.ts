import { describe, expect, it } from 'vitest';
import { leastSamples } from '../../src/plan/least-samples.ts';

describe('leastSamples', () => {
  // Exact binomial tests of a quantile, 95 % confidence: see Hahn and Meeker, "Statistical Intervals".
  it.each([
    [0.05, 0, 59],
    [0.05, 5, 208],
    [0.05, 50, 1_260],
    [0.05, 500, 10_749],
    [0.01, 0, 299],
    [0.01, 3, 773],
  ])('with a share of %d allowed and %d over is %d', (allowed, over, expected) => {
    expect(leastSamples(allowed, () => over)).toBe(expected);
  });

  it('is undefined when more are over than allowed', () => {
    expect(leastSamples(0.05, (n) => Math.ceil(n * 0.06))).toBeUndefined();
  });

  it('knows what a hit rate of 89.1 % needs to beat 87.3 %', () => {
    const n = leastSamples(1 - 0.873, (count) => Math.ceil(count * (1 - 0.891) - 1e-9));
    expect(n).toBeGreaterThan(850);
    expect(n).toBeLessThan(1010);
  });
});
