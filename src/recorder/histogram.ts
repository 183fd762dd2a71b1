import { decodeFromCompressedBase64, encodeIntoCompressedBase64, Int32Histogram, JsHistogram } from 'hdr-histogram-js';
import { exitCodes, HitgateError } from '../errors.ts';
import { microsPerMilli } from '../units.ts';
import { bucketOf, histogramRangeMicros, type BucketCounts } from './bucket-counts.ts';
import type { EncodedHistogram } from './snapshot.ts';

const lowestDiscernible = 1;
const significantDigits = 3;
const greatestCount = 2 ** 32 - 1;

/** One non-empty bucket: `count` values, each of `fromMicros` to `toMicros` (both included) once rounded to whole microseconds. */
type Bucket = { readonly fromMicros: number; readonly toMicros: number; readonly count: number };

/**
 * Latencies in whole microseconds with three significant digits, in 94 kB whatever their number.
 *
 * A bucket is as wide as 1/1024 of its values at most, and a histogram knows its values only by bucket. So that a decoded
 * histogram says exactly what the recorded one said, everything here is read from the buckets: a quantile or a maximum is
 * the highest value of its bucket (HDR's convention, up to 0.1 % too high), a minimum the lowest, a mean takes the middles.
 * (The library itself keeps an exact maximum while recording and loses it by encoding.) Whoever needs to know exactly how
 * many values break a limit counts them beside the histogram. Buckets hold up to 2^32 − 1 values.
 */
class HdrHistogram {
  readonly #counts = new Int32Histogram(lowestDiscernible, histogramRangeMicros, significantDigits);

  /** Values recorded. */
  get count(): number {
    return this.#counts.totalCount;
  }

  /** How many values are in the highest bucket, which takes all of an hour and longer (and of the second before it). */
  get clamped(): number {
    return this.#counts.getCountAtIndex(this.#counts.countsArrayIndex(histogramRangeMicros));
  }

  /**
   * Records a latency, rounded to whole microseconds; 0 is a value. Does what the library's `recordValue` does, in
   * 17 ns instead of 120 (bench/record-cost.ts), because it finds the bucket by whole-number arithmetic.
   * @throws RangeError when it is negative or not finite: a latency that cannot be is a bug of the caller.
   */
  record(micros: number): void {
    const bucket = bucketOf(micros);
    const counts = this.#counts;
    counts.incrementCountAtIndex(bucket);
    counts.updateMinAndMax(Math.min(histogramRangeMicros, Math.round(micros)));
    counts.incrementTotalCount();
  }

  /**
   * Records a latency `count` times.
   * @throws RangeError as `record` does, when the count is no whole number of 0 or more, or when a bucket could overflow.
   */
  recordTimes(micros: number, count: number): void {
    if (!(micros >= 0 && micros < Infinity)) throw new RangeError(`Expected a latency in microseconds, got ${micros}`);
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new RangeError(`Expected a count of 0 or more, got ${count}`);
    if (this.count + count > greatestCount) throw new RangeError('Expected fewer than 2^32 values in a histogram');
    if (count > 0) this.#counts.recordValueWithCount(Math.round(Math.min(micros, histogramRangeMicros)), count);
  }

