import { createHistogram, type Histogram } from '../../recorder/histogram.ts';
import { cacheClasses, type CacheClass } from '../../recorder/sample.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import { microsPerMilli } from '../../units.ts';
import { collectLatencies } from '../latency-samples.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { ComparedClass, ComparedFigure } from './comparison.ts';
import { quantileIn, rateOver } from './run-values.ts';

const quantiles = [
  { name: 'p50', share: 0.5 },
  { name: 'p90', share: 0.9 },
  { name: 'p95', share: 0.95 },
  { name: 'p99', share: 0.99 },
  { name: 'p99.9', share: 0.999 },
] as const;

/** Every class side by side, the runs of each side added up, and `all` last. */
export function describeClasses(sides: Sides<ComparedRun>, latency: 'service' | 'response'): ComparedClass[] {
  return [...cacheClasses, undefined].flatMap((cacheClass) => compareClass(cacheClass, latency, sides));
}

/** Hit rate, error rate and throughput side by side, the runs of each side added up. */
export function describeTotals({ before, after }: Sides<{ readonly runs: readonly Snapshot[] }>): ComparedFigure[] {
  const figure = (name: 'hit rate' | 'error rate' | 'throughput', unit: ComparedFigure['unit']): ComparedFigure =>
    compareFigure({ name, unit }, rateOver(name, before.runs), rateOver(name, after.runs));
  return [figure('hit rate', 'share'), figure('error rate', 'share'), figure('throughput', 'per second')];
}

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
    compareFigure({ name, unit: 'ms' }, inMillis(read(sides.before)), inMillis(read(sides.after)));
  return [
    {
      cacheClass: cacheClass ?? 'all',
      figures: [
        compareFigure({ name: 'count', unit: 'count' }, sides.before.count, sides.after.count),
        millis('mean', ({ mean }) => mean),
        ...quantiles.map(({ name, share }) => millis(name, (histogram) => quantileIn(histogram, share))),
      ],
    },
  ];
}

function inMillis(micros: number | undefined): number | undefined {
  return micros === undefined ? undefined : micros / microsPerMilli;
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
