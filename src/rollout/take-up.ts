import { exitCodes } from '../errors.ts';
import type { RolloutRecord } from '../report/rollout-record.ts';
import { formatPercent } from '../units.ts';
import { shareAt, type RolloutRules, type RolloutState, type Transition } from './advance.ts';

type Stored = Pick<RolloutRecord, 'status' | 'current'>;

/** Whether a rollout still asks somebody to go on with it or to go back. */
export function isUnfinished({ status }: Pick<RolloutRecord, 'status'>): boolean {
  switch (status) {
    case 'running':
    case 'held':
    case 'interrupted':
    case 'rollback failed':
      return true;
    case 'completed':
    case 'rolled back':
      return false;
  }
}

/**
 * A stored rollout that goes on: at the beginning of the stage that it was in, with all its holds anew; stages that were passed are not repeated.
 * Undefined when it was going back, which is only gone on with when that is asked for by name.
 */
export function resume({ status, current }: Stored, rules: RolloutRules): Transition | undefined {
  if (status === 'rollback failed' || current.step === 'roll back') return undefined;
  const state: RolloutState = { status: 'running', current: { ...current, step: 'set share', held: 0, invalid: 0 } };
  const at = current.stage < 0 ? 'before the first stage' : `at ${formatPercent(shareAt(rules, current.stage))}`;
  return { state, decision: { what: 'go on', reason: `resumed ${at}, as it was ${sayStatus(status)}` } };
}

/** A stored rollout that somebody wants to go back from; that it does is a success. */
export function goBack({ status, current }: Stored): Transition {
  const { pass: exitCode } = exitCodes;
  return {
    state: { status: 'running', exitCode, current: { ...current, step: 'roll back' } },
    decision: { what: 'roll back', reason: `asked for (--roll-back), as it was ${sayStatus(status)}`, exitCode },
  };
}

function sayStatus(status: RolloutRecord['status']): string {
  return status === 'running' ? 'cut off' : status;
}
