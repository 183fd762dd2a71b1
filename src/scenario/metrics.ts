import { checkNames } from './scenario.ts';
import type { MetricName } from './threshold.ts';

/** What can be gated on a metric. */
export type Metric = {
  /** As k6 names kinds: a trend has quantiles, a rate is a share of 1, a counter counts, a gauge is observed; a time is one duration. */
  readonly kind: 'trend' | 'rate' | 'counter' | 'gauge' | 'time';
  /** Tags that a selector may have, each with its values. */
  readonly tags: Readonly<Record<string, readonly string[]>>;
  /** The tag whose value is the name of a fault: `during` also takes `none`. */
  readonly faultTag: 'during' | 'fault';
  /** Aggregations by name; `p(N)` stands for every quantile. */
  readonly aggregations: readonly string[];
};

const trend: Metric = {
  kind: 'trend',
  tags: { cache: ['hit', 'miss', 'unknown'] },
  faultTag: 'during',
  aggregations: ['avg', 'min', 'max', 'med', 'p(N)'],
};
const rate: Metric = { kind: 'rate', tags: {}, faultTag: 'during', aggregations: ['rate'] };
const counter: Metric = { kind: 'counter', tags: {}, faultTag: 'during', aggregations: ['count', 'rate'] };

/** Every metric that can be gated, with its unit by kind: trends and times in milliseconds, rates in shares of 1. */
export const metrics: Readonly<Record<MetricName, Metric>> = {
  http_req_duration: trend,
  http_req_waiting: trend,
  cache_hit_rate: rate,
  cache_unknown_rate: rate,
  http_req_failed: rate,
  availability: rate,
  http_reqs: counter,
  vus_in_flight: { kind: 'gauge', tags: {}, faultTag: 'during', aggregations: ['min', 'max', 'value'] },
  dropped_iterations: counter,
  checks: { ...rate, tags: { check: Object.values(checkNames) } },
  recovery_time: { kind: 'time', tags: {}, faultTag: 'fault', aggregations: ['value', 'max'] },
};

/** The names of the metrics, in the order of the documentation. */
export const metricNames: readonly MetricName[] = [
  'http_req_duration',
  'http_req_waiting',
  'cache_hit_rate',
  'cache_unknown_rate',
  'http_req_failed',
  'availability',
  'http_reqs',
  'vus_in_flight',
  'dropped_iterations',
  'checks',
  'recovery_time',
];

/** Metrics that k6 has and hitgate does not, with what to gate instead. */
export const foreignMetrics: Readonly<Record<string, string>> = {
  http_req_blocked: 'use http_req_duration: connections are opened before the load',
  http_req_connecting: 'use http_req_duration: connections are opened before the load',
  http_req_tls_handshaking: 'use http_req_duration: connections are opened before the load',
  http_req_sending: 'use http_req_duration, from the first byte sent to the last byte read',
  http_req_receiving: 'use http_req_duration, from the first byte sent to the last byte read',
  iteration_duration: 'use http_req_duration: an iteration is one request',
  iterations: 'use http_reqs: an iteration is one request',
  vus: 'use vus_in_flight: the users that have a request outstanding',
  vus_max: 'use vus_in_flight: the users that have a request outstanding',
};
