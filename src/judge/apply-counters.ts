import type { CounterAgreement } from '../counters/counter-agreement.ts';
import type { Outcome, Verdict } from './verdict.ts';

const worse: ReadonlySet<Outcome> = new Set(['FAIL', 'INVALID']);

/**
 * The verdict with what the service's counters add when the scenario asks for their agreement: without it a PASS or INCONCLUSIVE becomes a
 * FAIL, counters that could not be used included. Nothing is ever made better.
 */
export function applyCounters(verdict: Verdict, counters: CounterAgreement | undefined): Verdict {
  if (counters === undefined) return verdict;
  const judged = { ...verdict, counters };
  if (counters.held || worse.has(verdict.outcome)) return judged;
  return { ...judged, outcome: 'FAIL', reason: counters.reason };
}
