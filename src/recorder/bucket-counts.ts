import { microsPerSecond } from '../units.ts';

/** The greatest latency that a histogram tells apart: one hour. Longer ones are recorded as this, and counted as clamped. */
export const histogramRangeMicros = 3_600 * microsPerSecond;

/** Counts of neighbouring buckets of a histogram: `counts[i]` values are in bucket `first + i`. Can be handed to another thread. */
export type BucketCounts = { readonly first: number; readonly counts: Uint32Array<ArrayBuffer> };

/**
 * The bucket of a latency, rounded to whole microseconds; 0 is a value.
 * @throws RangeError when it is negative or not finite: a latency that cannot be is a bug of the caller.
 */
export function bucketOf(micros: number): number {
  if (!(micros >= 0 && micros < Infinity)) throw new RangeError(`Expected a latency in microseconds, got ${micros}`);
  return bucketIndex(micros >= histogramRangeMicros ? histogramRangeMicros : Math.round(micros));
}

/**
 * The bucket of a whole value below 2^32 at three digits: single values up to 2047, then each power of two in 1024 equal parts
 * (HdrHistogram, `countsArrayIndex`).
 */
export function bucketIndex(value: number): number {
  if (value < 2048) return value;
  const shift = 21 - Math.clz32(value);
  return shift * 1024 + (value >>> shift);
}

/** The sum of two; of one alone, that one itself. */
export function addBuckets(one: BucketCounts | undefined, other: BucketCounts): BucketCounts {
  if (one === undefined) return other;
  const first = Math.min(one.first, other.first);
  const end = Math.max(one.first + one.counts.length, other.first + other.counts.length);
  const counts = new Uint32Array(end - first);
  counts.set(one.counts, one.first - first);
  const shift = other.first - first;
  for (let index = 0; index < other.counts.length; index += 1)
    counts[shift + index] = (counts[shift + index] ?? 0) + (other.counts[index] ?? 0);
  return { first, counts };
}
