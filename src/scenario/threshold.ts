/** A gate as parsed from k6's threshold grammar: `metric{tag:value}: ['<aggregation> <op> <number>']`. */
export type Threshold = {
  /** The metric with its tags as written: 'http_req_duration{cache:hit}'. */
  readonly selector: string;
  /** The expression as written, trimmed: 'p(95)<23'. */
  readonly source: string;
  readonly metric: MetricName;
  readonly tags: Readonly<Record<string, string>>;
  readonly aggregation: Aggregation;
  readonly operator: Operator;
  /** In the metric's unit as written: milliseconds for trends, shares of 1 for rates, plain numbers otherwise. */
  readonly limit: number;
  /** True when hitgate added the gate itself (unknown class, dropped iterations, checks), because the scenario did not. */
  readonly implicit: boolean;
  /** True when the run ends as soon as this gate is sure to fail; absent otherwise. */
  readonly abortOnFail?: true;
  /** Time of the measured phase before which this gate ends no run, in microseconds; absent: 20 s. Only with `abortOnFail`. */
  readonly delayAbortEvalMicros?: number;
};

/** What is computed over the metric. `quantile` is a share of 1: `p(95)` is 0.95 and `med` is 0.5. */
export type Aggregation =
  | { readonly kind: 'quantile'; readonly quantile: number }
  | { readonly kind: 'avg' | 'min' | 'max' | 'count' | 'rate' | 'value' };

/** The comparison; `===` is read as `==`. */
export type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Every metric that can be gated. */
export type MetricName =
  | 'http_req_duration'
  | 'http_req_waiting'
  | 'cache_hit_rate'
  | 'cache_unknown_rate'
  | 'http_req_failed'
  | 'availability'
  | 'http_reqs'
  | 'vus_in_flight'
  | 'dropped_iterations'
  | 'checks'
  | 'recovery_time';
