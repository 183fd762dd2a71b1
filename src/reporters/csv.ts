import { stringify } from 'csv-stringify/sync';
import { cacheClasses, type CacheClass } from '../recorder/sample.ts';
import type { LatencyKind, Snapshot } from '../recorder/snapshot.ts';
import { classHistogram } from '../report/class-histogram.ts';
import { percentileNames, percentilesOf, type PercentileName } from '../report/percentiles.ts';
import type { RunReport } from '../report/run-report.ts';
import { totalsOf } from '../report/run-totals.ts';
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
];

type Row = Readonly<Record<string, string | number | undefined>>;

const latencies: readonly LatencyKind[] = ['service', 'response', 'waiting'];

/**
 * The measured figures as CSV: for each run a row of totals (class `all`, no latency) and a row for each class and latency;
 * the same for all runs together (run `all`) when there are several. What was not measured is empty, never 0.
 */
export function csv(report: RunReport): string {
  const { runs } = report;
  const rows = runs.flatMap((run) => rowsOf([run], String(run.run)));
  const all = runs.length > 1 ? rowsOf(runs, 'all') : [];
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

function rowsOf(runs: readonly Snapshot[], run: string): Row[] {
  const classes: readonly (CacheClass | undefined)[] = [...cacheClasses, undefined];
  return [
    totalsRow(runs, run),
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
  };
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
