import type { BucketCounts } from './bucket-counts.ts';
import type { ClosedSlice, SliceLatency } from './closed-slice.ts';
import type { Slice } from './snapshot.ts';

/**
 * What one thread recorded of one second, as raw as it was counted: quantiles and encoded histograms are left to the thread that
 * puts the parts together, because making them would keep this one from its requests.
 */
export type SlicePart = Omit<ClosedSlice, 'slice' | 'latencies'> & {
  readonly slice: Omit<Slice, 'hit' | 'miss'>;
  /** One for each class and latency of which there was a sample. */
  readonly latencies: readonly PartLatency[];
};

/** The latencies of one class in one second of one thread. */
export type PartLatency = Pick<SliceLatency, 'cacheClass' | 'latency'> & { readonly buckets: BucketCounts };

/** The memory that a part brings along: handed over instead of copied when it goes to another thread. */
export function memoryOf(part: SlicePart): ArrayBuffer[] {
  return part.latencies.map(({ buckets }) => buckets.counts.buffer);
}
