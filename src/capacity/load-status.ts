import type { StepOutcome, Tried } from './search.ts';

/**
 * What all steps at one load say together.
 * - `confirmed`: its confirmation passed. `pass`: every step that decided anything passed. `fail`: every one failed, or its confirmation did.
 * - `mixed`: it passed and failed. `unconfirmed`: it passed, and its confirmation decided nothing.
 * - `invalid`: twice not to be trusted, or once beyond the first load that failed. `suspect`: once so far. `inconclusive`: not decided.
 */
export type LoadStatus =
  | 'confirmed'
  | 'pass'
  | 'fail'
  | 'mixed'
  | 'unconfirmed'
  | 'invalid'
  | 'suspect'
  | 'inconclusive';

/** A load that was tried, with how often (without confirmations) and what is known of it. */
export type TriedLoad = { readonly load: number; readonly tries: number; readonly status: LoadStatus };

/** The loads that were tried, ascending. Steps that were interrupted or lost their target say nothing of their load. */
export function statusByLoad(tried: readonly Tried[]): TriedLoad[] {
  const byLoad = new Map<number, Tried[]>();
  for (const step of tried) {
    if (step.outcome === 'lost' || step.outcome === 'interrupted') continue;
    byLoad.set(step.load, [...(byLoad.get(step.load) ?? []), step]);
  }
  return [...byLoad]
    .map(([load, steps]) => ({
      load,
      tries: steps.filter(({ purpose }) => purpose !== 'confirm').length,
      status: statusOf(steps),
    }))
    .toSorted((one, other) => one.load - other.load);
}

function statusOf(steps: readonly Tried[]): LoadStatus {
  const confirmation = steps.findLast(({ purpose }) => purpose === 'confirm');
  if (confirmation !== undefined) {
    if (confirmation.outcome === 'pass') return 'confirmed';
    return confirmation.outcome === 'fail' ? 'fail' : 'unconfirmed';
  }
  const has = (outcome: StepOutcome): boolean => steps.some((step) => step.outcome === outcome);
  if (has('pass') && has('fail')) return 'mixed';
  if (has('pass')) return 'pass';
  if (has('fail')) return 'fail';
  if (has('inconclusive')) return 'inconclusive';
  return steps.length > 1 || steps[0]?.purpose === 'beyond' ? 'invalid' : 'suspect';
}
