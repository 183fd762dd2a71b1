import type { CacheClass } from '../recorder/sample.ts';

/** Two stored runs of the same request sequence side by side. It describes: no interval, no verdict. */
export type Comparison = {
  readonly label: 'descriptive: no interval';
  readonly digest: string;
  /** Which latency the figures are: service time, unless both sides were judged on response time. */
  readonly latency: 'service' | 'response';
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** What differs besides the service: machine, target, load. Empty when nothing does. */
  readonly differences: readonly Difference[];
  /** Classes of which either side has a sample, and `all` last; a class is left out when neither has. */
  readonly classes: readonly ComparedClass[];
  /** Hit rate, error rate and throughput. */
  readonly totals: readonly ComparedFigure[];
};

/** One side of a comparison. */
export type ComparedSide = {
  readonly id: string;
  readonly startedAt: string;
  readonly target: string;
  readonly runs: number;
  readonly aborted: boolean;
};

/** Something that is not the same on both sides, in words: 'cores', '4', '8'. */
export type Difference = { readonly what: string; readonly before: string; readonly after: string };

/** The latencies of one class, all runs of a side added up. */
export type ComparedClass = {
  readonly cacheClass: CacheClass | 'all';
  readonly figures: readonly ComparedFigure[];
};

/**
 * One figure on both sides: milliseconds, a share of 1, requests per second or a count. A side is absent when it has too few
 * samples for it (a quantile needs one sample beyond it); the change is absent when a side is, or when it starts from 0.
 */
export type ComparedFigure = {
  readonly name: 'count' | 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'p99.9' | 'hit rate' | 'error rate' | 'throughput';
  readonly unit: 'ms' | 'share' | 'per second' | 'count';
  readonly before?: number;
  readonly after?: number;
  /** (after − before) / before in per cent. */
  readonly changePercent?: number;
};
