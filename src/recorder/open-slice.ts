import type { SliceLatency, SliceTallies } from './closed-slice.ts';
import { createHistogram, type Histogram } from './histogram.ts';
import { cacheClasses, failureKinds, type CacheClass } from './sample.ts';
import type { Slice } from './snapshot.ts';
import type { Tallies } from './tallies.ts';

const sliceQuantiles = [0.5, 0.95, 0.99];

/** One empty histogram for each class, in the order of `cacheClasses`. */
export function classHistograms(): readonly Histogram[] {
  return cacheClasses.map(() => createHistogram());
}

/** The second that is being recorded: its counts, and histograms that are emptied and used again for the next one. */
export class OpenSlice {
  readonly tallies: Tallies;
  readonly service: readonly Histogram[] = classHistograms();
  /** Empty when service times are judged, because a second is then described and logged by those alone. */
  readonly response: readonly Histogram[];

  constructor(tallies: Tallies, judgedOn: 'service' | 'response') {
    this.tallies = tallies;
    this.response = judgedOn === 'response' ? classHistograms() : [];
  }

  /** The slice as the report keeps it. */
  describe(second: number): Slice {
    const { tallies } = this;
    const inFlight = tallies.inFlight();
    const hit = this.#quantiles('hit');
    const miss = this.#quantiles('miss');
    return {
      second,
      counts: [tallies.ofClass('hit'), tallies.ofClass('miss'), tallies.ofClass('unknown')],
      failed: tallies.failed,
      dropped: tallies.dropped,
      over: [...tallies.over],
      ...(inFlight === undefined ? {} : { inFlight: [inFlight.min, inFlight.max] }),
      ...(hit === undefined ? {} : { hit }),
      ...(miss === undefined ? {} : { miss }),
    };
  }

  /** What is counted beside the slice. */
  describeTallies(checkNames: readonly string[]): SliceTallies {
    const { tallies } = this;
    const failures: Partial<Record<(typeof failureKinds)[number], number>> = {};
    for (const kind of failureKinds) if (tallies.ofFailure(kind) > 0) failures[kind] = tallies.ofFailure(kind);
    const checks = Object.entries(tallies.checks(checkNames)).filter(([, { made }]) => made > 0);
    return {
      failures,
      statuses: tallies.repliesByStatus(),
      checks: Object.fromEntries(checks),
      inFlight: { observations: tallies.observations, sum: tallies.inFlightSum },
    };
  }

  /** The histograms, encoded (0.1 ms each). */
  latencies(): SliceLatency[] {
    return [...encodeAll('service', this.service), ...encodeAll('response', this.response)];
  }

  /** Empties everything. */
  reset(): void {
    this.tallies.reset();
    for (const histogram of this.service) histogram.reset();
    for (const histogram of this.response) histogram.reset();
  }

  #quantiles(cacheClass: CacheClass): [number, number, number] | undefined {
    const judged = this.response.length === 0 ? this.service : this.response;
    const [p50, p95, p99] = judged[cacheClasses.indexOf(cacheClass)]?.valuesAtQuantiles(sliceQuantiles) ?? [];
    return p50 === undefined || p95 === undefined || p99 === undefined ? undefined : [p50, p95, p99];
  }
}

function encodeAll(latency: SliceLatency['latency'], histograms: readonly Histogram[]): SliceLatency[] {
  const encoded: SliceLatency[] = [];
  for (const [index, cacheClass] of cacheClasses.entries()) {
    const histogram = histograms[index];
    const maxMicros = histogram?.max;
    if (histogram === undefined || maxMicros === undefined) continue;
    encoded.push({ cacheClass, latency, histogram: histogram.encode(), maxMicros });
  }
  return encoded;
}
