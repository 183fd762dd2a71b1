import type { LimitCounter } from '../recorder/snapshot.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { testedDesignEffect } from '../stats/design-effect.ts';
import { shareLimits, type ShareLimits } from '../stats/share-limits.ts';
import { formatCount, microsPerMilli } from '../units.ts';
import { agree, type Decision } from './gate-decision.ts';
import { noData, samplesNoun, sayNeeded } from './gate-words.ts';
import { keepsLimit } from './keeps-limit.ts';
import {
  borrowedDesignEffect,
  counterSlices,
  isSameLimit,
  isSelected,
  type LatencySamples,
  type RunLatencies,
} from './latency-samples.ts';
import { neededSamples } from './needed-samples.ts';
import { gateSlices } from './sequential/gate-slices.ts';
import type { LookedAt } from './sequential/looked-at.ts';
import { thinningOf } from './sequential/evidence.ts';
import { weighGate, type Weighed, type WeighedGate } from './sequential/weigh-gate.ts';
import { estimateQuantile } from './quantile-interval.ts';
import { judgeQuantileRuns, type QuantileRuns } from './quantile-runs.ts';
import type { GateResult } from './verdict.ts';

/** A quantile gate; `counter` is its exact counter, undefined for `==` and `!=`. */
export type QuantileGate = {
  readonly threshold: Threshold;
  readonly quantile: number;
  readonly counter: LimitCounter | undefined;
  /** How it was looked at while the runs went on; absent when it was not. */
  readonly looked?: LookedAt | undefined;
};

/** How many samples break the limit: between `certain` and `possible`, the same number when they were counted exactly. */
type Breaking = { readonly certain: number; readonly possible: number; readonly deff: number | undefined };

/**
 * Judges `p(q) < L` and its like as a binomial test on the samples that break the limit, corrected for correlation; over
 * several runs, also by the spread of the runs' quantiles, and decided only where both agree. A limit that was not counted
 * during the run passes by the most samples that its histogram allows, and fails by the fewest.
 *
 * A dropped request is taken as one more sample over an upper limit when it comes to passing, never when it comes to failing.
 * No sample, in all runs or in one that completed, is no data.
 */
export function judgeQuantile(gate: QuantileGate, samples: LatencySamples): GateResult {
  const { threshold, quantile, counter } = gate;
  const noun = samplesNoun(samples);
  if (samples.n === 0) return noData(threshold, noun);
  const empty = samples.runs.find(({ n, completed }) => n === 0 && completed);
  if (empty !== undefined) return { ...noData(threshold, noun, empty.run), n: samples.n };
  return counter === undefined ? comparePoint(threshold, quantile, samples) : judgeBound({ ...gate, counter }, samples);
}

function judgeBound(gate: QuantileGate & { readonly counter: LimitCounter }, samples: LatencySamples): GateResult {
  const { threshold, quantile, counter } = gate;
  const upper = threshold.operator === '<' || threshold.operator === '<=';
  const allowed = upper ? 1 - quantile : quantile;
  const breaking = countBreaking(counter, upper, samples);
  const dropped = upper ? samples.dropped : 0;
  const fixedLimits = limitsWithDropped(samples, { allowed, dropped, counter, deff: breaking.deff ?? 1 });
  const fixed = decideByCount(breaking, fixedLimits);
  const weighed = weighQuantile(gate, samples, {
    allowed,
    breaking,
    dropped,
    fixed: { decision: fixed, passAtMost: fixedLimits.passAtMost },
  });
  const counted = weighed?.decision ?? fixed;
  const limits = weighed?.limits ?? fixedLimits;
  const runs = judgeQuantileRuns(samples.runs, {
    quantile,
    limitMicros: counter.limitMicros,
    upper,
    deff: breaking.deff ?? 1,
  });
  const status = runs === undefined ? counted : agree(counted, runs.decision);
  const deff = breaking.deff ?? 1;
  const count = counted === 'fail' ? breaking.certain : breaking.possible;
  return {
    threshold,
    status,
    n: samples.n,
    effectiveN: samples.n / deff,
    deff,
    ...describePoint(samples, quantile, { deff, runs }),
    over: { count, ...limits },
    ...(weighed === undefined ? {} : { sequential: weighed.result }),
    reason: explain(
      { status, counted, count, limits, dropped, runs, allowed, deff: breaking.deff, tested: weighed?.sentence },
      samples,
    ),
  };
}

type Counted = {
  readonly allowed: number;
  readonly breaking: Breaking;
  readonly dropped: number;
  readonly fixed: Weighed['fixed'];
};

/** What the sequential test says of a gate that was looked at; undefined for one that was not. */
function weighQuantile(
  { threshold, looked }: QuantileGate,
  samples: LatencySamples,
  { allowed, breaking, dropped, fixed }: Counted,
): WeighedGate | undefined {
  if (looked === undefined) return undefined;
  const { n } = samples;
  const slices = gateSlices(
    threshold,
    looked.load,
    samples.runs.map(({ measure }) => measure),
  );
  const borrowed = slices === undefined ? borrowedThinning(samples, allowed) : undefined;
  return weighGate(threshold, looked, {
    allowed,
    fixed,
    noun: samplesNoun(samples),
    pass: {
      over: breaking.possible + dropped,
      n: n + dropped,
      deff: slices === undefined ? borrowed : thinningOf(slices.pass, allowed),
    },
    fail: {
      over: breaking.certain,
      n,
      deff: slices === undefined ? borrowed : thinningOf(slices.fail, allowed),
    },
  });
}

/** The greatest thinning of the limits that were counted for these latencies; undefined when none tells it. */
function borrowedThinning(samples: LatencySamples, allowed: number): number | undefined {
  const thinning = borrowedDesignEffect(samples, (slices) => thinningOf(slices, allowed) ?? Infinity);
  return thinning === Infinity ? undefined : thinning;
}

