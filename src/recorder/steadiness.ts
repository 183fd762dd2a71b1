import type { Slice } from './snapshot.ts';

const windows = 3;
const secondsPerWindow = 3;
const hitRateTolerance = 0.01;
const medianTolerance = 0.05;

type Window = { readonly hitRate: number; readonly median: number };

/**
 * Whether the last nine seconds were steady: three consecutive windows of three seconds whose hit rates (hits among successes)
 * differ by less than 1 point and whose medians differ by less than 5 % of the least. The median is that of the class with
 * more samples in the nine seconds, averaged over a window's seconds by their counts. Not steady when there are fewer
 * seconds, when one is missing, or when a window holds no hit or miss.
 */
export function isSteady(slices: readonly Slice[]): boolean {
  const recent = slices.slice(-windows * secondsPerWindow);
  if (!isUnbroken(recent)) return false;
  const index = totalOf(recent, 0) >= totalOf(recent, 1) ? 0 : 1;
  const seen: Window[] = [];
  for (let start = 0; start < recent.length; start += secondsPerWindow) {
    const window = describeWindow(recent.slice(start, start + secondsPerWindow), index);
    if (window === undefined) return false;
    seen.push(window);
  }
  const hitRates = seen.map(({ hitRate }) => hitRate);
  const medians = seen.map(({ median }) => median);
  return (
    Math.max(...hitRates) - Math.min(...hitRates) < hitRateTolerance &&
    Math.max(...medians) - Math.min(...medians) < medianTolerance * Math.min(...medians)
  );
}

function isUnbroken(slices: readonly Slice[]): boolean {
  const [first] = slices;
  return (
    first !== undefined &&
    slices.length === windows * secondsPerWindow &&
    slices.every(({ second }, index) => second === first.second + index)
  );
}

function describeWindow(slices: readonly Slice[], index: 0 | 1): Window | undefined {
  const successes = totalOf(slices, 0) + totalOf(slices, 1) + totalOf(slices, 2);
  const samples = totalOf(slices, index);
  if (samples === 0) return undefined;
  const weighted = slices.map((slice) => slice.counts[index] * ((index === 0 ? slice.hit : slice.miss)?.[0] ?? 0));
  return {
    hitRate: totalOf(slices, 0) / successes,
    median: weighted.reduce((sum, value) => sum + value, 0) / samples,
  };
}

function totalOf(slices: readonly Slice[], index: 0 | 1 | 2): number {
  return slices.reduce((sum, { counts }) => sum + counts[index], 0);
}
