import { describe, expect, it } from 'vitest';
import type { Slice } from '../../src/recorder/snapshot.ts';
import { isSteady } from '../../src/recorder/steadiness.ts';

type Second = { hits?: number; misses?: number; hitMedian?: number; missMedian?: number };

function sliceOf(second: number, { hits = 900, misses = 100, hitMedian = 10_000, missMedian = 60_000 }: Second): Slice {
  return {
    second,
    counts: [hits, misses, 0],
    failed: 0,
    dropped: 0,
    over: [],
    ...(hits === 0 ? {} : { hit: [hitMedian, hitMedian, hitMedian] }),
    ...(misses === 0 ? {} : { miss: [missMedian, missMedian, missMedian] }),
  };
}

/** Three seconds of each window. */
function windowsOf(...windows: readonly Second[]): Slice[] {
  return windows.flatMap((window, index) => [0, 1, 2].map((second) => sliceOf(index * 3 + second, window)));
}

describe('isSteady', () => {
  it.each<[string, boolean, readonly Slice[]]>([
    ['nothing', false, []],
    ['eight equal seconds', false, windowsOf({}, {}, {}).slice(1)],
    ['nine equal seconds', true, windowsOf({}, {}, {})],
    ['nine equal seconds after wild ones', true, windowsOf({ hits: 1 }, {}, {}, {})],
    ['a hit rate that moved by 0.9 points', true, windowsOf({}, { hits: 909, misses: 91 }, {})],
    ['a hit rate that moved by 1.1 points', false, windowsOf({}, {}, { hits: 911, misses: 89 })],
    ['a median that moved by 4.9 %', true, windowsOf({}, {}, { hitMedian: 10_490 })],
    ['a median that moved by 5 %', false, windowsOf({ hitMedian: 10_500 }, {}, {})],
    ['a median of the rarer class that moved', true, windowsOf({}, {}, { missMedian: 90_000 })],
    ['misses alone, steady', true, windowsOf({ hits: 0 }, { hits: 0 }, { hits: 0 })],
    ['misses alone, slowing down', false, windowsOf({ hits: 0 }, { hits: 0 }, { hits: 0, missMedian: 70_000 })],
    ['a window without a success', false, windowsOf({}, { hits: 0, misses: 0 }, {})],
    ['a missing second', false, windowsOf({}, {}, {}, {}).filter(({ second }) => second !== 7)],
  ])('of %s is %s', (_, expected, slices) => {
    expect(isSteady(slices)).toBe(expected);
  });
});
