import { exitCodes, type ExitCode } from '../errors.ts';
import type { RollbackRecord, RolloutPosition, RolloutRecord } from '../report/rollout-record.ts';
import type { Rollout } from '../scenario/rollout.ts';
import { formatPercent } from '../units.ts';
import { decideBaseline, decideStage, type Decision } from './decide-stage.ts';
import type { StageFindings } from './findings.ts';

/** Something that happened in a rollout. */
export type RolloutEvent =
  /** The command that sets the share ended; `done` as well where there is none. */
  | { readonly kind: 'share'; readonly status: 'done' | 'failed' | 'timed out'; readonly how: string }
  | { readonly kind: 'measured'; readonly findings: StageFindings }
  /** What keeps a stage from being measured at all, and is no finding of a side. */
  | { readonly kind: 'not measured'; readonly reason: string; readonly exitCode: ExitCode }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'rolled back'; readonly rollback: RolledBack };

type RolledBack = Pick<RollbackRecord, 'status' | 'how' | 'verified' | 'verifiedBy'>;

/** Where a rollout is, as far as its next step depends on it. */
export type RolloutState = {
  readonly current: RolloutPosition;
  readonly status: RolloutRecord['status'];
  /** With what the command ends; while it rolls back, with what it ends when that works. */
  readonly exitCode?: ExitCode;
};

/** What a scenario says about how a rollout goes on. */
export type RolloutRules = Pick<
  Rollout,
  'stages' | 'setShare' | 'onInconclusive' | 'maxHolds' | 'afterHolds' | 'onInterrupt'
>;

/** A state, and what was decided on the way to it. */
export type Transition = { readonly state: RolloutState; readonly decision: Decision };

/** The state of a rollout that begins; with `baseline` the service is measured first while the canary has no share. */
export function beginRollout({ baseline }: { readonly baseline: boolean }): RolloutState {
  return {
    status: 'running',
    current: { stage: baseline ? -1 : 0, step: 'set share', held: 0, invalid: 0, share: 0 },
  };
}

/**
 * The state in which a command that sets the share is about to run: until it has ended well, nobody knows which share the canary has. It is
 * what a process that is killed meanwhile leaves behind.
 */
export function withUnknownShare(state: RolloutState): RolloutState {
  return { ...state, current: { ...state.current, share: null } };
}

/** The share of 1 that the canary is to have at a stage; 0 before the first and behind the last. */
export function shareAt({ stages }: Pick<RolloutRules, 'stages'>, stage: number): number {
  return stages[stage]?.share ?? 0;
}

/** What follows on an event. A state in which nothing is to be done any more stays as it is. */
export function advance(state: RolloutState, event: RolloutEvent, rules: RolloutRules): Transition {
  switch (event.kind) {
    case 'share':
      return afterShare(state, event, rules);
    case 'measured':
      return afterMeasuring(state, event.findings, rules);
    case 'not measured':
      return apply(state, {
        what: 'stop',
        reason: `the stage could not be measured; ${sayKept(state, rules)}: ${event.reason}`,
        exitCode: event.exitCode,
      });
    case 'interrupted':
      return afterInterruption(state, rules);
    case 'rolled back':
      return afterRollback(state, event.rollback);
  }
}

type ShareEvent = Extract<RolloutEvent, { readonly kind: 'share' }>;

function afterShare(state: RolloutState, { status, how }: ShareEvent, rules: RolloutRules): Transition {
  const { current } = state;
  const share = shareAt(rules, current.stage);
  if (status === 'done') {
    const next = { ...state, current: { ...current, step: 'measure' as const, share } };
    const what = rules.setShare === undefined ? 'gets' : 'has';
    const reason = `the canary ${what} ${formatPercent(share)} of the load`;
    return { state: next, decision: { what: 'go on', reason } };
  }
  const unknown = { ...state, current: { ...current, share: null } };
  return apply(unknown, {
    what: 'roll back',
    reason: `the command that sets the share to ${formatPercent(share)} ${how}: nobody knows which share the canary has`,
    exitCode: exitCodes.target,
  });
}

function afterMeasuring(state: RolloutState, findings: StageFindings, rules: RolloutRules): Transition {
  const { current } = state;
  const decision = current.stage < 0 ? decideBaseline(findings, current) : decideStage(findings, current, rules);
  const isLast = current.stage >= rules.stages.length - 1;
  return apply(state, isLast && decision.what === 'promote' ? { ...decision, what: 'complete' } : decision);
}

function afterInterruption(state: RolloutState, rules: RolloutRules): Transition {
  if (rules.onInterrupt === 'rollback')
    return apply(state, {
      what: 'roll back',
      reason: 'interrupted (onInterrupt: rollback)',
      exitCode: exitCodes.interrupted,
    });
  const reason = `interrupted: ${sayKept(state, rules)}`;
  const stopped = apply(state, { what: 'stop', reason, exitCode: exitCodes.interrupted });
  return { ...stopped, state: { ...stopped.state, status: 'interrupted' } };
}

function sayKept({ current: { share } }: RolloutState, { setShare }: RolloutRules): string {
  if (setShare === undefined) return 'the canary gets no load of hitgate any more';
  return share === null ? 'nobody knows which share the canary has' : `the canary keeps ${formatPercent(share)}`;
}

/** Only a command that ended well and led back, as far as can be seen, is a rollback. */
function afterRollback(state: RolloutState, { status, how, verified, verifiedBy }: RolledBack): Transition {
  const { current, exitCode = exitCodes.pass } = state;
  if (status === 'done' && verified) {
    const reason = `rolled back, verified by: ${verifiedBy}`;
    return {
      decision: { what: 'stop', reason, exitCode },
      state: { status: 'rolled back', exitCode, current: { ...current, step: 'none', share: 0 } },
    };
  }
  const reason =
    status === 'done'
      ? `the rollback command ended well, but it is not verified that it led back: ${verifiedBy}`
      : `the rollback command ${how}; ${verifiedBy}`;
  return {
    decision: { what: 'stop', reason, exitCode: exitCodes.rollback },
    state: {
      status: 'rollback failed',
      exitCode: exitCodes.rollback,
      current: { ...current, step: 'none', share: null },
    },
  };
}

function apply(state: RolloutState, decision: Decision): Transition {
  return { decision, state: stateAfter(state, decision) };
}

function stateAfter(state: RolloutState, decision: Decision): RolloutState {
  const { current } = state;
  switch (decision.what) {
    case 'go on':
      return state;
    case 'promote':
      return { ...state, current: { ...current, stage: current.stage + 1, step: 'set share', held: 0, invalid: 0 } };
    case 'complete':
      return { status: 'completed', exitCode: exitCodes.pass, current: { ...current, step: 'none' } };
    case 'hold':
      return { ...state, current: { ...current, [decision.counts]: current[decision.counts] + 1 } };
    case 'roll back':
      return { ...state, exitCode: decision.exitCode, current: { ...current, step: 'roll back' } };
    case 'stop':
      return { status: 'held', exitCode: decision.exitCode, current: { ...current, step: 'none' } };
  }
}
