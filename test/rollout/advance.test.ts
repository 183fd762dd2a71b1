import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  beginRollout,
  shareAt,
  withUnknownShare,
  type RolloutEvent,
  type RolloutRules,
  type RolloutState,
} from '../../src/rollout/advance.ts';
import type { StageFindings } from '../../src/rollout/findings.ts';
import { goBack, isUnfinished, resume } from '../../src/rollout/take-up.ts';
import { findings, plainRules, stateAt } from './build-rollout.ts';

const set: RolloutEvent = { kind: 'share', status: 'done', how: 'ended with code 0' };
const good: RolloutEvent = { kind: 'measured', findings: findings() };
const failing: RolloutEvent = { kind: 'measured', findings: findings({ canary: { outcome: 'FAIL', reason: 'slow' } }) };
const open: RolloutEvent = {
  kind: 'measured',
  findings: findings({ canary: { outcome: 'INCONCLUSIVE', reason: 'few hits' } }),
};
const back: RolloutEvent = {
  kind: 'rolled back',
  rollback: { status: 'done', how: 'ended with code 0', verified: true, verifiedBy: 'stable answers' },
};

function after(events: readonly RolloutEvent[], from: RolloutState, rules: RolloutRules = plainRules): RolloutState {
  return events.reduce((state, event) => advance(state, event, rules).state, from);
}

describe('a rollout', () => {
  it('goes through all its stages and is completed', () => {
    let state = beginRollout({ baseline: false });
    const shares: unknown[] = [];
    for (const event of [set, good, set, good, set, good]) {
      state = advance(state, event, plainRules).state;
      shares.push(state.current.share);
    }
    expect(shares).toEqual([0.1, 0.1, 0.5, 0.5, 1, 1]);
    expect(state).toEqual({
      status: 'completed',
      exitCode: 0,
      current: { stage: 2, step: 'none', held: 0, invalid: 0, share: 1 },
    });
  });

  it('measures the one URL first while the canary has no share', () => {
    const first = beginRollout({ baseline: true });
    expect(shareAt(plainRules, first.current.stage)).toBe(0);
    const next = after([set, good], first);
    expect(next.current).toEqual({ stage: 0, step: 'set share', held: 0, invalid: 0, share: 0 });
  });

  it('counts holds for each stage anew', () => {
    const state = after([open, open, good, set, open], stateAt());
    expect(state.current).toMatchObject({ stage: 1, step: 'measure', held: 1 });
  });

  it('stops with the share as it is when it stays undecided', () => {
    const state = after([open, open, open], stateAt());
    expect(state).toMatchObject({ status: 'held', exitCode: 3, current: { step: 'none', share: 0.1 } });
  });

  it('rolls back on a failure, and ends with its code when the rollback is verified', () => {
    const state = after([failing], stateAt());
    expect(state).toMatchObject({ status: 'running', exitCode: 1, current: { step: 'roll back', share: 0.1 } });
    expect(after([back], state)).toMatchObject({
      status: 'rolled back',
      exitCode: 1,
      current: { step: 'none', share: 0 },
    });
  });

  it.each(['failed', 'timed out'] as const)('rolls back when the command that sets the share %s', (status) => {
    const state = after(
      [{ kind: 'share', status, how: 'ended with code 2' }],
      stateAt({ step: 'set share', share: 0 }),
    );
    expect(state).toMatchObject({ exitCode: 5, current: { step: 'roll back', share: null } });
  });

  it.each<[string, Partial<Extract<RolloutEvent, { kind: 'rolled back' }>['rollback']>, string]>([
    [
      'failed',
      { status: 'failed', how: 'ended with code 3' },
      'the rollback command ended with code 3; stable answers',
    ],
    [
      'timed out',
      { status: 'timed out', how: 'was ended after 1 m, its time-out' },
      'the rollback command was ended after 1 m, its time-out; stable answers',
    ],
    [
      'is not verified',
      { verified: false, verifiedBy: 'the canary still got 9 requests' },
      'the rollback command ended well, but it is not verified that it led back: the canary still got 9 requests',
    ],
  ])('says with a code of its own that the rollback %s', (_, changes, reason) => {
    const from = after([failing], stateAt());
    const event = { kind: 'rolled back' as const, rollback: { ...rollbackOf(back), ...changes } };
    const { state, decision } = advance(from, event, plainRules);
    expect(decision.reason).toBe(reason);
    expect(state).toMatchObject({ status: 'rollback failed', exitCode: 7, current: { share: null } });
  });

  it('says what an interruption leaves', () => {
    const interrupted: RolloutEvent = { kind: 'interrupted' };
    const { state, decision } = advance(stateAt(), interrupted, plainRules);
    expect(state).toMatchObject({ status: 'interrupted', exitCode: 130, current: { step: 'none', share: 0.1 } });
    expect(decision.reason).toBe('interrupted: the canary keeps 10 %');
    const unknown = advance(withUnknownShare(stateAt({ step: 'set share' })), interrupted, plainRules);
    expect(unknown.decision.reason).toBe('interrupted: nobody knows which share the canary has');
    const { setShare: _, ...own } = plainRules;
    expect(advance(stateAt(), interrupted, own).decision.reason).toBe(
      'interrupted: the canary gets no load of hitgate any more',
    );
  });

  it('rolls back on an interruption where the scenario says so', () => {
    const state = after([{ kind: 'interrupted' }], stateAt(), { ...plainRules, onInterrupt: 'rollback' });
    expect(state).toMatchObject({ exitCode: 130, current: { step: 'roll back' } });
  });

  it('stops when a stage cannot be measured at all', () => {
    const state = after([{ kind: 'not measured', reason: 'no space left', exitCode: 6 }], stateAt());
    expect(state).toMatchObject({ status: 'held', exitCode: 6, current: { step: 'none', share: 0.1 } });
  });
});

