import { bucketIndex, bucketOf, histogramRangeMicros, type BucketCounts } from './bucket-counts.ts';

const bucketsOfRange = bucketIndex(histogramRangeMicros) + 1;

/**
 * Where a thread that sends requests counts latencies: the buckets of a histogram and nothing else, in 93 kB whatever their number. It
 * knows the least and the greatest bucket in use, so that taking and emptying it costs what was used of it.
 */
export class Buckets {
  readonly #counts = new Uint32Array(bucketsOfRange);
  #least = bucketsOfRange;
  #greatest = -1;

  /** Counts a latency in microseconds. @throws RangeError when it is negative or not finite. */
  record(micros: number): void {
    this.count(bucketOf(micros));
  }

  /** Counts a latency by its bucket, as `bucketOf` says it. */
  count(bucket: number): void {
    const counts = this.#counts;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    if (bucket < this.#least) this.#least = bucket;
    if (bucket > this.#greatest) this.#greatest = bucket;
  }

  /** A copy of what was counted; undefined for nothing. */
  copy(): BucketCounts | undefined {
    if (this.#greatest < 0) return undefined;
    return { first: this.#least, counts: this.#counts.slice(this.#least, this.#greatest + 1) };
  }

  /** A copy of what was counted, which is then forgotten; undefined for nothing. */
  take(): BucketCounts | undefined {
    const taken = this.copy();
    if (taken === undefined) return undefined;
    this.#counts.fill(0, this.#least, this.#greatest + 1);
    this.#least = bucketsOfRange;
    this.#greatest = -1;
    return taken;
  }
}
