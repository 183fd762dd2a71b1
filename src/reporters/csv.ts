import { stringify } from 'csv-stringify/sync';
import { cacheClasses, type CacheClass } from '../recorder/sample.ts';
import type { LatencyKind, Snapshot } from '../recorder/snapshot.ts';
import { classHistogram } from '../report/class-histogram.ts';
import { percentileNames, percentilesOf, type PercentileName } from '../report/percentiles.ts';
import type { RunReport } from '../report/run-report.ts';
import { totalsOf, worstGenerator } from '../report/run-totals.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';

const percentileColumns: readonly (readonly [PercentileName, string])[] = percentileNames.map((name) => [
  name,
  `${name.replace('.', '_')}_ms`,
]);

/** Columns of `summary.csv`; units stand in their names, shares are of 1. */
const columns = [
  'report',
  'scenario',
  'verdict',
  'reference_target',
  'run',
  'class',
  'latency',
  'count',
  ...percentileColumns.map(([, column]) => column),
  'duration_s',
  'requests',
  'requests_per_s',
  'dropped',
  'failed',
  'cut_off',
  'failed_share',
  'hit_rate',
  'in_flight_min',
  'in_flight_mean',
  'in_flight_max',
  'lateness_p99_ms',
  'generator_busy',
  'generator_worst_second',
  'generator_loop_delay_p99_ms',
  'generator_longest_gc_ms',
  'generator_cores',
  'floor_p50_ms',
  'floor_p99_ms',
];

type Row = Readonly<Record<string, string | number | undefined>>;

const latencies: readonly LatencyKind[] = ['service', 'response', 'waiting'];

/**
 * The measured figures as CSV: for each run a row of totals (class `all`, no latency) and a row for each class and latency;
 * the same for all runs together (run `all`) when there are several. What was not measured is empty, never 0.
 */
export function csv(report: RunReport): string {
  const { runs } = report;
  const rows = runs.flatMap((run) => rowsOf(report, [run], String(run.run)));
  const all = runs.length > 1 ? rowsOf(report, runs, 'all') : [];
  const common = {
    report: report.id,
    scenario: report.scenario.name,
    verdict: report.verdict.outcome,
    reference_target: report.target.reference ? 'yes' : 'no',
  };
  return stringify(
    [...rows, ...all].map((row) => Object.assign({}, common, row)),
    { header: true, columns, escape_formulas: true },
  );
}

function rowsOf(report: RunReport, runs: readonly Snapshot[], run: string): Row[] {
  const classes: readonly (CacheClass | undefined)[] = [...cacheClasses, undefined];
  return [
    { ...totalsRow(runs, run), ...generatorCells(runs), ...floorCells(report) },
    ...classes.flatMap((cacheClass) => latencies.map((latency) => latencyRow(runs, { run, cacheClass, latency }))),
  ];
}

function totalsRow(runs: readonly Snapshot[], run: string): Row {
  const totals = totalsOf(runs);
  return {
    run,
    class: 'all',
    duration_s: rounded(totals.durationMicros / microsPerSecond),
    requests: totals.requests,
    requests_per_s: rounded(totals.ratePerSecond),
    dropped: totals.dropped,
    failed: totals.failed,
    cut_off: totals.cutOff,
    failed_share: rounded(totals.failedShare),
    hit_rate: rounded(totals.hitRate),
    in_flight_min: totals.inFlight?.min,
    in_flight_mean: rounded(totals.inFlight?.mean),
    in_flight_max: totals.inFlight?.max,
    lateness_p99_ms: millis(totals.latenessP99Micros),
  };
}

/** Of the worst run; what an earlier version of hitgate did not record is empty. */
function generatorCells(runs: readonly Snapshot[]): Row {
  const health = worstGenerator(runs);
  const { workers } = health ?? {};
  return {
    generator_busy: rounded(health?.eventLoopUtilisation),
    generator_worst_second: rounded(most(workers?.map(({ worstSecondUtilisation }) => worstSecondUtilisation))),
    generator_loop_delay_p99_ms: millis(health?.eventLoopDelayP99Micros),
    generator_longest_gc_ms: millis(most(workers?.map(({ gcLongestMicros }) => gcLongestMicros))),
    generator_cores: rounded(health?.cpuCores),
  };
}

function most(values: readonly number[] | undefined): number | undefined {
  return values === undefined || values.length === 0 ? undefined : Math.max(...values);
}

function floorCells({ calibration }: RunReport): Row {
  return {
    floor_p50_ms: millis(calibration?.roundTrip.p50Micros),
    floor_p99_ms: millis(calibration?.roundTrip.p99Micros),
  };
}

function millis(micros: number | undefined): number | undefined {
  return micros === undefined ? undefined : rounded(micros / microsPerMilli);
}

type RowKey = {
  readonly run: string;
  readonly cacheClass: CacheClass | undefined;
  readonly latency: LatencyKind;
};

/** `count` is of this latency: a run that was recovered from its journal has lost its waiting times. */
function latencyRow(runs: readonly Snapshot[], { run, cacheClass, latency }: RowKey): Row {
  const histogram = classHistogram(runs, { cacheClass, latency });
  const figures = percentilesOf(histogram);
  return {
    run,
    class: cacheClass ?? 'all',
    latency,
    count: histogram.count,
    ...Object.fromEntries(
      percentileColumns.map(([name, column]) => {
        const micros = figures[name];
        return [column, micros === undefined ? undefined : rounded(micros / microsPerMilli)];
      }),
    ),
  };
}

/** Six decimals at most: more would only be the noise of binary fractions. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toFixed(6));
}
