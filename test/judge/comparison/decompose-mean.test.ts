import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decomposeMean } from '../../../src/judge/comparison/decompose-mean.ts';
import type { Requests } from '../build-run.ts';
import { buildSide } from './build-sides.ts';

function side(hits: number, hitMillis: number, misses: number, missMillis: number) {
  const requests: Requests[] = [
    { count: hits, outcome: 'hit', millis: hitMillis },
    { count: misses, outcome: 'miss', millis: missMillis },
  ];
  return buildSide([{ seconds: 1, requests }]);
}

/** Of so many hits of one latency, and so many misses of another. */
function mean([hits = 0, hit = 0, misses = 0, miss = 0]: readonly number[]): number {
  return (hits * hit + misses * miss) / (hits + misses);
}

describe('the change of the mean', () => {
  it('is all of the hit rate when only that moved, although no class did', () => {
    const change = decomposeMean({ before: side(90, 10, 10, 100), after: side(80, 10, 20, 100) }, 'service');
    expect(change?.byHitRateMillis).toBeCloseTo(9, 1);
    expect(change?.byHitsMillis).toBe(0);
    expect(change?.byMissesMillis).toBe(0);
    expect(change?.totalMillis).toBeCloseTo(9, 1);
  });

  it('is of the hits when only they got slower', () => {
    const change = decomposeMean({ before: side(90, 10, 10, 100), after: side(90, 20, 10, 100) }, 'service');
    expect(change?.byHitsMillis).toBeCloseTo(9, 1);
    expect(change?.byHitRateMillis).toBeCloseTo(0, 12);
  });

  it('adds up to the difference of the two means', () => {
    const count = fc.integer({ min: 1, max: 60 });
    const millis = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(fc.tuple(count, millis, count, millis), fc.tuple(count, millis, count, millis), (left, right) => {
        const change = decomposeMean({ before: side(...left), after: side(...right) }, 'service');
        // A histogram knows a latency to 0.1 %.
        expect(Math.abs((change?.totalMillis ?? Number.NaN) - (mean(right) - mean(left)))).toBeLessThan(0.9);
        expect(change?.totalMillis).toBeCloseTo(
          (change?.byHitRateMillis ?? 0) + (change?.byHitsMillis ?? 0) + (change?.byMissesMillis ?? 0),
          12,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('cannot be split when a side has no hit or no miss', () => {
    const none = buildSide([{ seconds: 1, requests: [{ count: 5, outcome: 'miss' }] }]);
    expect(decomposeMean({ before: none, after: side(1, 1, 1, 1) }, 'service')).toBeUndefined();
    expect(decomposeMean({ before: side(1, 1, 1, 1), after: none }, 'service')).toBeUndefined();
  });
});
