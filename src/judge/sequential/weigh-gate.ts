import type { Threshold } from '../../scenario/threshold.ts';
import type { ShareLimits } from '../../stats/share-limits.ts';
import { formatCount } from '../../units.ts';
import type { Decision } from '../gate-decision.ts';
import type { SequentialResult } from '../verdict.ts';
import {
  decideByEvidence,
  decidingLogOf,
  leastSlices,
  tallySlices,
  weigh,
  type Evidence,
  type Tally,
} from './evidence.ts';
import { evidenceLimits } from './evidence-limits.ts';
import { gateSlices } from './gate-slices.ts';
import type { LookedAt } from './looked-at.ts';

/** All samples of a gate that was looked at, as they count towards passing and towards failing. */
export type Weighed = {
  readonly allowed: number;
  readonly pass: Tally;
  readonly fail: Tally;
  /** What the fixed test says of all samples, and up to how many that break the limit it passes. */
  readonly fixed: { readonly decision: Decision; readonly passAtMost: number | undefined };
  /** What a sample is called, as a plural. */
  readonly noun: string;
};

/** What the sequential test says of a gate. */
export type WeighedGate = {
  readonly decision: Decision;
  readonly limits: ShareLimits;
  readonly result: SequentialResult;
  /** How it was decided, or the evidence so far. */
  readonly sentence: string;
};

/**
 * Judges a gate of the rule `binomial` that was looked at. A run that was ended early was decided on what had been looked at then, and this
 * decision stands: unless all that was recorded, with the requests that were outstanding at that moment, has the evidence to say otherwise, or
 * lies on the other side of the limit, which leaves it undecided. A run that reached its longest time is decided by the evidence of everything, and not at all where that is below 20.
 */
export function weighGate(threshold: Threshold, looked: LookedAt, weighed: Weighed): WeighedGate {
  const { allowed, pass, fail, fixed } = weighed;
  const all = weigh({ pass, fail }, allowed);
  const limitLog = decidingLogOf(looked.jointTests);
  const limits = limitsOf(weighed, limitLog);
  const onAll = { evidence: all, tally: fail, limitLog };
  if (looked.towards === 'fail') {
    const failed = decideByEvidence({ ...all, logPass: 0 }, limitLog);
    const decision = failed === 'inconclusive' && fixed.decision === 'pass' ? 'pass' : failed;
    const concluded = conclude(decision, onAll, weighed);
    return {
      ...concluded,
      limits: { ...limits, passAtMost: fixed.passAtMost },
      ...(decision === 'pass' ? { sentence: 'no look during the run said fail' } : {}),
    };
  }
  const decision = decideByEvidence(all, limitLog);
  const early = atTheEnd(threshold, looked, allowed);
  const earlyDecision = early === undefined ? 'inconclusive' : decideByEvidence(early.evidence, limitLog);
  const stands = decision === 'inconclusive' ? isBornOut(earlyDecision, weighed) : decision === earlyDecision;
  return early !== undefined && earlyDecision !== 'inconclusive' && stands
    ? { ...conclude(earlyDecision, early, weighed), limits }
    : { ...conclude(decision, onAll, weighed), limits };
}

/** Whether all that was recorded lies on the side of the limit that an early decision says. */
function isBornOut(decision: Decision, { pass, fail, allowed }: Weighed): boolean {
  return decision === 'pass' ? pass.over < allowed * pass.n : fail.over > allowed * fail.n;
}

type Basis = { readonly evidence: Evidence; readonly tally: Tally; readonly limitLog: number };

/** The evidence of what had been looked at when the runs were ended early; undefined when none was, or seconds do not hold it. */
function atTheEnd(threshold: Threshold, { snapshots, load, jointTests }: LookedAt, allowed: number): Basis | undefined {
  if (snapshots.every(({ endedEarly }) => endedEarly === undefined)) return undefined;
  const seconds = snapshots.map(({ measure: { slices, overLimit }, endedEarly }) => ({
    overLimit,
    slices: slices.filter(({ second }) => second < (endedEarly?.afterSeconds ?? Infinity)),
  }));
  const counts = gateSlices(threshold, load, seconds);
  if (counts === undefined) return undefined;
  const tally = tallySlices(counts.fail, allowed);
  const evidence = weigh({ pass: tallySlices(counts.pass, allowed), fail: tally }, allowed);
  return { evidence, tally, limitLog: decidingLogOf(jointTests) };
}

/** The counts that pass and fail among all samples, where those that count towards passing alone are taken as there. */
function limitsOf({ allowed, pass, fail }: Weighed, limitLog: number): ShareLimits {
  const { failAtLeast } = evidenceLimits(fail, allowed, limitLog);
  const { passAtMost } = evidenceLimits(pass, allowed, limitLog);
  const left = (passAtMost ?? -1) - (pass.n - fail.n);
  return { passAtMost: left < 0 ? undefined : left, failAtLeast };
}

function conclude(decision: Decision, basis: Basis, { noun }: Weighed): Omit<WeighedGate, 'limits'> {
  const { evidence, tally } = basis;
  const { n, deff } = tally;
  return {
    decision,
    result: { decision, n, ...evidence, ...(deff === undefined ? {} : { deff }) },
    sentence: sayDecision(decision, basis, noun),
  };
}

function sayDecision(decision: Decision, { evidence, tally, limitLog }: Basis, noun: string): string {
  const { logPass, logFail } = evidence;
  const limit = Math.round(Math.exp(limitLog));
  if (decision !== 'inconclusive') {
    const says = sayEvidence(decision === 'pass' ? logPass : logFail, limitLog);
    return `decided after ${formatCount(tally.n)} ${noun} by the sequential test, E ${says} ≥ ${formatCount(limit)}`;
  }
  if (tally.deff === undefined)
    return `the sequential test needs ${leastSlices} seconds with ${noun}, and there were fewer`;
  return `not decided by the sequential test: E ${sayEvidence(logPass, limitLog)} for passing and E ${sayEvidence(logFail, limitLog)} for failing, ${formatCount(limit)} decides`;
}

/** Evidence for a reader, rounded down: '= 0.3', '= 19', '= 4 200', '> 1 000 000', '< 0.1'. */
function sayEvidence(log: number, limitLog: number): string {
  // e^ln 20 is a little less than 20: what decides never reads 19.
  const limit = Math.round(Math.exp(limitLog));
  const value = log >= limitLog ? Math.max(limit, Math.exp(log)) : Math.exp(log);
  if (value > 1_000_000) return '> 1 000 000';
  if (value >= 10) return `= ${formatCount(Math.floor(value))}`;
  return value < 0.1 ? '< 0.1' : `= ${Math.floor(value * 10) / 10}`;
}
