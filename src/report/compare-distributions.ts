import type { HistogramFigure, ImportedFigure, PercentilesFigure } from '../importers/imported-baseline.ts';
import { decodeHistogram, quantileRank, type Histogram } from '../recorder/histogram.ts';
import { quantileRanks } from '../stats/quantile-ranks.ts';
import type { ComparedValue, ImportedRow } from './imported-comparison.ts';

/** A figure that says how latencies are distributed. */
export type DistributionFigure = HistogramFigure | PercentilesFigure;

/** Whether a figure says how latencies are distributed, and not only where their middle is. */
export function isDistribution(figure: ImportedFigure): figure is DistributionFigure {
  return figure.kind !== 'mean';
}

const commonQuantiles = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999] as const;
/** Two independent intervals at this confidence hold together with 95 %. */
const confidenceOfEach = Math.sqrt(0.95);

/**
 * Count, mean, percentiles and maximum as far as both sides have them. A percentile needs one sample beyond it on each side that says
 * how many it has. Only two histograms give an interval of the change: from the order statistics of each side (Hahn and Meeker,
 * Statistical Intervals, 5.2), each at √0.95, so that both hold with 95 % when the samples are independent.
 */
export function compareDistributions(before: DistributionFigure, after: DistributionFigure): ImportedRow[] {
  const sides = { before: readerOf(before), after: readerOf(after) };
  const shares = [...new Set([...sharesOf(before), ...sharesOf(after)])].toSorted((one, other) => one - other);
  return [
    ...pair('n', 'count', sides.before.count, sides.after.count),
    ...pair('mean', 'micros', sides.before.mean, sides.after.mean),
    ...shares.flatMap((share) => quantileRow(share, sides.before, sides.after)),
    ...pair('max', 'micros', sides.before.max, sides.after.max),
  ];
}

/** A row when both sides have the figure, none otherwise. */
export function pair(
  name: string,
  unit: ImportedRow['unit'],
  before: number | undefined,
  after: number | undefined,
): ImportedRow[] {
  if (before === undefined || after === undefined) return [];
  return [{ name, unit, before: { value: before }, after: { value: after }, ...changeOf(before, after) }];
}

type Reader = {
  readonly count: number | undefined;
  readonly mean: number | undefined;
  readonly max: number | undefined;
  readonly quantile: (share: number) => ComparedValue | undefined;
  /** Of the values that enclose a quantile; undefined without samples, or where they do not bound it. */
  readonly bounds: (share: number) => { readonly low: number; readonly high: number } | undefined;
};

function sharesOf(figure: DistributionFigure): readonly number[] {
  return figure.kind === 'histogram' ? commonQuantiles : figure.points.map(({ share }) => share);
}

function readerOf(figure: DistributionFigure): Reader {
  return figure.kind === 'histogram' ? histogramReader(figure) : percentilesReader(figure);
}

function percentilesReader({ points, count, meanMicros, maxMicros }: PercentilesFigure): Reader {
  return {
    count,
    mean: meanMicros,
    max: maxMicros,
    quantile: (share) => {
      const value = points.find((point) => point.share === share)?.micros;
      return value === undefined || !isSupported(share, count) ? undefined : { value };
    },
    bounds: () => undefined,
  };
}

function histogramReader({ encoded, lowest, count }: HistogramFigure): Reader {
  const high = decodeHistogram(encoded);
  const low = lowest === undefined ? high : decodeHistogram(lowest);
  return {
    count,
    mean: lowest === undefined ? high.mean : undefined,
    max: high.max,
    quantile: (share) => {
      if (!isSupported(share, count)) return undefined;
      const value = high.valueAtQuantile(share);
      const from = low.valueAtQuantile(share);
      if (value === undefined) return undefined;
      return from === undefined || from >= value ? { value } : { value, from };
    },
    bounds: (share) => boundsOf(share, { low, high, count }),
  };
}

type Sides = { readonly low: Histogram; readonly high: Histogram; readonly count: number };

function boundsOf(share: number, { low, high, count }: Sides): { low: number; high: number } | undefined {
  const ranks = quantileRanks(count, share, { confidence: confidenceOfEach });
  const least = ranks.low === undefined ? undefined : low.valueAtRank(ranks.low);
  const greatest = ranks.high === undefined ? undefined : high.valueAtRank(ranks.high);
  return least === undefined || greatest === undefined || least <= 0 ? undefined : { low: least, high: greatest };
}

function isSupported(share: number, count: number | undefined): boolean {
  return count === undefined || quantileRank(share, count) < count;
}

function quantileRow(share: number, before: Reader, after: Reader): ImportedRow[] {
  const values = { before: before.quantile(share), after: after.quantile(share) };
  if (values.before === undefined || values.after === undefined) return [];
  const left = before.bounds(share);
  const right = after.bounds(share);
  const interval =
    left === undefined || right === undefined
      ? {}
      : { changeInterval: { low: percent(right.low / left.high), high: percent(right.high / left.low) } };
  return [
    {
      name: `p${Number((share * 100).toPrecision(12))}`,
      unit: 'micros',
      before: values.before,
      after: values.after,
      ...changeOf(values.before.value, values.after.value),
      ...interval,
    },
  ];
}

function changeOf(before: number, after: number): { changePercent?: number } {
  return before > 0 ? { changePercent: percent(after / before) } : {};
}

function percent(ratio: number): number {
  return (ratio - 1) * 100;
}
