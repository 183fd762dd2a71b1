import { sideOf } from '../scenario/side-of.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { testedDesignEffect } from '../stats/design-effect.ts';
import { ratioInterval, type RunCount } from '../stats/ratio-interval.ts';
import { shareLimits } from '../stats/share-limits.ts';
import { formatCount, formatShare } from '../units.ts';
import type { Stall } from './find-stall.ts';
import { agree, decideByBounds, type Decision } from './gate-decision.ts';
import { noData, sayNeeded } from './gate-words.ts';
import { keepsLimit } from './keeps-limit.ts';
import { neededSamples } from './needed-samples.ts';
import type { RateCounts } from './rate-counts.ts';
import { thinningOf } from './sequential/evidence.ts';
import type { LookedAt } from './sequential/looked-at.ts';
import { weighGate, type Weighed, type WeighedGate } from './sequential/weigh-gate.ts';
import type { GateResult } from './verdict.ts';
import { widerOf } from './wider-of.ts';

/**
 * Judges a rate: `<`, `<=`, `>` and `>=` by the exact binomial test (the Clopper–Pearson bound against the limit), corrected for correlation
 * by the slices, and over several runs also by the t interval of the runs' rates. Equalities, and limits that allow nothing,
 * compare the observed rate itself. A stall fails an upper limit on failures whatever the counts say: users that wait for time-outs send
 * few requests, so that the share of failures says less the longer it lasts. A rate that was looked at while its runs went on is judged by the
 * sequential test instead (`weighGate`). Nothing counted, in all runs or in one that completed, is no data.
 */
export function judgeRate(threshold: Threshold, counts: RateCounts, looked?: LookedAt): GateResult {
  const { n, events, noun, runs } = counts;
  if (n === 0) return noData(threshold, noun);
  const empty = runs.find((run) => run.n === 0 && run.completed);
  if (empty !== undefined) return { ...noData(threshold, noun, empty.run), n };
  const deff = testedDesignEffect(counts.slices);
  const { operator, limit } = threshold;
  const allowed = operator === '<' || operator === '<=' ? limit : 1 - limit;
  const isExact = operator === '==' || operator === '!=' || allowed <= 0;
  return {
    threshold,
    n,
    effectiveN: n / deff,
    deff,
    observed: events / n,
    interval: rateInterval(counts, deff),
    ...(isExact ? compareObserved(threshold, counts) : decide(threshold, counts, { allowed, deff, looked })),
  };
}

function compareObserved({ operator, limit }: Threshold, counts: RateCounts): Pick<GateResult, 'status' | 'reason'> {
  const holds = keepsLimit(counts.events / counts.n, operator, limit);
  return { status: holds ? 'pass' : 'fail', reason: `${sayCounts(counts)}, compared as observed` };
}

function decide(
  threshold: Threshold,
  counts: RateCounts,
  { allowed, deff, looked }: { readonly allowed: number; readonly deff: number; readonly looked: LookedAt | undefined },
): Pick<GateResult, 'status' | 'reason' | 'sequential'> {
  const { operator, limit } = threshold;
  const { n, events, noun, stall } = counts;
  const side = operator === '<' || operator === '<=' ? 'below' : 'above';
  if (stall !== undefined && side === stall.breaks) return { status: 'fail', reason: sayStall(counts, stall) };
  const breaking = side === 'below' ? events : n - events;
  const { passAtMost, failAtLeast } = shareLimits(n, allowed, deff);
  const fixed = decideByCount(breaking, passAtMost, failAtLeast);
  const weighed =
    looked === undefined
      ? undefined
      : weighRate(threshold, counts, { allowed, looked, fixed: { decision: fixed, passAtMost } });
  const counted = weighed?.decision ?? fixed;
  const status = agree(counted, decideByRuns(counts, side, limit) ?? counted);
  const seen = sayCounts(counts);
  if (weighed !== undefined) {
    const spread =
      status === counted ? '' : `, but the rates of ${replicatesOf(counts).length} runs differ too much to say so`;
    return { status, sequential: weighed.result, reason: `${seen}; ${weighed.sentence}${spread}` };
  }
  if (status !== 'inconclusive')
    return { status, reason: `${seen}; ${sayLimit(status, side, { n, passAtMost, failAtLeast })}` };
  if (counted !== 'inconclusive')
    return {
      status,
      reason: `${seen}, which would ${counted}, but the rates of ${replicatesOf(counts).length} runs differ too much to say so`,
    };
  const needed = neededSamples({ count: breaking, n, allowed, deff });
  const reason = `${seen}: too close to ${formatShare(limit)} to decide; ${sayNeeded(needed, noun)}`;
  return { status, reason };
}

