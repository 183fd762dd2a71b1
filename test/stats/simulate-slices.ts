import { RandomStream, streams } from '../../src/random.ts';
import { normalQuantile } from '../../src/stats/normal-quantile.ts';
import type { ValueSlice } from '../../src/stats/slice-statistics.ts';

/** A series of slices whose level on the logarithm's scale is AR(1), and values around it in whole microseconds. */
export type SimulatedSeries = {
  readonly seed: number;
  /** Numbers with one `run` and `side` are one series. */
  readonly run: number;
  readonly slices: number;
  readonly perSlice: number;
  readonly correlation: number;
  readonly levelDeviation: number;
};

/** Simulates one series: log-normal latencies around 10 ms with four digits. */
export function simulateSlices(series: SimulatedSeries): ValueSlice[] {
  const { seed, run, slices, perSlice, correlation, levelDeviation } = series;
  const random = new RandomStream(seed, streams.keys);
  let index = 0;
  const draw = (): number => normalQuantile(Math.max(1e-12, random.uniformAt(run, index++)));
  const noise = Math.sqrt(1 - correlation ** 2);
  let level = draw();
  return Array.from({ length: slices }, () => {
    level = correlation * level + noise * draw();
    const center = Math.log(10_000) + levelDeviation * level;
    return sliceOf(Array.from({ length: perSlice }, () => Math.exp(center + 0.3 * draw())));
  });
}

/** A slice of values, each rounded to four digits. */
export function sliceOf(values: readonly number[]): ValueSlice {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bucket = Number(value.toPrecision(4));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const buckets = [...counts].toSorted(([left], [right]) => left - right);
  return { values: buckets.map(([value]) => value), counts: buckets.map(([, count]) => count) };
}
