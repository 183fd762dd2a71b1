import { exitCodes, HitgateError } from '../errors.ts';
import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { cacheClasses, type CacheClass } from '../recorder/sample.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';
import type { ComparedClass, ComparedFigure, ComparedSide, Comparison, Difference } from './comparison.ts';
import { collectLatencies } from './latency-samples.ts';
import { cutOffRequests, failuresOf, successesOf } from './phase-counts.ts';

/** What a comparison reads of a stored run. */
export type ComparedRun = {
  readonly id: string;
  readonly startedAt: string;
  readonly hitgateVersion: string;
  readonly scenario: Scenario;
  readonly plan: { readonly digest: string };
  readonly target: {
    readonly url: string;
    readonly reference: boolean;
    readonly version?: string;
    readonly profile?: string;
    readonly faults?: readonly string[];
  };
  readonly engine?: { readonly name: string; readonly version: string };
  readonly machine: Readonly<Record<string, string | number>>;
  readonly runs: readonly Snapshot[];
  readonly verdict: { readonly judgedOn: 'service' | 'response' };
  readonly aborted: boolean;
};

const quantiles = [
  { name: 'p50', share: 0.5 },
  { name: 'p90', share: 0.9 },
  { name: 'p95', share: 0.95 },
  { name: 'p99', share: 0.99 },
  { name: 'p99.9', share: 0.999 },
] as const;

/**
 * Puts two stored runs side by side, class by class, with the runs of each side added up. Response times are compared when
 * both sides were judged on them, service times otherwise. It describes and gives no verdict.
 * @throws HitgateError [E_DIGEST], exit 2, when the sides did not send the same request sequence.
 */
export function compareReports(before: ComparedRun, after: ComparedRun): Comparison {
  if (before.plan.digest !== after.plan.digest) throw digestError(before, after);
  const latency = before.verdict.judgedOn === after.verdict.judgedOn ? before.verdict.judgedOn : 'service';
  return {
    label: 'descriptive: no interval',
    digest: before.plan.digest,
    latency,
    before: describeSide(before),
    after: describeSide(after),
    differences: findDifferences(before, after),
    classes: [...cacheClasses, undefined].flatMap((cacheClass) => compareClass(cacheClass, latency, { before, after })),
    totals: compareTotals(before.runs, after.runs),
  };
}

function digestError(before: ComparedRun, after: ComparedRun): HitgateError {
  const message = `${before.id} and ${after.id} did not send the same request sequence: digest ${before.plan.digest.slice(0, 12)}, and ${after.plan.digest.slice(0, 12)}`;
  return new HitgateError(message, {
    code: 'E_DIGEST',
    exitCode: exitCodes.usage,
    hint: 'run both sides with the same corpus, workload, seed and version of hitgate',
  });
}

function describeSide({ id, startedAt, target, runs, aborted }: ComparedRun): ComparedSide {
  return { id, startedAt, target: nameTarget(target), runs: runs.length, aborted };
}

function nameTarget({ url, reference }: ComparedRun['target']): string {
  return reference ? 'reference target' : url;
}

function findDifferences(before: ComparedRun, after: ComparedRun): Difference[] {
  const left = circumstancesOf(before);
  const right = circumstancesOf(after);
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((what) => {
    const difference = { what, before: left[what] ?? 'none', after: right[what] ?? 'none' };
    return difference.before === difference.after ? [] : [difference];
  });
}

/** What should be the same on both sides for the service to be all that differs, in words. */
function circumstancesOf({
  machine,
  target,
  scenario,
  hitgateVersion,
  engine,
  runs,
}: ComparedRun): Readonly<Record<string, string>> {
  const { load, warmup, workload } = scenario;
  return {
    ...Object.fromEntries(Object.entries(machine).map(([name, value]) => [`machine ${name}`, String(value)])),
    target: nameTarget(target),
    'target version': target.version ?? 'unknown',
    'target profile': target.profile ?? 'none',
    'target faults': target.faults === undefined || target.faults.length === 0 ? 'none' : target.faults.join(', '),
    load: JSON.stringify(load),
    'warm-up': JSON.stringify(warmup),
    'think time': JSON.stringify(workload.thinkTime),
    runs: String(runs.length),
    hitgate: hitgateVersion,
    engine: engine === undefined || engine.name === 'hitgate' ? 'hitgate’s own' : `${engine.name} ${engine.version}`,
  };
}