  /** Adds the values of another histogram. @throws RangeError when a bucket could overflow. */
  add(other: Histogram): void {
    this.addCounts(other.#counts);
  }

  /**
   * Adds what the library decoded. Buckets of another precision enter at their highest value, so that every quantile stays
   * what the tool that wrote them says. (The library's own conversion would move them down and the maximum up.)
   * @throws RangeError when a bucket could overflow, or a value is over the range.
   */
  addCounts(counts: JsHistogram): void {
    if (this.count + counts.totalCount > greatestCount)
      throw new RangeError('Expected fewer than 2^32 values in a histogram');
    if (hasSameBuckets(counts, this.#counts)) this.#counts.add(counts);
    else for (const { toMicros, count } of bucketsOf(counts)) this.#counts.recordValueWithCount(toMicros, count);
  }

  /** Adds what was counted by bucket. @throws RangeError when a bucket could overflow. */
  addBuckets({ first, counts }: BucketCounts): void {
    const total = this.count + counts.reduce((sum, count) => sum + count, 0);
    if (total > greatestCount) throw new RangeError('Expected fewer than 2^32 values in a histogram');
    for (let index = 0; index < counts.length; index += 1) {
      const count = counts[index] ?? 0;
      if (count === 0) continue;
      this.#counts.addToCountAtIndex(first + index, count);
      this.#counts.updateMinAndMax(this.#counts.valueFromIndex(first + index));
    }
    this.#counts.setTotalCount(total);
  }

  /** What was counted, by bucket, from the lowest in use to the highest; undefined when nothing was recorded. */
  toBuckets(): BucketCounts | undefined {
    const { min, max } = this;
    if (min === undefined || max === undefined) return undefined;
    const first = bucketOf(min);
    const counts = Uint32Array.from({ length: bucketOf(max) - first + 1 }, (_, index) =>
      this.#counts.getCountAtIndex(first + index),
    );
    return { first, counts };
  }

  /** Forgets all values; the memory is kept for reuse. */
  reset(): void {
    this.#counts.reset();
  }

  /**
   * The value of rank ⌈q·n⌉ (rank 1 for q = 0) for a share q of 0 to 1, as HDR tools report it; undefined when nothing
   * was recorded.
   */
  valueAtQuantile(share: number): number | undefined {
    return this.valuesAtQuantiles([share])?.[0];
  }

  /** Several quantiles in one pass, in the order given, which must be ascending; undefined when nothing was recorded. */
  valuesAtQuantiles(shares: readonly number[]): number[] | undefined {
    const { count } = this;
    return count === 0 ? undefined : this.#valuesAtRanks(shares.map((share) => quantileRank(share, count)));
  }

  /** The value of the `rank`-th smallest sample (1 to n); undefined for any other rank. */
  valueAtRank(rank: number): number | undefined {
    return rank >= 1 && rank <= this.count ? this.#valuesAtRanks([rank])[0] : undefined;
  }

  /** The mean, taking every value as the middle of its bucket; undefined when nothing was recorded. */
  get mean(): number | undefined {
    return this.count === 0 ? undefined : this.#counts.mean;
  }

  /** Standard deviation of the same values (division by n); undefined when nothing was recorded. */
  get standardDeviation(): number | undefined {
    return this.count === 0 ? undefined : this.#counts.stdDeviation;
  }

  /** The lowest value of the lowest bucket in use; undefined when nothing was recorded. */
  get min(): number | undefined {
    for (const bucket of this.buckets()) return bucket.fromMicros;
    return undefined;
  }

  /** The highest value of the highest bucket in use, equal to `valueAtQuantile(1)`; undefined when nothing was recorded. */
  get max(): number | undefined {
    return this.count === 0 ? undefined : this.#counts.highestEquivalentValue(this.#counts.maxValue);
  }

  /** The buckets in use, ascending. */
  buckets(): Generator<Bucket> {
    return bucketsOf(this.#counts);
  }

  /**
   * How many recorded latencies break a limit: at least `certain` and at most `possible`, which differ by the bucket that
   * holds the limit. With `equalIsOver`, a latency equal to the limit breaks it. Latencies are meant as they were before
   * rounding, and the highest bucket has no upper end, because clamped ones are in it.
   */
  countOver(limitMicros: number, equalIsOver = false): readonly [certain: number, possible: number] {
    let certain = 0;
    let possible = 0;
    const highest = this.#counts.lowestEquivalentValue(histogramRangeMicros);
    for (const { fromMicros, toMicros, count } of this.buckets()) {
      const lowest = Math.max(0, fromMicros - 0.5);
      if (equalIsOver ? lowest >= limitMicros : lowest > limitMicros) certain += count;
      if (fromMicros >= highest || toMicros + 0.5 > limitMicros) possible += count;
    }
    return [certain, possible];
  }

  /** HDR's V2 encoding, deflated, base64. */
  encode(): EncodedHistogram {
    return encodeIntoCompressedBase64(this.#counts);
  }

  /** HDR's percentile distribution as text, in milliseconds, with `ticks` lines for each halving of the distance to 100 %. */
  percentileDistribution(ticks = 5): string {
    const exact = new Int32Histogram(lowestDiscernible, histogramRangeMicros, significantDigits);
    exact.add(this.#counts);
    exact.maxValue = this.max ?? 0;
    return exact.outputPercentileDistribution(ticks, microsPerMilli);
  }

  #valuesAtRanks(ranks: readonly number[]): number[] {
    const counts = this.#counts;
    const values: number[] = [];
    for (let index = 0, seen = 0; values.length < ranks.length && index < counts.countsArrayLength; index += 1) {
      seen += counts.getCountAtIndex(index);
      while (seen >= (ranks[values.length] ?? Infinity))
        values.push(counts.highestEquivalentValue(counts.valueFromIndex(index)));
    }
    return values;
  }
}

/** See `createHistogram`. */
export type Histogram = HdrHistogram;

/** An empty histogram. */
export function createHistogram(): Histogram {
  return new HdrHistogram();
}

/** All the values of several histograms. */
export function sumOfHistograms(histograms: Iterable<Histogram>): Histogram {
  const sum = createHistogram();
  for (const histogram of histograms) sum.add(histogram);
  return sum;
}

/** A histogram of what was counted by bucket. @throws RangeError when a bucket could overflow. */
export function histogramOf(buckets: BucketCounts): Histogram {
  const histogram = createHistogram();
  histogram.addBuckets(buckets);
  return histogram;
}

/**
 * The histogram that `encode` wrote, here or in another HDR tool, with any precision. Values that are not microseconds are
 * converted by `microsPerValue`, each at the highest value of its bucket.
 * @throws HitgateError [E_HISTOGRAM] when the text is none, or holds values over the range.
 */
export function decodeHistogram(text: EncodedHistogram, microsPerValue = 1): Histogram {
  const histogram = createHistogram();
  try {
    // 64-bit buckets, because a greater count would wrap silently in smaller ones.
    const decoded = decodeFromCompressedBase64(text, 64);
    if (!(decoded instanceof JsHistogram)) throw new TypeError('Expected a histogram of the JavaScript implementation');
    if (microsPerValue === 1) histogram.addCounts(decoded);
    else
      for (const { toMicros: value, count } of bucketsOf(decoded)) histogram.recordTimes(value * microsPerValue, count);
  } catch (cause) {
    throw notAHistogram(text, cause);
  }
  return histogram;
}

/**
 * The rank of a quantile among `count` values: ⌈q·n⌉, at least 1. The product is lowered by the error that floating point
 * can make in it, so that 0.07 of 100 is rank 7 although 0.07 · 100 is 7.000000000000001.
 */
export function quantileRank(share: number, count: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`Expected a share from 0 to 1, got ${share}`);
  return Math.max(1, Math.ceil(share * count * (1 - 2 ** -51)));
}

function hasSameBuckets(left: JsHistogram, right: JsHistogram): boolean {
  return (
    left.bucketCount === right.bucketCount &&
    left.subBucketCount === right.subBucketCount &&
    left.unitMagnitude === right.unitMagnitude
  );
}

function* bucketsOf(counts: JsHistogram): Generator<Bucket> {
  for (let index = 0, left = counts.totalCount; left > 0; index += 1) {
    const count = counts.getCountAtIndex(index);
    if (count === 0) continue;
    const fromMicros = counts.valueFromIndex(index);
    yield { fromMicros, toMicros: counts.highestEquivalentValue(fromMicros), count };
    left -= count;
  }
}

function notAHistogram(text: string, cause: unknown): HitgateError {
  const shown = text.length > 24 ? `${text.slice(0, 24)}…` : text;
  return new HitgateError(`'${shown}' is no HDR histogram in the V2 encoding`, {
    code: 'E_HISTOGRAM',
    exitCode: exitCodes.usage,
    hint: 'check that the file is complete and was written by hitgate or another HDR tool',
    cause,
  });
}
