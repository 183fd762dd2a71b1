import { encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';
import type { ClosedSlice, SliceLatency } from '../../src/recorder/closed-slice.ts';
import { cacheClasses, failureKinds, outcomeName, type Sample } from '../../src/recorder/sample.ts';
import type { LimitCounter, Slice } from '../../src/recorder/snapshot.ts';
import { checkNames, limits } from './drawn-samples.ts';

const rangeMicros = 3_600_000_000;

/** The value of a sample that a limit or a histogram counts, in microseconds. */
export function latencyOf(sample: Sample, kind: LimitCounter['latency']): number {
  if (kind === 'waiting') return sample.firstByteMicros - sample.sentMicros;
  return sample.endMicros - (kind === 'service' ? sample.sentMicros : sample.dueMicros);
}

/** Whether a sample counts against a limit. */
export function breaks(sample: Sample, limit: LimitCounter): boolean {
  const name = outcomeName(sample.outcome);
  if (sample.outcome > 2 || (limit.cacheClass !== undefined && limit.cacheClass !== name)) return false;
  const value = latencyOf(sample, limit.latency);
  return limit.equalIsOver ? value >= limit.limitMicros : value > limit.limitMicros;
}

/** The library's own histogram of latencies, recorded one by one; undefined for none. */
export function libraryHistogram(values: readonly number[]): Int32Histogram | undefined {
  if (values.length === 0) return undefined;
  const histogram = new Int32Histogram(1, rangeMicros, 3);
  for (const value of values) histogram.recordValue(Math.round(value));
  return histogram;
}

type Judged = 'service' | 'response';

/**
 * One second of a measured phase, told slowly: from its samples, by arrays, sorting and the library's own recording.
 * Nobody was observed in flight, and nothing was dropped.
 */
export function plainSecond(samples: readonly Sample[], startMicros: number, judgedOn: Judged): ClosedSlice {
  const second = Math.floor(((samples[0]?.endMicros ?? startMicros) - startMicros) / 1e6);
  const kinds: readonly Judged[] = judgedOn === 'response' ? ['service', 'response'] : ['service'];
  return {
    phase: 'measure',
    startMicros: startMicros + second * 1e6,
    slice: plainSlice(samples, second, judgedOn),
    tallies: plainTallies(samples),
    latencies: kinds.flatMap((latency) => plainLatencies(samples, latency)),
  };
}

function plainSlice(samples: readonly Sample[], second: number, judgedOn: Judged): Slice {
  const countOf = (code: number): number => samples.filter(({ outcome }) => outcome === code).length;
  const hit = plainQuantiles(valuesOf(samples, 0, judgedOn));
  const miss = plainQuantiles(valuesOf(samples, 1, judgedOn));
  return {
    second,
    counts: [countOf(0), countOf(1), countOf(2)],
    failed: samples.filter(({ outcome }) => outcome > 2).length,
    dropped: 0,
    over: limits.map((limit) => samples.filter((sample) => breaks(sample, limit)).length),
    ...(hit === undefined ? {} : { hit }),
    ...(miss === undefined ? {} : { miss }),
  };
}

function valuesOf(samples: readonly Sample[], code: number, latency: Judged): number[] {
  return samples.filter(({ outcome }) => outcome === code).map((sample) => latencyOf(sample, latency));
}

/** By rank in the sorted values; each as the highest value of its bucket. */
function plainQuantiles(values: readonly number[]): [number, number, number] | undefined {
  const histogram = libraryHistogram(values);
  if (histogram === undefined) return undefined;
  const sorted = values.map(Math.round).sort((one, other) => one - other);
  const at = (hundredths: number): number =>
    histogram.highestEquivalentValue(sorted[Math.ceil((hundredths * sorted.length) / 100) - 1] ?? 0);
  return [at(50), at(95), at(99)];
}

function plainLatencies(samples: readonly Sample[], latency: Judged): SliceLatency[] {
  return cacheClasses.flatMap((cacheClass, code) => {
    const values = valuesOf(samples, code, latency);
    const histogram = libraryHistogram(values);
    if (histogram === undefined) return [];
    const maxMicros = histogram.highestEquivalentValue(Math.max(...values.map(Math.round)));
    return [{ cacheClass, latency, histogram: encodeIntoCompressedBase64(histogram), maxMicros }];
  });
}

function plainTallies(samples: readonly Sample[]): ClosedSlice['tallies'] {
  const failures = failureKinds.map(
    (kind) => [kind, samples.filter(({ outcome }) => outcomeName(outcome) === kind).length] as const,
  );
  const statuses = [...new Set(samples.map(({ status }) => status))].filter((status) => status > 0);
  const withBit = (bit: number): number => samples.filter(({ checks }) => (checks & bit) !== 0).length;
  const checks = checkNames.map(
    (name, index) => [name, { made: withBit(1 << (2 * index)), held: withBit(2 << (2 * index)) }] as const,
  );
  return {
    failures: Object.fromEntries(failures.filter(([, count]) => count > 0)),
    statuses: Object.fromEntries(
      statuses.map((status) => [status, samples.filter((sample) => sample.status === status).length]),
    ),
    checks: Object.fromEntries(checks.filter(([, { made }]) => made > 0)),
    inFlight: { observations: 0, sum: 0 },
  };
}
