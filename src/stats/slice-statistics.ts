import { firstWhere } from './binomial.ts';

/** The values of a slice of time, ascending, and how often each occurred. */
export type ValueSlice = { readonly values: readonly number[]; readonly counts: readonly number[] };

/** What a slice adds to a ratio Σ events / Σ n: events of trials, answers of seconds, a sum of a count. */
export type RatioSlice = { readonly events: number; readonly n: number };

/** A figure that can be taken of any selection of slices; a selection is numbers below `slices`, also repeated ones. */
export type SliceStatistic = {
  readonly slices: number;
  readonly of: (picked: Int32Array) => number;
  /** How far each slice pulls the figure of all slices, up to a factor. */
  readonly pulls: readonly number[];
};

/**
 * ln of a quantile of the added slices: the value of rank ⌈q·n⌉, as a histogram reads it, and at least `least`. Slices without values are left
 * out. A table of how many values of each slice lie up to each value makes it a search by halves.
 */
export function logQuantileOf(
  all: readonly ValueSlice[],
  { quantile, least }: { readonly quantile: number; readonly least: number },
): SliceStatistic {
  const slices = all.filter(({ counts }) => counts.some((count) => count > 0));
  const values = Float64Array.from(new Set(slices.flatMap((slice) => slice.values))).sort();
  const upTo = cumulate(slices, values);
  const countUpTo = (at: number, picked: Int32Array): number => {
    const row = at * slices.length;
    let sum = 0;
    for (const slice of picked) sum += upTo[row + slice] ?? 0;
    return sum;
  };
  const last = values.length - 1;
  const find = (picked: Int32Array): number => {
    const rank = Math.max(1, Math.ceil(quantile * countUpTo(last, picked) * (1 - 2 ** -51)));
    return firstWhere(0, last, (at) => countUpTo(at, picked) >= rank);
  };
  const found = find(everyOne(slices.length)) * slices.length;
  return {
    slices: slices.length,
    of: (picked) => Math.log(Math.max(least, values[find(picked)] ?? least)),
    pulls: slices.map((_, slice) => quantile * (upTo[last * slices.length + slice] ?? 0) - (upTo[found + slice] ?? 0)),
  };
}

/** How many values of each slice are at most each of `values`: a row for each value, in it a column for each slice. */
function cumulate(slices: readonly ValueSlice[], values: Float64Array): Float64Array {
  const upTo = new Float64Array(values.length * slices.length);
  for (const [column, slice] of slices.entries()) {
    let next = 0;
    let sum = 0;
    for (const [row, value] of values.entries()) {
      while (next < slice.values.length && (slice.values[next] ?? Infinity) <= value) sum += slice.counts[next++] ?? 0;
      upTo[row * slices.length + column] = sum;
    }
  }
  return upTo;
}

/**
 * Σ events / Σ n of the slices, or its logarithm when `log` is set, for which fewer than half an event is taken as half an event.
 * Slices with n = 0 are left out.
 */
export function ratioOf(all: readonly RatioSlice[], log: boolean): SliceStatistic {
  const slices = all.filter(({ n }) => n > 0);
  const total = slices.reduce((sum, { n }) => sum + n, 0);
  const ratio = slices.reduce((sum, { events }) => sum + events, 0) / total;
  return {
    slices: slices.length,
    pulls: slices.map(({ events, n }) => events - ratio * n),
    of: (picked) => {
      let events = 0;
      let total = 0;
      for (const slice of picked) {
        events += slices[slice]?.events ?? 0;
        total += slices[slice]?.n ?? 0;
      }
      return log ? Math.log(Math.max(0.5, events) / total) : events / total;
    },
  };
}

/** The selection of every slice once. */
export function everyOne(slices: number): Int32Array {
  return Int32Array.from({ length: slices }, (_, index) => index);
}
