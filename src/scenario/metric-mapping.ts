/** A series at Prometheus: its name, and labels that tell it from others of that name. */
export type MappedSeries = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

/** The counters of the service that can be asked to agree with ours. */
export const agreeingCounters = ['requests', 'hits', 'errors'] as const;

/** How near the service's counters are to be to ours: a share of the requests sent, for each of these counters. */
type WantedAgreement = { readonly within: number; readonly of: readonly (typeof agreeingCounters)[number][] };

/**
 * How the service names its own figures at Prometheus: three counters, two classic histograms by their buckets, and the
 * gauge that is 1 while an instance can be reached.
 */
export type MetricMapping = {
  readonly hits: MappedSeries;
  readonly requests: MappedSeries;
  readonly errors: MappedSeries;
  /** Both end in `_bucket`; the sum and the count of a histogram are named beside its buckets. */
  readonly hitLatencyBuckets: MappedSeries;
  readonly missLatencyBuckets: MappedSeries;
  readonly up: MappedSeries;
  /** What the histograms count in. */
  readonly unit: 'seconds' | 'milliseconds';
  /** Labels that every series has, such as the job; those of `up` as well. */
  readonly selector: Readonly<Record<string, string>>;
  /** Whether `requests` counts failed requests too, so that they can be left out of the hit rate. */
  readonly requestsCountErrors: boolean;
  readonly scrapeIntervalMicros: number;
  /** Finite upper bounds of the buckets in `unit`, ascending; absent when nobody said which there are. */
  readonly buckets?: readonly number[];
  /** Where the service shows its figures, below the URL of the target; absent: a run does not look. */
  readonly path?: string;
  /** Absent: the verdict does not ask whether the counters agree. */
  readonly agree?: WantedAgreement;
};

/** The names of the integration plan, in seconds, of the job `fact`. */
export const planMapping: MetricMapping = {
  hits: { name: 'fact_cache_hits', labels: {} },
  requests: { name: 'fact_requests', labels: {} },
  errors: { name: 'fact_errors', labels: {} },
  hitLatencyBuckets: { name: 'fact_cache_latency_bucket', labels: {} },
  missLatencyBuckets: { name: 'fact_miss_latency_bucket', labels: {} },
  up: { name: 'up', labels: {} },
  unit: 'seconds',
  selector: { job: 'fact' },
  requestsCountErrors: true,
  scrapeIntervalMicros: 15_000_000,
  path: '/metrics',
};

/** The mapping of a scenario: its own, or the plan's where it has none. */
export function mappingOf({ metrics = planMapping }: { readonly metrics?: MetricMapping }): MetricMapping {
  return metrics;
}
