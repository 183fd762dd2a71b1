import { concludeProbes, type RunProbes } from '../probes/probe-pass.ts';
import type { Outcome, Verdict } from './verdict.ts';

const worse: ReadonlySet<Outcome> = new Set(['FAIL', 'INVALID']);

/**
 * The verdict with what the probes of its run add: one that failed makes a PASS or INCONCLUSIVE a FAIL, one without data makes a PASS
 * INCONCLUSIVE, and so do probes that were not made after the load. A run that a failed probe kept from beginning is a FAIL for that reason
 * alone: nothing was measured that could be judged. Nothing is ever made better.
 */
export function applyProbes(verdict: Verdict, probes: RunProbes | undefined): Verdict {
  if (probes === undefined) return verdict;
  const before = concludeProbes(probes.before);
  if (isStoppedByProbes(probes, verdict.runs))
    return {
      ...verdict,
      outcome: 'FAIL',
      reason: `no load was sent, as a probe failed: ${before.reason}`,
      validity: [],
      warnings: [],
    };
  const after = probes.after === undefined ? undefined : concludeProbes(probes.after);
  if (worse.has(verdict.outcome)) return verdict;
  if (before.status === 'fail')
    return { ...verdict, outcome: 'FAIL', reason: `probe before the load: ${before.reason}` };
  if (after?.status === 'fail') return { ...verdict, outcome: 'FAIL', reason: `probe after the load: ${after.reason}` };
  if (verdict.outcome !== 'PASS') return verdict;
  const open = before.status === 'no-data' ? `probe before the load: ${before.reason}` : sayAfter(after);
  return open === undefined ? verdict : { ...verdict, outcome: 'INCONCLUSIVE', reason: open };
}

/** Whether a run has no load because a probe failed before it. */
export function isStoppedByProbes(probes: RunProbes | undefined, runs: number): boolean {
  return probes !== undefined && runs === 0 && concludeProbes(probes.before).status === 'fail';
}

function sayAfter(after: ReturnType<typeof concludeProbes> | undefined): string | undefined {
  if (after === undefined) return 'the probes were not made after the load';
  return after.status === 'no-data' ? `probe after the load: ${after.reason}` : undefined;
}
