import type { PercentilePoint } from './imported-baseline.ts';

/** A percentile as its source names it, with the place for an error. */
export type NamedPercentile = { readonly percent: number; readonly micros: number };

/** A percentile of 0 to 100 (excluded) by its name: 97.5 → 'p97.5'. */
function percentilePoint({ percent, micros }: NamedPercentile): PercentilePoint {
  return { name: `p${percent}`, share: Number((percent / 100).toPrecision(12)), micros };
}

/** The percentiles in ascending order. */
export function sortedPoints(found: readonly NamedPercentile[]): PercentilePoint[] {
  return found.toSorted((one, other) => one.percent - other.percent).map(percentilePoint);
}

/** The first percentile that is lower than one before it, which no distribution has; undefined when there is none. */
export function firstFall(
  points: readonly PercentilePoint[],
): readonly [before: PercentilePoint, falling: PercentilePoint] | undefined {
  for (const [index, falling] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined && falling.micros < before.micros) return [before, falling];
  }
  return undefined;
}
