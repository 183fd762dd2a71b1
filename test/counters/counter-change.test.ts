import { describe, expect, it } from 'vitest';
import { bucketChange, counterChange } from '../../src/counters/counter-change.ts';
import type { BucketReading, CounterReading } from '../../src/counters/counter-scrape.ts';

const absent = { kind: 'absent' } as const;
const spoilt = { kind: 'unusable', why: 'a is NaN in line 1, which no counter can be' } as const;

function values(of: Record<string, number>): CounterReading {
  return { kind: 'values', name: 'a', values: of };
}

function buckets(counts: readonly number[], total: number, bounds = [1, 2]): BucketReading {
  return { kind: 'buckets', name: 'b', series: 1, bounds, counts, total };
}

describe('the growth of a counter', () => {
  it.each([
    ['of one series', values({ '': 3 }), values({ '': 10 }), 7],
    ['that stands still', values({ '': 3 }), values({ '': 3 }), 0],
    ['of several series', values({ '{n="a"}': 3, '{n="b"}': 1 }), values({ '{n="a"}': 4, '{n="b"}': 3 }), 3],
    ['with a series that is new', values({ '{n="a"}': 3 }), values({ '{n="a"}': 4, '{n="b"}': 3 }), 4],
    ['that is new', absent, values({ '': 3 }), 3],
  ])('%s is told', (_, before, after, by) => {
    expect(counterChange('a', before, after)).toStrictEqual({ kind: 'change', name: 'a', by });
  });

  it.each([
    ['is absent', absent, absent, 'there is no series a'],
    ['is gone', values({ '': 3 }), absent, 'a is gone: the service was restarted, or another instance of it answered'],
    ['fell', values({ '': 3 }), values({ '': 2 }), 'a fell from 3 to 2: the service was restarted'],
    [
      'fell in one series, though the sum rose',
      values({ '{n="a"}': 3, '{n="b"}': 1 }),
      values({ '{n="a"}': 0, '{n="b"}': 9 }),
      'a{n="a"} fell from 3 to 0: the service was restarted',
    ],
    ['lost a series', values({ '{n="a"}': 3, '{n="b"}': 1 }), values({ '{n="a"}': 4 }), 'the series a{n="b"} is gone'],
    ['was unusable before', spoilt, values({ '': 2 }), 'before the measured phase, a is NaN'],
    ['was unusable after', values({ '': 2 }), spoilt, 'after the measured phase, a is NaN'],
  ])('of one that %s cannot be told', (_, before, after, why) => {
    expect(counterChange('a', before, after)).toMatchObject({ kind: 'unusable', why: expect.stringContaining(why) });
  });
});

describe('the growth of a histogram', () => {
  it.each([
    ['bucket by bucket', buckets([1, 2], 4), buckets([3, 6], 9), [2, 4], 5],
    ['that is new', absent, buckets([3, 6], 9), [3, 6], 9],
  ])('is told %s', (_, before, after, counts, total) => {
    expect(bucketChange('b', before, after)).toMatchObject({ kind: 'change', bounds: [1, 2], counts, total });
  });

  it.each([
    ['is absent', absent, absent, 'there is no series b'],
    ['is gone', buckets([1, 2], 4), absent, 'b is gone'],
    ['fell', buckets([1, 2], 4), buckets([0, 2], 5), 'a bucket of b fell'],
    ['fell within', buckets([1, 3], 4), buckets([5, 4], 9), 'a bucket of b fell'],
    ['has other bounds', buckets([1, 2], 4), buckets([3, 6], 9, [1, 3]), 'the bounds of b changed'],
    ['has more bounds', buckets([1], 4, [1]), buckets([3, 6], 9), 'the bounds of b changed'],
    ['was unusable before', spoilt, buckets([1, 2], 4), 'before the measured phase'],
  ])('of one that %s cannot be told', (_, before, after, why) => {
    expect(bucketChange('b', before, after)).toMatchObject({ kind: 'unusable', why: expect.stringContaining(why) });
  });
});
