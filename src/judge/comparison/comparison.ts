import type { CacheClass } from '../../recorder/sample.ts';
import type { ComparedMetric } from '../../scenario/compared-metric.ts';

/** Two sides that sent the same request sequence, what changed between them, and what that says of the service. */
export type Comparison = {
  readonly outcome: ComparisonOutcome;
  /** One sentence that says why. */
  readonly reason: string;
  readonly evidence: ComparisonEvidence;
  /**
   * Why the outcome decides nothing by itself, in words: one run a side, or sides from different machines. Empty when it does decide.
   */
  readonly reservations: readonly string[];
  /** What makes the measurement of a side untrustworthy; the outcome is INVALID unless empty. */
  readonly validity: readonly { readonly side: 'before' | 'after'; readonly seen: string; readonly remedy: string }[];
  readonly digest: string;
  /** Which latency the figures are: service time, unless both sides were judged on response time. */
  readonly latency: 'service' | 'response';
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** What differs besides the service: machine, target, load. Empty when nothing does. */
  readonly differences: readonly Difference[];
  readonly gates: readonly ComparedGate[];
  /** Claims of the scenario's `baseline.claims`, in its order. */
  readonly claims: readonly Claim[];
  /** Where the change of the mean comes from; absent when a side has no hit or no miss. */
  readonly meanChange?: MeanChange;
  /** Classes of which either side has a sample, and `all` last; a class is left out when neither has. */
  readonly classes: readonly ComparedClass[];
  /** Hit rate, error rate and throughput. */
  readonly totals: readonly ComparedFigure[];
};

/** From the one that hides all others; NO DATA means that a class that is compared was never recorded after the change. */
export type ComparisonOutcome =
  | 'INVALID'
  | 'REGRESSED'
  | 'NO DATA'
  | 'CLAIM NOT MET'
  | 'INCONCLUSIVE'
  | 'IMPROVED'
  | 'NO REGRESSION';

/** What the intervals rest on: interleaved pairs of runs, independent runs of each side, or the stretches within single runs. */
export type ComparisonEvidence = 'pairs' | 'runs' | 'one run';

/**
 * What is known of one figure. `not-compared`: the side before has nothing of it, and nobody asked for it by name; it decides nothing.
 */
export type ComparedStatus = 'regressed' | 'no-regression' | 'improved' | 'inconclusive' | 'no-data' | 'not-compared';

/** One figure with its margin. `ratio` figures change by a factor (0.1 is 10 % more), `points` by a difference of shares (0.01 is one point). */
export type ComparedGate = {
  /** 'p(95){cache:hit}', 'cache_hit_rate'. */
  readonly name: string;
  readonly metric: ComparedMetric;
  readonly scale: 'ratio' | 'points';
  readonly unit: 'ms' | 'share' | 'per second';
  /** Which direction is worse. */
  readonly worse: 'greater' | 'less';
  /** By how much it may be worse, as a positive change on its scale. */
  readonly margin: number;
  /** True when the scenario names this margin. */
  readonly asked: boolean;
  readonly status: ComparedStatus;
  /** The figure on each side (ms, a share, per second): for quantiles and throughput the geometric mean over runs. */
  readonly before?: number;
  readonly after?: number;
  /** after / before − 1, or after − before. */
  readonly change?: number;
  /** Each end is a one-sided 95 % bound of the change. */
  readonly interval?: { readonly low: number; readonly high: number; readonly method: string };
  /** Pairs or runs a side (the fewer) behind it. */
  readonly n: number;
  /** The least worsening that would be found in four of five comparisons like this one; absent when it is not known. */
  readonly detectable?: number;
  /** The probability of such data if it were worse by the margin only, Holm-corrected over all gates. */
  readonly adjustedP?: number;
  /** The same question asked by ranks (Wilcoxon's signed ranks), for pairs. */
  readonly ranks?: { readonly change: number; readonly low?: number; readonly high?: number; readonly p: number };
  /** One sentence: why this status. */
  readonly reason: string;
};

/** A claim about the change: 'p(95){cache:miss} at least 90 % lower', 'availability at least 99.9 %'. */
export type Claim = {
  readonly name: string;
  readonly status: 'holds' | 'does-not-hold' | 'inconclusive' | 'no-data';
  /** What was claimed, and what was seen with its one-sided 95 % bounds: a reduction or a share of 1. */
  readonly claimed: number;
  readonly observed?: number;
  readonly interval?: { readonly low: number; readonly high: number };
  readonly reason: string;
};

/**
 * The change of the mean latency of hits and misses together, in ms, split so that it adds up exactly:
 * total = (rate₁ − rate₀)·(hit₀ − miss₀) + rate₁·(hit₁ − hit₀) + (1 − rate₁)·(miss₁ − miss₀), where 0 is before and 1 after. The first
 * part is priced at the means before, the others at the rate after.
 */
export type MeanChange = {
  readonly totalMillis: number;
  readonly byHitRateMillis: number;
  readonly byHitsMillis: number;
  readonly byMissesMillis: number;
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
