import { addBuckets, type BucketCounts } from './bucket-counts.ts';
import { histogramOf } from './histogram.ts';
import type { JudgedBuckets } from './merge-parts.ts';
import type { Block, Slice } from './snapshot.ts';

const mostBlocks = 64;

type Stretch = {
  readonly counts: readonly [hit: number, miss: number, unknown: number];
  readonly failed: number;
} & JudgedBuckets;

const nothing: Stretch = { counts: [0, 0, 0], failed: 0 };

/**
 * A phase in at most 64 blocks of equal length. They begin as seconds; when a 65th would come, neighbours are added in pairs and each
 * block spans twice as much. So memory is bounded however long the phase is: 64 times the buckets in use.
 */
export class PhaseBlocks {
  #width = 1;
  #stretches: Stretch[] = [];

  /** Adds a second with its judged latencies, in any order. */
  add({ second, counts, failed }: Pick<Slice, 'second' | 'counts' | 'failed'>, judged: JudgedBuckets): void {
    if (failed === 0 && counts.every((count) => count === 0)) return;
    this.#reach(second);
    const index = Math.floor(second / this.#width);
    this.#stretches[index] = addStretches(this.#stretches[index] ?? nothing, { counts, failed, ...judged });
  }

  /** The blocks of a phase of so many seconds, in order and without a gap; [] for none. What was added must lie within. */
  describe(seconds: number): Block[] {
    if (seconds > 0) this.#reach(seconds - 1);
    return this.#stretches.map(({ counts, failed, hit, miss }, index) => {
      const fromSecond = index * this.#width;
      return {
        fromSecond,
        seconds: Math.min(this.#width, seconds - fromSecond),
        counts,
        failed,
        ...(hit === undefined ? {} : { hit: histogramOf(hit).encode() }),
        ...(miss === undefined ? {} : { miss: histogramOf(miss).encode() }),
      };
    });
  }

  /** Makes room for a second. */
  #reach(second: number): void {
    while (second >= mostBlocks * this.#width) this.#pair();
    while (this.#stretches.length * this.#width <= second) this.#stretches.push(nothing);
  }

  #pair(): void {
    const old = this.#stretches;
    this.#width *= 2;
    this.#stretches = old
      .filter((_, index) => index % 2 === 0)
      .map((stretch, index) => addStretches(stretch, old[2 * index + 1] ?? nothing));
  }
}

function addStretches(one: Stretch, other: Stretch): Stretch {
  const hit = sumOf(one.hit, other.hit);
  const miss = sumOf(one.miss, other.miss);
  return {
    counts: [one.counts[0] + other.counts[0], one.counts[1] + other.counts[1], one.counts[2] + other.counts[2]],
    failed: one.failed + other.failed,
    ...(hit === undefined ? {} : { hit }),
    ...(miss === undefined ? {} : { miss }),
  };
}

function sumOf(one: BucketCounts | undefined, other: BucketCounts | undefined): BucketCounts | undefined {
  return other === undefined ? one : addBuckets(one, other);
}
