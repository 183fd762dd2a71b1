import type { PhaseSnapshot, Slice, SliceCounts, Snapshot } from '../recorder/snapshot.ts';
import { partOf } from '../scenario/fault-tags.ts';
import type { Threshold } from '../scenario/threshold.ts';

type Tagged = Pick<Threshold, 'tags'>;

/** From when until when something was, in microseconds of the measured phase. */
export type Span = readonly [fromMicros: number, untilMicros: number];

/**
 * The runs as a gate sees them: with `during`, their measured phases are cut down to the requests that were due in that fault, or in none.
 * A fault that did not begin has no request, and neither has one of a run that died before its windows were told.
 */
export function partOfRuns(threshold: Tagged, snapshots: readonly Snapshot[]): readonly Snapshot[] {
  const part = partOf(threshold);
  if (part === undefined) return snapshots;
  return snapshots.map((snapshot) => Object.assign({}, snapshot, { measure: cutDown(snapshot.measure, part) }));
}

/** When the part that a gate is on was open in a run; undefined for a gate on the whole phase. */
export function spansOfPart(
  threshold: Tagged,
  snapshots: readonly Snapshot[],
  run: number,
): readonly Span[] | undefined {
  const part = partOf(threshold);
  if (part === undefined) return undefined;
  const snapshot = snapshots.find((each) => each.run === run);
  return snapshot?.measure.windows?.find(({ name }) => name === part)?.spans ?? [];
}

function cutDown({ windows = [], ...phase }: PhaseSnapshot, part: string): PhaseSnapshot {
  const { blocks: _, inFlight: _all, ...measure } = phase;
  const index = windows.findIndex(({ name }) => name === part);
  const window = windows[index];
  if (window === undefined) return { ...measure, ...nothing };
  const { name: _name, spans: _spans, ...figures } = window;
  return { ...measure, ...figures, slices: measure.slices.map((slice) => sliceOf(slice, index)).filter(holdsRequests) };
}

const nothing = {
  durationMicros: 0,
  requests: 0,
  dropped: 0,
  classes: { hit: { count: 0 }, miss: { count: 0 }, unknown: { count: 0 } },
  failures: { refused: 0, reset: 0, timeout: 0, malformed: 0, truncated: 0, status: 0, body: 0, interrupted: 0 },
  checks: {},
  slices: [],
} as const;

/** A second without what belongs to other windows; its quantiles, which are of all of it, are left out. */
function sliceOf({ second, during = [], ...all }: Slice, window: number): Slice {
  const own =
    window === 0 ? during.reduce<SliceCounts>(without, all) : during.find(({ fault }) => fault === window - 1);
  const none: SliceCounts = { counts: [0, 0, 0], failed: 0, dropped: 0, over: all.over.map(() => 0) };
  const { counts, failed, dropped, over } = own ?? none;
  return { second, counts, failed, dropped, over };
}

function without(all: SliceCounts, part: SliceCounts): SliceCounts {
  const [hits, misses, unknown] = all.counts;
  return {
    counts: [hits - part.counts[0], misses - part.counts[1], unknown - part.counts[2]],
    failed: all.failed - part.failed,
    dropped: all.dropped - part.dropped,
    over: all.over.map((over, index) => over - (part.over[index] ?? 0)),
  };
}

/** A second, or what of it belongs to one part of the run: 0 outside of all faults, then by the place of the fault in the scenario, from 1. */
export type SliceOfPart = { readonly part: number; readonly slice: Slice };

/** The seconds of a phase, each in as many pieces as parts of the run had requests in it. Without faults they are as they were, all of part 0. */
export function slicesByPart(slices: readonly Slice[]): readonly SliceOfPart[] {
  return slices.flatMap((slice) => {
    const { during = [] } = slice;
    if (during.length === 0) return [{ part: 0, slice }];
    const parts = [0, ...during.map(({ fault }) => fault + 1)];
    return parts.map((part) => ({ part, slice: sliceOf(slice, part) })).filter((each) => holdsRequests(each.slice));
  });
}

function holdsRequests({ counts, failed, dropped }: SliceCounts): boolean {
  return failed > 0 || dropped > 0 || counts.some((count) => count > 0);
}
