import type { MeanFigure } from '../importers/imported-baseline.ts';
import { estimateRatio, type Estimate } from '../stats/estimate-ratio.ts';
import type { ImportedRow } from './imported-comparison.ts';

/** The confidence of criterion's intervals unless it was told otherwise; its text does not say it. */
const usualConfidence = 0.95;

/**
 * The same statistic of a benchmark on both sides. Where both have an interval of confidence, the change has one: of the ratio of
 * two independent estimates, on the logarithmic scale. A range or a standard deviation gives none.
 */
export function compareMeans(before: MeanFigure, after: MeanFigure): ImportedRow {
  const left = estimateOf(before);
  const right = estimateOf(after);
  const found = left === undefined || right === undefined ? undefined : estimateRatio(left, right);
  return {
    name: before.statistic === after.statistic ? before.statistic : `${before.statistic} / ${after.statistic}`,
    unit: 'micros',
    before: { value: before.micros },
    after: { value: after.micros },
    changePercent: (after.micros / before.micros - 1) * 100,
    ...(found === undefined ? {} : { changeInterval: { low: (found.low - 1) * 100, high: (found.high - 1) * 100 } }),
  };
}

/**
 * The pairs of figures that are the same statistic. `typical` is a slope, or the mean of a benchmark without one: it goes with that of
 * a side which says which it is.
 */
export function pairMeans(
  before: readonly MeanFigure[],
  after: readonly MeanFigure[],
): (readonly [MeanFigure, MeanFigure])[] {
  const same = before.flatMap((one) => {
    const other = after.find(({ statistic }) => statistic === one.statistic);
    return other === undefined ? [] : [[one, other] as const];
  });
  if (same.length > 0) return same;
  const left = typicalOf(before);
  const right = typicalOf(after);
  return left === undefined || right === undefined ? [] : [[left, right]];
}

function typicalOf(figures: readonly MeanFigure[]): MeanFigure | undefined {
  const of = (name: MeanFigure['statistic']): MeanFigure | undefined =>
    figures.find(({ statistic }) => statistic === name);
  return of('typical') ?? of('slope') ?? of('mean');
}

function estimateOf({ micros, interval }: MeanFigure): Estimate | undefined {
  if (interval === undefined) return undefined;
  return {
    value: micros,
    low: interval.low,
    high: interval.high,
    confidence: interval.confidence ?? usualConfidence,
  };
}
