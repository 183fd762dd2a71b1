import type { Snapshot } from '../recorder/snapshot.ts';
import { microsPerSecond } from '../units.ts';

/** A time of a run in which requests failed and none succeeded. */
export type Stall = { readonly run: number; readonly fromSecond: number; readonly seconds: number };

/** Shorter times without a success are an episode and left to the counts. */
const leastSeconds = 5;

/**
 * The longest stall of at least 5 s in the measured phases; undefined when there is none. A target that stops answering fails few
 * requests, all at once, because every user waits for its time-out: the counts alone look like one cluster and decide
 * nothing. A quiet time in which nothing failed is no stall.
 */
export function findStall(snapshots: readonly Snapshot[]): Stall | undefined {
  return snapshots.flatMap(stallsOf).toSorted((one, other) => other.seconds - one.seconds)[0];
}

function stallsOf({ run, measure }: Snapshot): Stall[] {
  const stalls: Stall[] = [];
  let fromSecond = 0;
  let failed = 0;
  const end = (second: number): void => {
    const seconds = second - fromSecond;
    if (failed > 0 && seconds >= leastSeconds) stalls.push({ run, fromSecond, seconds });
  };
  for (const slice of measure.slices) {
    if (slice.counts[0] + slice.counts[1] + slice.counts[2] === 0) {
      failed += slice.failed;
      continue;
    }
    end(slice.second);
    fromSecond = slice.second + 1;
    failed = 0;
  }
  end(Math.max(Math.round(measure.durationMicros / microsPerSecond), (measure.slices.at(-1)?.second ?? -1) + 1));
  return stalls;
}
