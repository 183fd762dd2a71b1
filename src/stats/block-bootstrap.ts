import { blockLengthOf, resampleBlocks } from './resample-blocks.ts';
import {
  everyOne,
  logQuantileOf,
  ratioOf,
  type RatioSlice,
  type SliceStatistic,
  type ValueSlice,
} from './slice-statistics.ts';

/** How to resample: the seed; 2 000 replicates, and blocks as long as `blockLengthOf` says, unless told. */
export type BootstrapOptions = { readonly seed: number; readonly replicates?: number; readonly blockLength?: number };

/** The slices of both sides, each in the order of time. */
export type SlicedSides<Slice> = { readonly before: readonly Slice[]; readonly after: readonly Slice[] };

/** A difference, after − before, and what it became when the slices of both sides were resampled. */
export type BootstrapDifference = {
  readonly estimate: number;
  /** The difference in each replicate, ascending. */
  readonly replicates: Float64Array;
  /** Slices, and slices in a block, of the side that has fewer blocks. */
  readonly slices: number;
  readonly blockLength: number;
};

/**
 * The difference of the logarithms of a quantile of the added slices, ln Q(after) − ln Q(before), by a circular block bootstrap that
 * resamples the sides independently of each other. A value below `least` (1 unless told) is taken as that, so that it has a logarithm.
 * Slices without values are left out. Undefined when a side has fewer than two blocks: then nothing is known of its spread.
 */
export function bootstrapLogQuantile(
  { before, after }: SlicedSides<ValueSlice>,
  { quantile, least = 1, ...options }: BootstrapOptions & { readonly quantile: number; readonly least?: number },
): BootstrapDifference | undefined {
  const read = (slices: readonly ValueSlice[]): SliceStatistic => logQuantileOf(slices, { quantile, least });
  return bootstrapDifference({ before: read(before), after: read(after) }, options);
}

/**
 * The difference of a ratio Σ events / Σ n, as of a rate of events, or of its logarithm when `log` is set, as of a throughput or a
 * mean; for the logarithm, fewer than half an event is taken as half an event. Slices with n = 0 are left out. Otherwise as
 * `bootstrapLogQuantile`.
 */
export function bootstrapRatio(
  { before, after }: SlicedSides<RatioSlice>,
  { log = false, ...options }: BootstrapOptions & { readonly log?: boolean },
): BootstrapDifference | undefined {
  return bootstrapDifference({ before: ratioOf(before, log), after: ratioOf(after, log) }, options);
}

function bootstrapDifference(
  { before, after }: { readonly before: SliceStatistic; readonly after: SliceStatistic },
  { seed, replicates = 2000, blockLength }: BootstrapOptions,
): BootstrapDifference | undefined {
  const shapeOf = ({ slices, pulls }: SliceStatistic): { slices: number; blockLength: number } => ({
    slices,
    blockLength: blockLength ?? blockLengthOf(pulls),
  });
  const [left, right] = [shapeOf(before), shapeOf(after)];
  const fewer = left.slices / left.blockLength < right.slices / right.blockLength ? left : right;
  if (Math.min(left.slices, right.slices) < 2 || fewer.slices < 2 * fewer.blockLength) return undefined;
  const differences = new Float64Array(replicates);
  resampleBlocks({ ...left, replicates }, { seed, side: 0 }, (picked, replicate) => {
    differences[replicate] = -before.of(picked);
  });
  resampleBlocks({ ...right, replicates }, { seed, side: 1 }, (picked, replicate) => {
    differences[replicate] = after.of(picked) + (differences[replicate] ?? 0);
  });
  return {
    estimate: after.of(everyOne(right.slices)) - before.of(everyOne(left.slices)),
    replicates: differences.sort(),
    ...fewer,
  };
}