/** What the sequential test says of a rate; without a thinning where seconds do not hold what is counted. */
function weighRate(
  threshold: Threshold,
  counts: RateCounts,
  { allowed, looked, fixed }: { readonly allowed: number; readonly looked: LookedAt; readonly fixed: Weighed['fixed'] },
): WeighedGate {
  const isUpper = sideOf(threshold.operator) === 'below';
  const seconds = counts.seconds.map(({ count, over }) => ({ count, over: isUpper ? over : count - over }));
  const tally = {
    over: isUpper ? counts.events : counts.n - counts.events,
    n: counts.n,
    deff: thinningOf(seconds, allowed),
  };
  return weighGate(threshold, looked, { allowed, fixed, noun: counts.noun, pass: tally, fail: tally });
}

function decideByCount(breaking: number, passAtMost: number | undefined, failAtLeast: number | undefined): Decision {
  if (failAtLeast !== undefined && breaking >= failAtLeast) return 'fail';
  return passAtMost !== undefined && breaking <= passAtMost ? 'pass' : 'inconclusive';
}

function decideByRuns(counts: RateCounts, side: 'below' | 'above', limit: number): Decision | undefined {
  const replicates = replicatesOf(counts);
  return replicates.length < 2 ? undefined : decideByBounds(ratioInterval(replicates, 0.9), side, limit);
}

/** The runs that are replicates: those that completed. */
export function replicatesOf({ runs }: RateCounts): readonly RunCount[] {
  return runs.filter(({ completed, n }) => completed && n > 0);
}

/** The 95 % interval of a rate after n > 0 events: Clopper–Pearson for the effective sample size, or the spread of the runs where an end of it is wider. */
export function rateInterval(counts: RateCounts, deff: number): NonNullable<GateResult['interval']> {
  const pooled = clopperPearson(counts.events / deff, counts.n / deff);
  const method = deff > 1 ? 'Clopper–Pearson of the effective sample size' : 'Clopper–Pearson';
  const replicates = replicatesOf(counts);
  if (replicates.length < 2) return { ...pooled, method };
  const { low, high } = ratioInterval(replicates);
  const spread = { low: Math.max(0, low), high: Math.min(1, high) };
  return widerOf({ ...pooled, method }, { ...spread, method: `t interval over ${replicates.length} runs` });
}

type Limits = { readonly n: number; readonly passAtMost: number | undefined; readonly failAtLeast: number | undefined };

/** The limit as a count of events, which for a lower limit are the samples that do not break it. */
function sayLimit(
  status: 'pass' | 'fail',
  side: 'below' | 'above',
  { n, passAtMost = 0, failAtLeast = n }: Limits,
): string {
  if (side === 'below')
    return status === 'pass' ? `${formatCount(passAtMost)} or fewer pass` : `${formatCount(failAtLeast)} or more fail`;
  return status === 'pass'
    ? `${formatCount(n - passAtMost)} or more pass`
    : `${formatCount(n - failAtLeast)} or fewer fail`;
}

function sayCounts({ events, n, noun, verb, leftOut }: RateCounts): string {
  const seen = `${formatCount(events)} of ${formatCount(n)} ${noun} ${verb}`;
  return leftOut === undefined ? seen : `${seen}, ${leftOut} left out`;
}

function sayStall(counts: RateCounts, { run, fromSecond, seconds }: Stall): string {
  return `${sayCounts(counts)}, and nothing succeeded for ${seconds} s from second ${fromSecond} of run ${run} on: the target stopped answering`;
}
