import { describe, expect, it } from 'vitest';
import { cheHitRate, coldHitRate } from '../../src/plan/che.ts';

function zipf(size: number, exponent: number): number[] {
  const weights = Array.from({ length: size }, (_, rank) => (rank + 1) ** -exponent);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

describe('cheHitRate', () => {
  // Computed independently by solving the equations for Zipf over N queries and an LRU of C.
  it.each([
    [10_000, 0.99, 1_000, 0.664],
    [10_000, 0.99, 4_000, 0.86],
    [10_000, 0.99, 6_000, 0.922],
    [10_000, 1.2, 1_000, 0.861],
    [10_000, 0.8, 4_000, 0.731],
    [1_000, 0.99, 100, 0.57],
  ])('of %d queries, Zipf %d, an LRU of %d is %d', (size, exponent, capacity, expected) => {
    expect(Math.abs(cheHitRate(zipf(size, exponent), capacity) - expected)).toBeLessThan(
      size === 1000 ? 0.005 : 0.0006,
    );
  });

  it.each([
    ['one less than all', 9, 1, false],
    ['all', 10, 1, true],
    ['more than all', 11, 1, true],
  ])('is 1 for a cache of %s exactly when every query fits', (_, capacity, rate, whole) => {
    expect(cheHitRate(zipf(10, 0.99), capacity) === rate).toBe(whole);
  });

  it('is 0 for no capacity', () => {
    expect(cheHitRate(zipf(10, 1), 0)).toBe(0);
  });

  it('lets never-seen queries push others out', () => {
    const known = zipf(1000, 0.99).map((share) => share * 0.9);
    expect(cheHitRate(known, 500)).toBeLessThan(0.9 * cheHitRate(zipf(1000, 0.99), 500));
  });
});

describe('coldHitRate', () => {
  it.each([
    [2_000, 0.746],
    [5_000, 0.848],
    [10_000, 0.909],
  ])('of Zipf 0.99 over 1 000 queries after %d requests is %d', (requests, expected) => {
    expect(Math.abs(coldHitRate(zipf(1000, 0.99), requests) - expected)).toBeLessThan(0.0006);
  });

  it.each([
    ['no request', 0, 0],
    ['one request, which must miss', 1, 0],
  ])('is %d after %s', (_, requests, expected) => {
    expect(coldHitRate(zipf(10, 1), requests)).toBeCloseTo(expected, 12);
  });
});
