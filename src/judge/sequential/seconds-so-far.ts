import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { addChecks } from '../../recorder/merge-parts.ts';
import { cacheClasses } from '../../recorder/sample.ts';
import type { LimitCounter, Slice } from '../../recorder/snapshot.ts';
import { microsPerMilli } from '../../units.ts';
import type { LatencySelection } from '../limit-counters.ts';
import type { CountedSeconds } from './gate-slices.ts';

/** What was recorded of a measured phase so far, as far as gates on observed values need it. */
export class SecondsSoFar implements CountedSeconds {
  readonly slices: Slice[] = [];
  readonly overLimit: readonly LimitCounter[];
  readonly sums = { requests: 0, failed: 0, dropped: 0, hits: 0, unknown: 0, answers: 0 };
  checks: Readonly<Record<string, { readonly made: number; readonly held: number }>> = {};
  /** Users in flight: undefined until they were observed. */
  inFlight: { readonly min: number; readonly max: number; readonly mean: number } | undefined = undefined;
  private observations = 0;
  private inFlightSum = 0;
  /** Greatest latencies in microseconds, by latency and class. */
  private readonly greatest = new Map<string, number>();

  constructor(overLimit: readonly LimitCounter[]) {
    this.overLimit = overLimit;
  }

  /** Takes the next second of the measured phase. */
  add({ slice, tallies, latencies }: ClosedSlice): void {
    const [hits, misses, unknown] = slice.counts;
    const answers = hits + misses + unknown;
    this.slices.push(slice);
    this.sums.answers += answers;
    this.sums.hits += hits;
    this.sums.unknown += unknown;
    this.sums.failed += slice.failed;
    this.sums.requests += answers + slice.failed;
    this.sums.dropped += slice.dropped;
    this.checks = addChecks([this.checks, tallies.checks]);
    this.observe(slice, tallies.inFlight);
    for (const { cacheClass, latency, maxMicros } of latencies) {
      const key = `${latency} ${cacheClass}`;
      this.greatest.set(key, Math.max(maxMicros, this.greatest.get(key) ?? 0));
    }
  }

  /** The greatest latency of a selection in milliseconds; undefined when nothing was recorded, or for the time to the first byte. */
  greatestMillis({ cacheClass, latency }: LatencySelection): number | undefined {
    const classes = cacheClass === undefined ? cacheClasses : [cacheClass];
    const micros = classes.flatMap((name) => this.greatest.get(`${latency} ${name}`) ?? []);
    return micros.length === 0 ? undefined : Math.max(...micros) / microsPerMilli;
  }

  private observe({ inFlight }: Slice, { observations, sum }: ClosedSlice['tallies']['inFlight']): void {
    if (inFlight === undefined || observations === 0) return;
    const [min, max] = inFlight;
    this.observations += observations;
    this.inFlightSum += sum;
    this.inFlight = {
      min: Math.min(min, this.inFlight?.min ?? Infinity),
      max: Math.max(max, this.inFlight?.max ?? 0),
      mean: this.inFlightSum / this.observations,
    };
  }
}
