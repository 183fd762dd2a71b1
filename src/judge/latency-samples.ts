import { decodeHistogram, sumOfHistograms, type Histogram } from '../recorder/histogram.ts';
import { cacheClasses } from '../recorder/sample.ts';
import type { LimitCounter, OverLimit, PhaseSnapshot, Slice, Snapshot } from '../recorder/snapshot.ts';
import { testedDesignEffect, type SliceCount } from '../stats/design-effect.ts';
import { slicesByPart } from './fault-part.ts';
import type { LatencySelection } from './limit-counters.ts';

/** The latencies of one run that a gate is about. */
export type RunLatencies = {
  readonly run: number;
  readonly completed: boolean;
  /** Requests in the class, also where their latencies were lost with a run that died. */
  readonly n: number;
  /** Absent when there is none, or when it was lost. */
  readonly histogram: Histogram | undefined;
  readonly measure: PhaseSnapshot;
};

/** The latencies of all runs that a gate is about, and their sum. */
export type LatencySamples = LatencySelection & {
  readonly runs: readonly RunLatencies[];
  readonly n: number;
  readonly histogram: Histogram | undefined;
  /** Requests of an open load that were never sent. */
  readonly dropped: number;
};

/** Reads the latencies of a class, or of all successes, from the measured phases. Histograms are added, never averaged. */
export function collectLatencies(snapshots: readonly Snapshot[], selection: LatencySelection): LatencySamples {
  const runs = snapshots.map(({ run, measure, ended }) => ({
    run,
    completed: ended === 'completed',
    measure,
    ...readRun(measure, selection),
  }));
  return {
    ...selection,
    runs,
    n: runs.reduce((sum, { n }) => sum + n, 0),
    histogram: sumOf(runs.map(({ histogram }) => histogram)),
    dropped: snapshots.reduce((sum, { measure }) => sum + measure.dropped, 0),
  };
}

/** Requests of a slice that ended in the selected class. */
export function sliceCountOf({ counts }: Slice, { cacheClass }: Pick<LatencySelection, 'cacheClass'>): number {
  const [hits, misses, unknown] = counts;
  return cacheClass === undefined ? hits + misses + unknown : (counts[cacheClasses.indexOf(cacheClass)] ?? 0);
}

type CounterSlice = Required<SliceCount> & { readonly dropped: number };

/** The slices of all runs by a counter of the selected latencies; undefined when a run has no such counter. */
export function counterSlices(
  { runs, ...selection }: LatencySamples,
  isCounter: (counter: OverLimit) => boolean,
): CounterSlice[] | undefined {
  const slices: CounterSlice[] = [];
  for (const { run, measure } of runs) {
    const index = measure.overLimit.findIndex((counter) => isSelected(counter, selection) && isCounter(counter));
    if (index === -1) return undefined;
    for (const { part, slice } of slicesByPart(measure.slices)) {
      const count = sliceCountOf(slice, selection);
      slices.push({ run, part, count, over: slice.over[index] ?? 0, dropped: slice.dropped });
    }
  }
  return slices;
}

/**
 * The greatest design effect of the limits that were counted for these latencies: what correlation there is, for a figure
 * that has no counter of its own. Undefined when no limit was counted. `effectOf` may say it in another way than the plain estimate.
 */
export function borrowedDesignEffect(
  samples: LatencySamples,
  effectOf: (slices: readonly SliceCount[]) => number = testedDesignEffect,
): number | undefined {
  const counters = samples.runs[0]?.measure.overLimit.filter((counter) => isSelected(counter, samples)) ?? [];
  const effects = counters.flatMap((counter) => {
    const slices = counterSlices(samples, (other) => isSameLimit(counter, other));
    return slices === undefined ? [] : [effectOf(slices)];
  });
  return effects.length === 0 ? undefined : Math.max(...effects);
}

/** Whether two counters count against the same limit. */
export function isSameLimit(
  left: Pick<OverLimit, 'limitMicros' | 'equalIsOver'>,
  right: Pick<OverLimit, 'limitMicros' | 'equalIsOver'>,
): boolean {
  return left.limitMicros === right.limitMicros && left.equalIsOver === right.equalIsOver;
}

/** Whether a counter counts the selected latencies. */
export function isSelected(counter: LimitCounter, { cacheClass, latency }: LatencySelection): boolean {
  return counter.cacheClass === cacheClass && counter.latency === latency;
}

function readRun(
  { classes }: PhaseSnapshot,
  { cacheClass, latency }: LatencySelection,
): Pick<RunLatencies, 'n' | 'histogram'> {
  const selected = (cacheClass === undefined ? cacheClasses : [cacheClass]).map((name) => classes[name]);
  const histogram = sumOf(
    selected.map((figures) => {
      const encoded = figures[latency];
      return encoded === undefined ? undefined : decodeHistogram(encoded);
    }),
  );
  return { n: selected.reduce((sum, { count }) => sum + count, 0), histogram };
}

function sumOf(histograms: readonly (Histogram | undefined)[]): Histogram | undefined {
  const present = histograms.filter((histogram) => histogram !== undefined);
  return present.length === 0 ? undefined : sumOfHistograms(present);
}
