import { Buckets } from './buckets.ts';
import type { SliceTallies } from './closed-slice.ts';
import { cacheClasses, failureKinds } from './sample.ts';
import type { PartLatency, SlicePart } from './slice-part.ts';
import type { Tallies } from './tallies.ts';

/** Empty buckets for each class, in the order of `cacheClasses`. */
export function classBuckets(): readonly Buckets[] {
  return cacheClasses.map(() => new Buckets());
}

/** The second that is being recorded: its counts, and buckets that are emptied and used again for the next one. */
export class OpenSlice {
  readonly tallies: Tallies;
  readonly service = classBuckets();
  /** Empty when service times are judged, because a second is then described and logged by those alone. */
  readonly response: readonly Buckets[];

  constructor(tallies: Tallies, judgedOn: 'service' | 'response') {
    this.tallies = tallies;
    this.response = judgedOn === 'response' ? classBuckets() : [];
  }

  /** The counts as the report keeps them. */
  describe(second: number): SlicePart['slice'] {
    const { tallies } = this;
    const inFlight = tallies.inFlight();
    return {
      second,
      counts: [tallies.ofClass('hit'), tallies.ofClass('miss'), tallies.ofClass('unknown')],
      failed: tallies.failed,
      dropped: tallies.dropped,
      over: [...tallies.over],
      ...(inFlight === undefined ? {} : { inFlight: [inFlight.min, inFlight.max] }),
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

  /** The latencies, which are then forgotten. */
  takeLatencies(): PartLatency[] {
    return [...takeAll('service', this.service), ...takeAll('response', this.response)];
  }
}

function takeAll(latency: PartLatency['latency'], ofClasses: readonly Buckets[]): PartLatency[] {
  const taken: PartLatency[] = [];
  for (const [index, cacheClass] of cacheClasses.entries()) {
    const buckets = ofClasses[index]?.take();
    if (buckets !== undefined) taken.push({ cacheClass, latency, buckets });
  }
  return taken;
}
