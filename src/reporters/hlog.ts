import type { ClosedSlice, SliceLatency } from '../recorder/closed-slice.ts';
import type { PhaseName } from '../recorder/sample.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';

/** What the top of a log says. */
export type HlogOrigin = {
  readonly hitgateVersion: string;
  /** Wall clock, in milliseconds since 1970, at the moment from which the lines count their offsets. */
  readonly wallMillis: number;
};

/**
 * The top of an HDR log (format 1.3, as HdrHistogram's HistogramLogWriter writes it). Recorded values are microseconds and
 * the third column is milliseconds; tools that take nanoseconds for granted want a ratio of 1000, as the comment says.
 */
export function hlogHeader({ hitgateVersion, wallMillis }: HlogOrigin): string {
  const epochSeconds = (wallMillis / 1_000).toFixed(3);
  return [
    `#[Logged with hitgate ${hitgateVersion}]`,
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${epochSeconds} (seconds since epoch)]`,
    `#[BaseTime: ${epochSeconds} (seconds since epoch)]`,
    `#[MaxValueDivisor: ${microsPerMilli.toFixed(1)}]`,
    '#[Values are microseconds: divide by 1000 for milliseconds (HistogramLogProcessor: -outputValueUnitRatio 1000)]',
    '#[Tags: hit, miss, unknown are service times; with .response, response times; with warmup. before, not of the verdict]',
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    '',
  ].join('\n');
}

/**
 * The lines of one second: a tagged interval for each class and latency of which there was a sample, none for an empty
 * second. `originMicros` is the clock's time at the wall clock of the header.
 * @throws RangeError when the second began before the origin.
 */
export function hlogLines(closed: ClosedSlice, originMicros: number): string {
  const offsetMicros = closed.startMicros - originMicros;
  if (!(offsetMicros >= 0)) throw new RangeError(`Expected a slice after the log's origin, got ${offsetMicros} µs`);
  const start = (offsetMicros / microsPerSecond).toFixed(3);
  return closed.latencies.map((entry) => `${intervalOf(closed.phase, start, entry)}\n`).join('');
}

function intervalOf(phase: PhaseName, start: string, entry: SliceLatency): string {
  const max = (entry.maxMicros / microsPerMilli).toFixed(3);
  return `Tag=${tagOf(phase, entry)},${start},1.000,${max},${entry.histogram}`;
}

function tagOf(phase: PhaseName, { cacheClass, latency }: SliceLatency): string {
  const name = latency === 'service' ? cacheClass : `${cacheClass}.${latency}`;
  return phase === 'measure' ? name : `${phase}.${name}`;
}
