import { createHistogram, decodeHistogram, type Histogram } from '../recorder/histogram.ts';
import type { CacheClass } from '../recorder/sample.ts';
import type { LatencyKind } from '../recorder/snapshot.ts';
import { classHistogram } from './class-histogram.ts';
import { supportedQuantile } from './percentiles.ts';
import type { RunReport, TargetTruth } from './run-report.ts';

/** hitgate's figures of one class beside those that the reference target kept itself. */
export type ClassAccuracy = {
  readonly cacheClass: CacheClass;
  readonly measured: number;
  readonly truth: number;
  /** p50, p95 and p99 of service time, where both sides have samples beyond them. */
  readonly quantiles: readonly QuantileAccuracy[];
};

/** One quantile of service time on both sides; `close` says whether they differ by at most 2 % or 0.3 ms. */
type QuantileAccuracy = {
  readonly name: string;
  readonly measuredMicros: number;
  readonly truthMicros: number;
  readonly close: boolean;
};

/** How true a run's figures are. */
export type Accuracy = {
  readonly classes: readonly ClassAccuracy[];
  /** Whether every class was counted exactly as the reference target counted it. */
  readonly countsEqual: boolean;
  readonly close: boolean;
};

const latency: LatencyKind = 'service';
const classes: readonly CacheClass[] = ['hit', 'miss', 'unknown'];
const shares = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
] as const;
const closeShare = 0.02;
const closeMicros = 300;

/**
 * Compares what was measured with the reference target's own record, over the runs that have one; undefined when there is
 * none. The target counts the replies that it wrote, so a run that was cut off has no truth.
 */
export function accuracyOf({ runs, truth }: Pick<RunReport, 'runs' | 'truth'>): Accuracy | undefined {
  if (truth === undefined || truth.length === 0) return undefined;
  const measuredRuns = runs.slice(0, truth.length);
  const found = classes
    .map((cacheClass) =>
      accuracyOfClass(cacheClass, {
        measured: classHistogram(measuredRuns, { cacheClass, latency }),
        truth: truthHistogram(truth, cacheClass),
        counts: {
          measured: total(measuredRuns.map(({ measure }) => measure.classes[cacheClass].count)),
          truth: total(truth.map((each) => each.classes[cacheClass].count)),
        },
      }),
    )
    .filter((each) => each.measured > 0 || each.truth > 0);
  return {
    classes: found,
    countsEqual: found.every((each) => each.measured === each.truth),
    close: found.every(({ quantiles }) => quantiles.every(({ close }) => close)),
  };
}

/** Whether two latencies differ by at most 2 % of the second or 0.3 ms, whichever is more. */
export function isClose(micros: number, referenceMicros: number): boolean {
  return Math.abs(micros - referenceMicros) <= Math.max(closeMicros, closeShare * referenceMicros);
}

type Sides = {
  readonly measured: Histogram;
  readonly truth: Histogram;
  readonly counts: { readonly measured: number; readonly truth: number };
};

function accuracyOfClass(cacheClass: CacheClass, { measured, truth, counts }: Sides): ClassAccuracy {
  const quantiles = shares.flatMap(([name, share]) => {
    const measuredMicros = supportedQuantile(measured, share);
    const truthMicros = supportedQuantile(truth, share);
    if (measuredMicros === undefined || truthMicros === undefined) return [];
    return [{ name, measuredMicros, truthMicros, close: isClose(measuredMicros, truthMicros) }];
  });
  return { cacheClass, ...counts, quantiles };
}

function truthHistogram(truth: readonly TargetTruth[], cacheClass: CacheClass): Histogram {
  const sum = createHistogram();
  for (const { classes: own } of truth) {
    const { service } = own[cacheClass];
    if (service !== undefined) sum.add(decodeHistogram(service));
  }
  return sum;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
