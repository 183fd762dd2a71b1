/** The middle of repeated measurements and how far they lie apart. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** The spread of some values; undefined for none, so that nothing can be read from nothing. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const below = sorted[Math.floor((sorted.length - 1) / 2)] ?? min;
  const above = sorted[Math.ceil((sorted.length - 1) / 2)] ?? max;
  return { median: (below + above) / 2, min, max };
}

/** '11.6 (11.2–12.0)'; only the median when nothing was repeated, and a dash when nothing was measured. */
export function spreadText(spread: Spread | undefined, digits: number): string {
  if (spread === undefined) return '–';
  const median = spread.median.toFixed(digits);
  if (spread.min === spread.max) return median;
  return `${median} (${spread.min.toFixed(digits)} to ${spread.max.toFixed(digits)})`;
}

/** Slope of the straight line of least squares through some points; undefined for fewer than two different x. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(spreadX > 0)) return undefined;
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
}