function decideByCount({ certain, possible }: Breaking, { passAtMost, failAtLeast }: ShareLimits): Decision {
  if (failAtLeast !== undefined && certain >= failAtLeast) return 'fail';
  return passAtMost !== undefined && possible <= passAtMost ? 'pass' : 'inconclusive';
}

/** The counts that pass and fail among the samples, where `dropped` more that break the limit are taken as there for passing. */
function limitsWithDropped(
  samples: LatencySamples,
  { allowed, dropped, counter, deff }: { allowed: number; dropped: number; counter: LimitCounter; deff: number },
): ShareLimits {
  const limits = shareLimits(samples.n, allowed, deff);
  if (dropped === 0) return limits;
  const slices = counterSlices(samples, (other) => isSameLimit(counter, other)) ?? [];
  const worst = slices.map(({ run, part, count, over, dropped: lost }) => ({
    run,
    part,
    count: count + lost,
    over: over + lost,
  }));
  const { passAtMost } = shareLimits(samples.n + dropped, allowed, Math.max(deff, testedDesignEffect(worst)));
  const left = (passAtMost ?? -1) - dropped;
  return { ...limits, passAtMost: left < 0 ? undefined : left };
}

function countBreaking(counter: LimitCounter, upper: boolean, samples: LatencySamples): Breaking {
  const slices = counterSlices(samples, (other) => isSameLimit(counter, other));
  const counts = samples.runs.map((run) => countOver(run, counter));
  const certain = counts.reduce((sum, [least]) => sum + least, 0);
  const possible = counts.reduce((sum, [, most]) => sum + most, 0);
  const deff = slices === undefined ? borrowedDesignEffect(samples) : testedDesignEffect(slices);
  return upper ? { certain, possible, deff } : { certain: samples.n - possible, possible: samples.n - certain, deff };
}

/** Samples of a run over a limit: as counted, or else as far as the histogram knows. */
function countOver({ measure, histogram, n }: RunLatencies, counter: LimitCounter): readonly [number, number] {
  const exact = measure.overLimit.find((other) => isSelected(other, counter) && isSameLimit(other, counter));
  if (exact !== undefined) return [exact.over, exact.over];
  return n === 0 ? [0, 0] : (histogram?.countOver(counter.limitMicros, counter.equalIsOver) ?? [0, n]);
}

function describePoint(
  samples: LatencySamples,
  quantile: number,
  correction: { readonly deff: number; readonly runs: QuantileRuns | undefined },
): Pick<GateResult, 'observed' | 'interval'> {
  const estimate = estimateQuantile(samples, quantile, correction);
  if (estimate === undefined) return {};
  const { observed, low, high, method } = estimate;
  return {
    observed: observed / microsPerMilli,
    interval: {
      ...(low === undefined ? {} : { low: low / microsPerMilli }),
      ...(high === undefined ? {} : { high: high / microsPerMilli }),
      method,
    },
  };
}

type Explained = {
  readonly status: Decision;
  readonly counted: Decision;
  readonly count: number;
  readonly limits: ShareLimits;
  readonly dropped: number;
  readonly runs: QuantileRuns | undefined;
  readonly allowed: number;
  readonly deff: number | undefined;
  /** What the sequential test says, for a gate that was looked at. */
  readonly tested: string | undefined;
};

function explain(
  { status, counted, count, limits, dropped, runs, allowed, deff, tested }: Explained,
  samples: LatencySamples,
): string {
  const noun = samplesNoun(samples);
  const seen = `${formatCount(count)} of ${formatCount(samples.n)} ${noun} break the limit`;
  const pass =
    limits.passAtMost === undefined
      ? 'none would be few enough to pass'
      : `${formatCount(limits.passAtMost)} or fewer pass`;
  const fail = limits.failAtLeast === undefined ? 'no number fails' : `${formatCount(limits.failAtLeast)} or more fail`;
  const lost = dropped === 0 ? '' : `; to pass, ${formatCount(dropped)} dropped requests count as over the limit too`;
  const uncorrected =
    deff === undefined ? '; not corrected for correlation, as no limit was counted in this class' : '';
  const notes = `${lost}${uncorrected}`;
  if (status === 'pass' && tested !== undefined) return `${seen}, ${pass}; ${tested}${notes}`;
  if (status === 'fail' && tested !== undefined) return `${seen}, ${fail}; ${tested}${notes}`;
  if (status === 'pass') return `${seen}, ${pass}${notes}`;
  if (status === 'fail') return `${seen}, ${fail}${notes}`;
  if (counted !== 'inconclusive' && runs !== undefined)
    return `${seen}, which would ${counted}, but ${runs.sentence}${notes}`;
  if (tested !== undefined) return `${seen}: ${pass}, ${fail}; ${tested}${notes}`;
  const needed = neededSamples({ count, n: samples.n, allowed, deff: deff ?? 1, dropped });
  return `${seen}: ${pass}, ${fail}; ${sayNeeded(needed, noun)}${notes}`;
}

function comparePoint(threshold: Threshold, quantile: number, samples: LatencySamples): GateResult {
  const point = describePoint(samples, quantile, { deff: borrowedDesignEffect(samples) ?? 1, runs: undefined });
  const { observed } = point;
  if (observed === undefined)
    return {
      threshold,
      status: 'inconclusive',
      n: samples.n,
      reason: 'the latencies were lost with the run that died',
    };
  const holds = keepsLimit(observed, threshold.operator, threshold.limit);
  const reason = 'the observed value is compared as it is, without its interval';
  return { threshold, status: holds ? 'pass' : 'fail', n: samples.n, ...point, reason };
}
