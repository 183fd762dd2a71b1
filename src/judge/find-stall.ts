import type { Snapshot } from '../recorder/snapshot.ts';
import type { Span } from './fault-part.ts';
import { microsPerSecond } from '../units.ts';

/** A time of a run in which requests failed and none succeeded. */
export type Stall = { readonly run: number; readonly fromSecond: number; readonly seconds: number };

/** Shorter times without a success are an episode and left to the counts. */
const leastSeconds = 5;

/**
 * The longest stall of at least 5 s in the measured phases; undefined when there is none. A target that stops answering fails few
 * requests, all at once, because every user waits for its time-out: the counts alone look like one cluster and decide
 * nothing. A quiet time in which nothing failed is no stall. With `spansOf` only the times are looked at in which a part of the phase was open.
 */
export function findStall(
  snapshots: readonly Snapshot[],
  spansOf: (run: number) => readonly Span[] | undefined = () => undefined,
): Stall | undefined {
  return snapshots
    .flatMap((snapshot) => {
      const spans = spansOf(snapshot.run);
      return spans === undefined ? stallsOf(snapshot, wholeOf(snapshot)) : spansStalls(snapshot, spans);
    })
    .toSorted((one, other) => other.seconds - one.seconds)[0];
}

type Seconds = { readonly fromSecond: number; readonly untilSecond: number };

function wholeOf({ measure }: Snapshot): Seconds {
  const last = measure.slices.at(-1)?.second ?? -1;
  return { fromSecond: 0, untilSecond: Math.max(Math.round(measure.durationMicros / microsPerSecond), last + 1) };
}

/** By whole seconds of each span. A part with one span also has what was due in it and ended later. */
function spansStalls(snapshot: Snapshot, spans: readonly Span[]): Stall[] {
  return spans.flatMap(([fromMicros, untilMicros]) => {
    const fromSecond = Math.ceil(fromMicros / microsPerSecond);
    const untilSecond = Math.floor(untilMicros / microsPerSecond);
    const last = spans.length === 1 ? (snapshot.measure.slices.at(-1)?.second ?? -1) + 1 : 0;
    return stallsOf(snapshot, { fromSecond, untilSecond: Math.max(untilSecond, last) });
  });
}

function stallsOf({ run, measure }: Snapshot, span: Seconds): Stall[] {
  const stalls: Stall[] = [];
  let { fromSecond } = span;
  let failed = 0;
  const end = (second: number): void => {
    const seconds = second - fromSecond;
    if (failed > 0 && seconds >= leastSeconds) stalls.push({ run, fromSecond, seconds });
  };
  for (const slice of measure.slices) {
    if (slice.second < span.fromSecond || slice.second >= span.untilSecond) continue;
    if (slice.counts[0] + slice.counts[1] + slice.counts[2] === 0) {
      failed += slice.failed;
      continue;
    }
    end(slice.second);
    fromSecond = slice.second + 1;
    failed = 0;
  }
  end(span.untilSecond);
  return stalls;
}
