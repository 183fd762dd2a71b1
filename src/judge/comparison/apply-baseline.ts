import type { BaselineVerdict, Outcome, Verdict, Warning } from '../verdict.ts';
import { decisionOf } from './conclude.ts';
import type { Comparison } from './comparison.ts';

/** The part of a comparison that a report keeps of its baseline. */
export function baselineVerdict(name: string, comparison: Comparison): BaselineVerdict {
  const { outcome, reason, evidence, reservations, gates, claims, before } = comparison;
  return { name, id: before.id, outcome, reason, evidence, reservations, gates, claims };
}

/**
 * The verdict of a run with what the comparison with its baseline adds. What decides makes a PASS a FAIL or INCONCLUSIVE, and never makes
 * anything better; what decides nothing by itself (one run a side, another machine, a baseline that cannot be trusted) is a warning.
 */
export function applyBaseline(verdict: Verdict, baseline: BaselineVerdict): Verdict {
  const decision = decisionOf(baseline);
  const against = `against the baseline ${baseline.name}: ${baseline.outcome}: ${baseline.reason}`;
  const warnings = verdict.warnings.filter(({ code }) => code !== 'baseline-not-compared');
  const judged = { ...verdict, baseline, warnings };
  if (baseline.outcome === 'INVALID' || (decision === 'inconclusive' && baseline.reservations.length > 0))
    return { ...judged, warnings: [...warnings, undecided(baseline)] };
  const added: Outcome = decision === 'fail' ? 'FAIL' : decision === 'inconclusive' ? 'INCONCLUSIVE' : 'PASS';
  if (severity[added] <= severity[verdict.outcome]) return judged;
  return { ...judged, outcome: added, reason: against };
}

const severity: Readonly<Record<Outcome, number>> = { PASS: 0, INCONCLUSIVE: 1, FAIL: 2, INVALID: 3 };

function undecided({ name, outcome, reason, reservations }: BaselineVerdict): Warning {
  return {
    code: 'baseline-undecided',
    seen: `against the baseline ${name}: ${outcome}: ${reason}`,
    cause: reservations.join('; ') || 'a side of the comparison cannot be trusted',
    remedy: 'measure both sides on one machine in interleaved pairs: hitgate ab',
  };
}
