import { findInvalidity } from '../judge/validity.ts';
import type { ValidityFinding } from '../judge/verdict.ts';
import type { CacheClass } from '../recorder/sample.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { compareQuantiles, type ComparedQuantile } from './compare-quantiles.ts';
import { compareRates, type ComparedRate } from './compare-rates.ts';
import { explainDifferences, type Explanation } from './explain-differences.ts';
import type { EngineIdentity, TargetIdentity, TargetTruth } from './run-report.ts';
import { totalsOf } from './run-totals.ts';

/** What one engine gave: its runs of the plan, with the check of the sequence that each should have. */
export type CrossCheckSide = {
  readonly engine: EngineIdentity;
  readonly runs: readonly Snapshot[];
  readonly expectedChecks: readonly (string | null)[];
  /** The target's own record, one for each run; empty when it keeps none. */
  readonly truth: readonly TargetTruth[];
};

/** Both engines on one plan; `ours` is the one in question. */
export type CrossCheckInput = {
  readonly scenario: Scenario;
  readonly digest: string;
  readonly target: TargetIdentity;
  readonly ours: CrossCheckSide;
  readonly theirs: CrossCheckSide;
};

/** Whom a difference concerns: what the target's own record does not explain is the engine's that is further from it. */
export type Concern = 'ours' | 'theirs' | 'target' | 'unknown';

/**
 * How two figures stand to each other: their intervals overlap; or they do not but lie within 2 % or 0.3 ms, which is how near either
 * comes to the truth; or they differ; or an interval is too wide to tell.
 */
export type Agreement = 'agree' | 'close' | 'differ' | 'undecided';

/**
 * What a cross-check came to: `explained` means that figures differ and it is not our engine's, `disagree` that it is or may be.
 */
export type CrossCheckOutcome = 'agree' | 'explained' | 'disagree' | 'inconclusive' | 'invalid' | 'target-lost';

/** How one engine fared. */
export type EngineSummary = {
  readonly engine: EngineIdentity;
  readonly runs: number;
  readonly requests: number;
  readonly failed: number;
  readonly counts: Readonly<Record<CacheClass, number>>;
  readonly ratePerSecond?: number;
  /** Of its busiest run. */
  readonly utilisation: number;
};

/** Two engines side by side on the same request sequence. Latencies are service times in microseconds. */
export type CrossCheck = {
  readonly scenario: string;
  readonly digest: string;
  readonly target: TargetIdentity;
  readonly outcome: CrossCheckOutcome;
  readonly reason: string;
  readonly ours: EngineSummary;
  readonly theirs: EngineSummary;
  readonly quantiles: readonly ComparedQuantile[];
  readonly rates: readonly ComparedRate[];
  readonly explanations: readonly Explanation[];
};

/** Compares two engines class by class and quantile by quantile, and says whom a difference concerns. */
export function crossCheck(input: CrossCheckInput): CrossCheck {
  const { ours, theirs } = input;
  const quantiles = compareQuantiles(ours, theirs);
  const rates = compareRates(ours, theirs);
  const sides = { ours: summarise(ours), theirs: summarise(theirs) };
  return {
    scenario: input.scenario.name,
    digest: input.digest,
    target: input.target,
    ...decide(input, [...quantiles, ...rates]),
    ...sides,
    quantiles,
    rates,
    explanations: explainDifferences(input, { quantiles, rates, ...sides }),
  };
}

function summarise({ engine, runs }: CrossCheckSide): EngineSummary {
  const { requests, failed, counts, ratePerSecond } = totalsOf(runs);
  return {
    engine,
    runs: runs.length,
    requests,
    failed,
    counts,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    utilisation: Math.max(0, ...runs.map(({ generator }) => generator?.eventLoopUtilisation ?? 0)),
  };
}

type Compared = Pick<ComparedQuantile | ComparedRate, 'agreement' | 'concern'>;

function decide(input: CrossCheckInput, figures: readonly Compared[]): Pick<CrossCheck, 'outcome' | 'reason'> {
  const { ours, theirs } = input;
  const lost = [ours, theirs].find(({ runs }) => runs.some(({ ended }) => ended === 'target-lost'));
  if (lost !== undefined)
    return { outcome: 'target-lost', reason: `the target could not be reached any more by ${lost.engine.name}` };
  const invalid = findInvalidRun(input);
  if (invalid !== undefined) return { outcome: 'invalid', reason: invalid };
  const differing = figures.filter(({ agreement }) => agreement === 'differ');
  const concerning = differing.filter(({ concern }) => concern === 'ours' || concern === 'unknown');
  if (concerning.length > 0) return { outcome: 'disagree', reason: sayConcern(concerning, figures.length) };
  const undecided = figures.filter(({ agreement }) => agreement === 'undecided').length;
  if (undecided > 0 || figures.length === 0)
    return {
      outcome: 'inconclusive',
      reason:
        figures.length === 0
          ? 'nothing was recorded'
          : `${undecided} of ${figures.length} figures are too uncertain to compare; measure longer or raise --runs`,
    };
  return differing.length === 0
    ? {
        outcome: 'agree',
        reason: `all ${figures.length} figures agree within their intervals, or within 2 % or 0.3 ms`,
      }
    : { outcome: 'explained', reason: sayExplained(differing, figures.length) };
}

/** A saturated engine measures itself, and another sequence is another load: nothing can be said then. */
function findInvalidRun({ scenario, ours, theirs }: CrossCheckInput): string | undefined {
  for (const { engine, runs, expectedChecks } of [ours, theirs]) {
    const found = findInvalidity({ scenario, snapshots: runs, expectedChecks, aborted: false }).find(
      ({ code }) => code === 'busy-generator' || code === 'wrong-sequence',
    );
    if (found !== undefined) return `${engine.name}: ${found.seen} → ${remedyOf(found)}`;
  }
  return undefined;
}

/** The users of a cross-check cannot pause. */
function remedyOf({ code, remedy }: ValidityFinding): string {
  return code === 'busy-generator' ? 'use fewer users (--vus)' : remedy;
}

function sayConcern(concerning: readonly Compared[], figures: number): string {
  const known = concerning.filter(({ concern }) => concern === 'ours').length;
  const whom =
    known > 0
      ? `in ${known} of them hitgate is further from the truth: its engine is in question`
      : 'this target keeps no record of its own that would tell which engine is right';
  return `${concerning.length} of ${figures} figures differ, and ${whom}`;
}

function sayExplained(differing: readonly Compared[], figures: number): string {
  const theirs = differing.filter(({ concern }) => concern === 'theirs').length;
  const parts = [
    ...(theirs === 0 ? [] : [`${theirs} where autocannon is further from the truth`]),
    ...(theirs === differing.length ? [] : [`${differing.length - theirs} where the target itself did`]),
  ];
  return `${figures - differing.length} of ${figures} figures agree; the others differ: ${parts.join(', ')}`;
}
