import type { Prediction } from '../plan/plan.ts';
import type { Snapshot } from '../recorder/snapshot.ts';
import { isOfWholePhase } from '../scenario/fault-tags.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { adviseGate } from './advise-gate.ts';
import type { JudgedRuns } from './gate-spread.ts';
import { judgeGate } from './judge-gate.ts';
import { judgedLatency } from './limit-counters.ts';
import { concludeOutcome } from './outcome.ts';
import type { RunSetting } from './run-setting.ts';
import { findInvalidity } from './validity.ts';
import type { GateResult, Verdict } from './verdict.ts';
import { findWarnings } from './warnings.ts';

/** What a verdict is computed from. */
export type JudgeInput = {
  readonly scenario: Scenario;
  /** The runs that were begun, in order. */
  readonly snapshots: readonly Snapshot[];
  /** Foreseen hits by run; a run without one, or with one over no requests, is not compared. */
  readonly predictions?: readonly Prediction[];
  /** The check of the sent sequence that the plan expects, by run; null or absent where it is not known. */
  readonly expectedChecks?: readonly (string | null)[];
  /** Where the runs took place; without it, what depends on it is neither warned of nor advised. */
  readonly setting?: RunSetting;
  /** The runs were cut off: the verdict is never PASS. */
  readonly aborted: boolean;
};

/**
 * The verdict on the runs of a scenario: every gate, then whether the measurement can be trusted at all. INVALID beats FAIL, which beats
 * INCONCLUSIVE, which beats PASS; nothing judged, nothing recorded and a run that was cut off are never a PASS. Pure: a stored run is
 * judged again, also by other thresholds, without load.
 */
export function judge(input: JudgeInput): Verdict {
  const { scenario, snapshots } = input;
  const { load, thresholds } = scenario;
  const gates = thresholds.map((threshold) => advised(judgeGate(threshold, snapshots, scenario), { snapshots, load }));
  const validity = findInvalidity(input);
  const { outcome, reason } = concludeOutcome(gates, validity, { snapshots, aborted: input.aborted });
  return {
    outcome,
    reason,
    gates,
    validity,
    warnings: findWarnings(input, gates),
    judgedOn: judgedLatency(scenario.load),
    runs: snapshots.length,
  };
}

/** A longer run makes no fault longer, so that a gate on one is not advised to have one. */
function advised(result: GateResult, judged: JudgedRuns): GateResult {
  return isOfWholePhase(result.threshold) ? adviseGate(result, judged) : result;
}
