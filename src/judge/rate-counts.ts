import type { PhaseSnapshot, Slice, Snapshot } from '../recorder/snapshot.ts';
import type { Threshold } from '../scenario/threshold.ts';
import type { SliceCount } from '../stats/design-effect.ts';
import { findStall, type Stall } from './find-stall.ts';
import { partOfRuns, slicesByPart, spansOfPart, type Span } from './fault-part.ts';
import { cutOffRequests, failuresOf, successesOf } from '../recorder/phase-counts.ts';

/** How often what a rate counts occurred: `events` of n. */
type EventCount = { readonly events: number; readonly n: number };

/** A rate over all runs, by run, and by slice where slices hold it. */
export type RateCounts = EventCount & {
  readonly runs: readonly (EventCount & { readonly run: number; readonly completed: boolean })[];
  readonly slices: readonly SliceCount[];
  /** The same without parts, second by second, as a run that is looked at while it goes on knows it. */
  readonly seconds: readonly SliceCount[];
  /** What n counts, as a plural. */
  readonly noun: string;
  /** What an event is, as in '12 of 30 000 requests failed'. */
  readonly verb: string;
  /** What was left out of n, in words. */
  readonly leftOut?: string;
  /** For failures: the longest time in which nothing succeeded, and which side of a limit it breaks. */
  readonly stall?: Stall & { readonly breaks: 'below' | 'above' };
};

type Rate = {
  readonly noun: string;
  readonly verb: string;
  readonly count: (snapshot: Snapshot) => EventCount;
  /** Absent where slices do not hold what is counted. */
  readonly slices?: (snapshot: Snapshot) => readonly SliceCount[];
};

/**
 * Counts what a rate gate is about. The hit rate is hits / (hits + misses + unknown): a failure is in neither, and unknown
 * counts against it. A gate on a fault counts what was due in it. Requests cut off by Ctrl-C are no failures and are left out. Undefined for a metric that is no rate.
 */
export function countRate(
  threshold: Pick<Threshold, 'metric' | 'tags'>,
  allSnapshots: readonly Snapshot[],
): RateCounts | undefined {
  const rate = rateOf(threshold);
  if (rate === undefined) return undefined;
  const { noun, verb, count, slices } = rate;
  const snapshots = partOfRuns(threshold, allSnapshots);
  const runs = snapshots.map((snapshot) => ({
    run: snapshot.run,
    completed: snapshot.ended === 'completed',
    ...count(snapshot),
  }));
  const isOfFailures = threshold.metric === 'http_req_failed' || threshold.metric === 'availability';
  const spansOf = (run: number): readonly Span[] | undefined => spansOfPart(threshold, allSnapshots, run);
  const stall = isOfFailures ? findStall(snapshots, spansOf) : undefined;
  const cutOff = snapshots.reduce((sum, snapshot) => sum + cutOffRequests(snapshot), 0);
  return {
    runs,
    noun,
    verb,
    events: runs.reduce((sum, { events }) => sum + events, 0),
    n: runs.reduce((sum, { n }) => sum + n, 0),
    slices: slices === undefined ? [] : snapshots.flatMap((snapshot) => sliceCountsOf(snapshot, slices)),
    seconds: slices === undefined ? [] : snapshots.flatMap(slices),
    ...(stall === undefined
      ? {}
      : { stall: { ...stall, breaks: threshold.metric === 'availability' ? 'above' : 'below' } }),
    ...(isOfFailures && cutOff > 0 ? { leftOut: `${cutOff} requests cut off by the interruption` } : {}),
  };
}

/** The slices of a run, those in which a fault began or ended in their parts. */
function sliceCountsOf(snapshot: Snapshot, countsOf: NonNullable<Rate['slices']>): SliceCount[] {
  const { run, measure } = snapshot;
  const byPart = slicesByPart(measure.slices);
  const counts = countsOf({ ...snapshot, measure: { ...measure, slices: byPart.map(({ slice }) => slice) } });
  return counts.map(({ count, over }, index) => ({ count, over, run, part: byPart[index]?.part ?? 0 }));
}

function rateOf({ metric, tags }: Pick<Threshold, 'metric' | 'tags'>): Rate | undefined {
  switch (metric) {
    case 'cache_hit_rate':
      return classRate('hit', 'were hits');
    case 'cache_unknown_rate':
      return classRate('unknown', 'had no known class');
    case 'http_req_failed':
      return failureRate;
    case 'checks':
      return checkRate(tags['check']);
    case 'availability':
      return availabilityRate;
    case 'http_req_duration':
    case 'http_req_waiting':
    case 'recovery_time':
    case 'http_reqs':
    case 'vus_in_flight':
    case 'dropped_iterations':
      return undefined;
  }
}

function classRate(cacheClass: 'hit' | 'unknown', verb: string): Rate {
  const index = cacheClass === 'hit' ? 0 : 2;
  return {
    noun: 'answers',
    verb,
    count: ({ measure }) => ({ events: measure.classes[cacheClass].count, n: successesOf(measure) }),
    slices: ({ measure }) => measure.slices.map((slice) => ({ over: slice.counts[index], count: answersOf(slice) })),
  };
}

const failureRate: Rate = {
  noun: 'requests',
  verb: 'failed',
  count: (snapshot) => {
    const cutOff = cutOffRequests(snapshot);
    return { events: failuresOf(snapshot.measure) - cutOff, n: snapshot.measure.requests - cutOff };
  },
  slices: failedBySlice,
};

const availabilityRate: Rate = {
  noun: 'requests',
  verb: 'did not fail',
  count: (snapshot) => {
    const { events, n } = failureRate.count(snapshot);
    return { events: n - events, n };
  },
  slices: (snapshot) => failedBySlice(snapshot).map(({ over, count }) => ({ over: count - over, count })),
};

/** Failures by slice, without the requests that Ctrl-C cut off, which ended together and last. */
function failedBySlice(snapshot: Snapshot): SliceCount[] {
  let cutOff = cutOffRequests(snapshot);
  const lastFirst = snapshot.measure.slices.toReversed().map((slice) => {
    const left = Math.max(0, slice.failed - cutOff);
    cutOff -= slice.failed - left;
    return { over: left, count: answersOf(slice) + left };
  });
  return lastFirst.reverse();
}

function answersOf({ counts: [hits, misses, unknown] }: Slice): number {
  return hits + misses + unknown;
}

function checkRate(name: string | undefined): Rate {
  return { noun: 'checks', verb: 'held', count: ({ measure }) => countChecks(measure, name) };
}

function countChecks({ checks }: PhaseSnapshot, name: string | undefined): EventCount {
  const counted = Object.entries(checks).filter(([check]) => name === undefined || check === name);
  return {
    events: counted.reduce((sum, [, { held }]) => sum + held, 0),
    n: counted.reduce((sum, [, { made }]) => sum + made, 0),
  };
}