function rollbackOf(event: RolloutEvent): Extract<RolloutEvent, { kind: 'rolled back' }>['rollback'] {
  if (event.kind !== 'rolled back') throw new Error('expected a rollback');
  return event.rollback;
}

const sideOutcomes = ['PASS', 'FAIL', 'INCONCLUSIVE', 'INVALID', 'LOST'] as const;
const comparisons: readonly NonNullable<StageFindings['comparison']>[] = [
  { outcome: 'NO REGRESSION', decides: 'pass', reason: 'r' },
  { outcome: 'IMPROVED', decides: 'pass', reason: 'r' },
  { outcome: 'IMPROVED', decides: 'inconclusive', reason: 'r' },
  { outcome: 'INCONCLUSIVE', decides: 'inconclusive', reason: 'r' },
  { outcome: 'NO DATA', decides: 'fail', reason: 'r' },
  { outcome: 'REGRESSED', decides: 'fail', reason: 'r' },
  { outcome: 'INVALID', decides: 'invalid', reason: 'r' },
  { outcome: 'CANARY LOST', decides: 'fail', reason: 'r' },
  { outcome: 'STABLE LOST', decides: 'fail', reason: 'r' },
];
const someSide = fc.record({ outcome: fc.constantFrom(...sideOutcomes), reason: fc.constant('r') });
const someFindings: fc.Arbitrary<StageFindings> = fc
  .record(
    { canary: someSide, stable: someSide, comparison: fc.constantFrom(...comparisons) },
    { requiredKeys: ['canary'] },
  )
  .map((value) => value);
const someEvent: fc.Arbitrary<RolloutEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('share' as const),
    status: fc.constantFrom('done' as const, 'failed' as const, 'timed out' as const),
    how: fc.constant('h'),
  }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('measured' as const), findings: someFindings }) },
  { weight: 4, arbitrary: fc.constant(good) },
  fc.constant({ kind: 'interrupted' as const }),
);

function isPass(event: RolloutEvent): boolean {
  if (event.kind !== 'measured') return false;
  const { canary, comparison } = event.findings;
  return canary.outcome === 'PASS' && comparison?.decides === 'pass';
}

/** Only what can follow at a step, as a driver would bring it. */
function fits({ current }: RolloutState, { kind }: RolloutEvent): boolean {
  switch (current.step) {
    case 'set share':
      return kind === 'share' || kind === 'interrupted';
    case 'measure':
      return kind === 'measured' || kind === 'interrupted';
    case 'roll back':
      return kind === 'rolled back';
    case 'none':
      return false;
  }
}

describe('whatever happens', () => {
  it('a share grows by a stage only after a measurement in which both the SLA and the comparison passed', () => {
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 40 }), (events) => {
        let state = beginRollout({ baseline: false });
        for (const event of events) {
          if (!fits(state, event)) continue;
          const { state: next } = advance(state, event, plainRules);
          const grown = next.current.stage - state.current.stage;
          const isPromoted = grown > 0 || next.status === 'completed';
          expect(grown).toBeLessThanOrEqual(1);
          expect(isPromoted && !isPass(event)).toBe(false);
          state = next;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a stage ends after a bounded number of measurements', () => {
    fc.assert(
      fc.property(fc.array(someFindings, { minLength: 30, maxLength: 30 }), (measured) => {
        let state = beginRollout({ baseline: false });
        let steps = 0;
        for (const each of measured) {
          if (state.current.step === 'set share') state = advance(state, set, plainRules).state;
          if (state.current.step !== 'measure') break;
          state = advance(state, { kind: 'measured', findings: each }, plainRules).state;
          steps += 1;
        }
        expect(['none', 'roll back']).toContain(state.current.step);
        // Three stages, each with two holds, one repetition of what cannot be trusted and the last measurement.
        expect(steps).toBeLessThanOrEqual(3 * 4);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a rollout that is taken up again', () => {
  it.each(['running', 'held', 'interrupted'] as const)('that is %s begins its stage anew, share and all', (status) => {
    const current = { stage: 1, step: 'measure', held: 2, invalid: 1, share: 0.5 } as const;
    expect(resume({ status, current }, plainRules)?.state).toEqual({
      status: 'running',
      current: { stage: 1, step: 'set share', held: 0, invalid: 0, share: 0.5 },
    });
  });

  it('is not resumed when it was going back', () => {
    const current = { stage: 1, step: 'roll back', held: 0, invalid: 0, share: 0.5 } as const;
    expect(resume({ status: 'running', current }, plainRules)).toBeUndefined();
    expect(resume({ status: 'rollback failed', current: { ...current, step: 'none' } }, plainRules)).toBeUndefined();
  });

  it('goes back from wherever it is, which is a success when it is verified', () => {
    const { state } = goBack({ status: 'rollback failed', current: { ...stateAt().current, share: null } });
    expect(state).toMatchObject({ exitCode: 0, current: { step: 'roll back', share: null } });
    expect(after([back], state)).toMatchObject({ status: 'rolled back', exitCode: 0, current: { share: 0 } });
  });

  it.each([
    ['running', true],
    ['held', true],
    ['interrupted', true],
    ['rollback failed', true],
    ['completed', false],
    ['rolled back', false],
  ] as const)('a %s one asks for a decision: %s', (status, asks) => expect(isUnfinished({ status })).toBe(asks));
});
