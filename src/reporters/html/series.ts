import { microsPerSecond } from '../../units.ts';
import type { Slice, Snapshot } from '../../recorder/snapshot.ts';
import { timeStep } from './ticks.ts';

/** The least and the greatest of some seconds; the same number twice for one second. */
export type Extent = readonly [least: number, greatest: number];

/** p50, p95 and p99 of a class in microseconds. */
export type QuantileExtents = readonly [p50: Extent, p95: Extent, p99: Extent];

/** One or more seconds of a run: what a plot draws at one place and a table says in one row. Figures without a sample are absent. */
export type Stretch = {
  readonly fromSecond: number;
  readonly seconds: number;
  readonly counts: readonly [hit: number, miss: number, unknown: number];
  readonly failed: number;
  readonly dropped: number;
  readonly hit?: QuantileExtents;
  readonly miss?: QuantileExtents;
  /** Hits as a share of the answers of each whole second of the planned length; after it mostly misses are left to answer. */
  readonly hitRate?: Extent;
  /** Hits as a share of the answers of the run so far, at the end of the stretch. */
  readonly hitRateSoFar?: number;
  readonly inFlight?: Extent;
  /** Requests that ended in each whole second of the planned length. */
  readonly perSecond?: Extent;
  readonly failedPerSecond?: Extent;
};

/** The seconds of one run in stretches of `width` seconds. */
export type RunSeries = {
  readonly run: number;
  readonly seconds: number;
  readonly width: number;
  readonly stretches: readonly Stretch[];
  /** When faults were in effect, in seconds. */
  readonly faults: readonly FaultBand[];
};

/** A fault over time. */
type FaultBand = { readonly name: string; readonly from: number; readonly until: number };

const mostStretches = 360;

/**
 * The measured phases second by second. More than 360 seconds in all are put together in stretches of equal length, of which the least
 * and the greatest second are kept, so that no peak is lost however long a run was.
 */
export function seriesOf(runs: readonly Snapshot[]): RunSeries[] {
  const lengths = runs.map(({ measure }) => (measure.slices.at(-1)?.second ?? -1) + 1);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const width = total <= mostStretches ? 1 : timeStep(total, mostStretches);
  return runs.map((run, index) => {
    const seconds = lengths[index] ?? 0;
    return { run: run.run, seconds, width, stretches: stretchesOf(run, seconds, width), faults: bandsOf(run) };
  });
}

function bandsOf({ faults = [], measure }: Snapshot): FaultBand[] {
  return faults.flatMap(({ name, beganMicros, undoneMicros = measure.durationMicros }) =>
    beganMicros === undefined
      ? []
      : [{ name, from: beganMicros / microsPerSecond, until: Math.max(beganMicros, undoneMicros) / microsPerSecond }],
  );
}

function stretchesOf({ measure: { slices, durationMicros } }: Snapshot, seconds: number, width: number): Stretch[] {
  const groups = Array.from({ length: Math.ceil(seconds / width) }, (): Slice[] => []);
  for (const slice of slices) groups[Math.floor(slice.second / width)]?.push(slice);
  const wholeSeconds = Math.floor(durationMicros / microsPerSecond);
  let hits = 0;
  let answers = 0;
  return groups.map((group, index) => {
    hits += sumOf(group, ({ counts }) => counts[0]);
    answers += sumOf(group, answersOf);
    const fromSecond = index * width;
    const length = { fromSecond, seconds: Math.min(width, seconds - fromSecond) };
    const soFar = answers === 0 ? {} : { hitRateSoFar: hits / answers };
    return Object.assign(length, figuresOf(group, wholeSeconds), soFar);
  });
}

function figuresOf(slices: readonly Slice[], wholeSeconds: number): Omit<Stretch, 'fromSecond' | 'seconds'> {
  const whole = slices.filter(({ second }) => second < wholeSeconds);
  const answered = whole.filter((slice) => answersOf(slice) > 0);
  const hit = quantileExtents(slices.flatMap((slice) => (slice.hit === undefined ? [] : [slice.hit])));
  const miss = quantileExtents(slices.flatMap((slice) => (slice.miss === undefined ? [] : [slice.miss])));
  const hitRate = extentOf(answered.map((slice) => slice.counts[0] / answersOf(slice)));
  const inFlight = extentOf(slices.flatMap((slice) => slice.inFlight ?? []));
  const perSecond = extentOf(whole.map((slice) => answersOf(slice) + slice.failed));
  const failedPerSecond = extentOf(slices.map(({ failed }) => failed));
  return {
    counts: [
      sumOf(slices, ({ counts }) => counts[0]),
      sumOf(slices, ({ counts }) => counts[1]),
      sumOf(slices, ({ counts }) => counts[2]),
    ],
    failed: sumOf(slices, ({ failed }) => failed),
    dropped: sumOf(slices, ({ dropped }) => dropped),
    ...(hit === undefined ? {} : { hit }),
    ...(miss === undefined ? {} : { miss }),
    ...(hitRate === undefined ? {} : { hitRate }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(failedPerSecond === undefined ? {} : { failedPerSecond }),
  };
}

function quantileExtents(values: readonly (readonly [number, number, number])[]): QuantileExtents | undefined {
  const [p50, p95, p99] = ([0, 1, 2] as const).map((place) => extentOf(values.map((value) => value[place])));
  return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : [p50, p95, p99];
}

function extentOf(values: readonly number[]): Extent | undefined {
  return values.length === 0 ? undefined : [Math.min(...values), Math.max(...values)];
}

function answersOf({ counts }: Slice): number {
  return counts[0] + counts[1] + counts[2];
}

function sumOf(slices: readonly Slice[], figure: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + figure(slice), 0);
}
