/** Upper bounds of the latency buckets in seconds; they hold the limits of the SLA. */
export const bucketBounds = [
  0.005, 0.01, 0.0125, 0.015, 0.02, 0.023, 0.03, 0.05, 0.075, 0.08, 0.09, 0.095, 0.1, 0.15, 0.2, 0.5, 1, 5,
] as const;

const microsPerSecond = 1_000_000;

/** A histogram as Prometheus has it: how many values are at most each of `bucketBounds`, all of them, and their sum in seconds. */
export class BucketHistogram {
  readonly #counts = new Float64Array(bucketBounds.length + 1);
  #sumMicros = 0;

  record(micros: number): void {
    const seconds = micros / microsPerSecond;
    const index = bucketBounds.findIndex((bound) => seconds <= bound);
    const at = index < 0 ? bucketBounds.length : index;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sumMicros += micros;
  }

  /** Values up to each bound, and at last all. */
  get cumulative(): number[] {
    let sum = 0;
    return [...this.#counts].map((count) => (sum += count));
  }

  get sumSeconds(): number {
    return this.#sumMicros / microsPerSecond;
  }
}

/**
 * What the service itself counts since it was started, under the names of the integration plan. Other than the truth these are never
 * reset, as no counter of Prometheus is, and a fault may make them wrong.
 */
export class ServiceCounters {
  requests = 0;
  hits = 0;
  errors = 0;
  readonly hitLatency = new BucketHistogram();
  readonly missLatency = new BucketHistogram();

  /** Counts an answer by the class that it states; a hit that is `miscounted` is a request and no hit. */
  countAnswer(stated: 'hit' | 'miss' | 'unknown', serviceMicros: number, isMiscounted: boolean): void {
    this.requests += 1;
    if (stated === 'hit' && !isMiscounted) this.hits += 1;
    if (stated === 'hit') this.hitLatency.record(serviceMicros);
    if (stated === 'miss') this.missLatency.record(serviceMicros);
  }

  countFailure(): void {
    this.requests += 1;
    this.errors += 1;
  }
}