type Sides<Side> = { readonly before: Side; readonly after: Side };

function compareClass(
  cacheClass: CacheClass | undefined,
  latency: 'service' | 'response',
  { before, after }: Sides<ComparedRun>,
): ComparedClass[] {
  const selection = { latency, ...(cacheClass === undefined ? {} : { cacheClass }) };
  const sides = {
    before: collectLatencies(before.runs, selection).histogram ?? createHistogram(),
    after: collectLatencies(after.runs, selection).histogram ?? createHistogram(),
  };
  if (sides.before.count === 0 && sides.after.count === 0) return [];
  const millis = (name: ComparedFigure['name'], read: (histogram: Histogram) => number | undefined): ComparedFigure =>
    compareFigure({ name, unit: 'ms' }, read(sides.before), read(sides.after));
  return [
    {
      cacheClass: cacheClass ?? 'all',
      figures: [
        compareFigure({ name: 'count', unit: 'count' }, sides.before.count, sides.after.count),
        millis('mean', ({ mean }) => (mean === undefined ? undefined : mean / microsPerMilli)),
        ...quantiles.map(({ name, share }) => millis(name, (histogram) => quantileMillis(histogram, share))),
      ],
    },
  ];
}

/** A quantile in milliseconds; undefined without a sample beyond it, n·(1 − q) < 1, up to the error of floating point. */
function quantileMillis(histogram: Histogram, share: number): number | undefined {
  const value = histogram.valueAtQuantile(share);
  return value === undefined || histogram.count * (1 - share) < 1 - 1e-9 ? undefined : value / microsPerMilli;
}

function compareTotals(before: readonly Snapshot[], after: readonly Snapshot[]): ComparedFigure[] {
  return [
    compareFigure({ name: 'hit rate', unit: 'share' }, hitRateOf(before), hitRateOf(after)),
    compareFigure({ name: 'error rate', unit: 'share' }, errorRateOf(before), errorRateOf(after)),
    compareFigure({ name: 'throughput', unit: 'per second' }, throughputOf(before), throughputOf(after)),
  ];
}

function hitRateOf(runs: readonly Snapshot[]): number | undefined {
  return ratio(
    runs,
    ({ measure }) => measure.classes.hit.count,
    ({ measure }) => successesOf(measure),
  );
}

function errorRateOf(runs: readonly Snapshot[]): number | undefined {
  return ratio(
    runs,
    (run) => failuresOf(run.measure) - cutOffRequests(run),
    (run) => run.measure.requests - cutOffRequests(run),
  );
}

/** Successful requests per second of the measured phase. */
function throughputOf(runs: readonly Snapshot[]): number | undefined {
  return ratio(
    runs,
    ({ measure }) => successesOf(measure),
    ({ measure }) => measure.durationMicros / microsPerSecond,
  );
}

function ratio(
  runs: readonly Snapshot[],
  above: (run: Snapshot) => number,
  below: (run: Snapshot) => number,
): number | undefined {
  const divisor = runs.reduce((sum, run) => sum + below(run), 0);
  return divisor > 0 ? runs.reduce((sum, run) => sum + above(run), 0) / divisor : undefined;
}

function compareFigure(
  kind: Pick<ComparedFigure, 'name' | 'unit'>,
  before: number | undefined,
  after: number | undefined,
): ComparedFigure {
  return {
    ...kind,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(before === undefined || after === undefined || before === 0
      ? {}
      : { changePercent: ((after - before) / before) * 100 }),
  };
}
