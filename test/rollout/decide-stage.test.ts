import { describe, expect, it } from 'vitest';
import { decideBaseline, decideStage, type Attempts, type Decision } from '../../src/rollout/decide-stage.ts';
import type { ComparisonFinding, StageFindings } from '../../src/rollout/findings.ts';
import type { Outcome } from '../../src/judge/verdict.ts';
import { findings, passed, plainRules } from './build-rollout.ts';

const none: Attempts = { held: 0, invalid: 0 };

function side(outcome: Outcome | 'LOST', reason = 'why'): { outcome: Outcome | 'LOST'; reason: string } {
  return { outcome, reason };
}

function compared(
  outcome: ComparisonFinding['outcome'],
  decides: ComparisonFinding['decides'],
): { comparison: ComparisonFinding } {
  return { comparison: { outcome, decides, reason: 'why' } };
}

describe('a stage', () => {
  it.each<[string, Partial<StageFindings>, Decision['what'], number | undefined]>([
    ['goes on when both agree', {}, 'promote', undefined],
    ['goes on when the canary is better', compared('IMPROVED', 'pass'), 'promote', undefined],
    ['rolls back when the canary fails its SLA', { canary: side('FAIL') }, 'roll back', 1],
    ['rolls back when the canary is lost', { canary: side('LOST') }, 'roll back', 1],
    ['rolls back when the canary is lost in the comparison', compared('CANARY LOST', 'fail'), 'roll back', 1],
    ['rolls back when the canary regressed', compared('REGRESSED', 'fail'), 'roll back', 1],
    ['rolls back when the canary has no data of a class', compared('NO DATA', 'fail'), 'roll back', 1],
    ['rolls back when a claim is not met', compared('CLAIM NOT MET', 'fail'), 'roll back', 1],
    ['stops when stable is lost', { stable: side('LOST') }, 'stop', 5],
    ['stops when stable is lost in the comparison', compared('STABLE LOST', 'fail'), 'stop', 5],
    ['stops when both are lost', { canary: side('LOST'), stable: side('LOST') }, 'stop', 5],
    ['holds when the SLA is not decided', { canary: side('INCONCLUSIVE') }, 'hold', undefined],
    ['holds when the comparison is not decided', compared('INCONCLUSIVE', 'inconclusive'), 'hold', undefined],
    ['holds when a pass has reservations', compared('NO REGRESSION', 'inconclusive'), 'hold', undefined],
    ['holds when a regression has reservations', compared('REGRESSED', 'inconclusive'), 'hold', undefined],
    ['holds when the SLA cannot be trusted', { canary: side('INVALID') }, 'hold', undefined],
    ['holds when the comparison cannot be trusted', compared('INVALID', 'invalid'), 'hold', undefined],
    [
      'rolls back when the SLA fails and the comparison cannot be trusted',
      { canary: side('FAIL'), ...compared('INVALID', 'invalid') },
      'roll back',
      1,
    ],
    [
      'rolls back when the SLA cannot be trusted and the canary regressed',
      { canary: side('INVALID'), ...compared('REGRESSED', 'fail') },
      'roll back',
      1,
    ],
    ['goes on when only stable fails its SLA', { stable: side('FAIL') }, 'promote', undefined],
    ['goes on when stable is not decided', { stable: side('INCONCLUSIVE') }, 'promote', undefined],
  ])('%s', (_, changes, what, exitCode) => {
    const decision = decideStage(findings(changes), none, plainRules);
    expect(decision.what).toBe(what);
    expect('exitCode' in decision ? decision.exitCode : undefined).toBe(exitCode);
  });

  it('holds when the canary was compared with nothing', () => {
    const decision = decideStage({ canary: passed, stable: passed }, none, plainRules);
    expect(decision).toMatchObject({ what: 'hold', counts: 'held', reason: expect.stringContaining('with nothing') });
  });

  it('goes on at the whole load, where stable has none', () => {
    const { canary, comparison } = findings();
    if (comparison === undefined) throw new Error('expected a comparison');
    expect(decideStage({ canary, comparison }, none, plainRules).what).toBe('promote');
  });

  it('names the gate that failed, and that stable fails too', () => {
    const failing = { canary: side('FAIL', 'p(95){cache:hit} < 23'), stable: side('FAIL') };
    expect(decideStage(findings(failing), none, plainRules).reason).toBe(
      'the canary fails its SLA: p(95){cache:hit} < 23; the stable side fails its SLA too',
    );
  });
});

describe('doubts', () => {
  const open = findings(compared('INCONCLUSIVE', 'inconclusive'));

  it.each<[number, number, Decision['what']]>([
    [0, 0, 'stop'],
    [0, 1, 'hold'],
    [1, 2, 'hold'],
    [2, 2, 'stop'],
    [3, 2, 'stop'],
  ])('after %i holds of %i: %s', (held, maxHolds, what) => {
    const decision = decideStage(open, { held, invalid: 0 }, { ...plainRules, maxHolds });
    expect(decision).toMatchObject(what === 'stop' ? { what, exitCode: 3 } : { what, counts: 'held' });
  });

  it('roll back after the last hold where the scenario says so', () =>
    expect(decideStage(open, { held: 2, invalid: 0 }, { ...plainRules, afterHolds: 'rollback' })).toMatchObject({
      what: 'roll back',
      exitCode: 1,
      reason: 'not decided after 3 measurements (afterHolds: rollback): against stable INCONCLUSIVE: why',
    }));

  it('roll back at once where the scenario says so, holds or not', () =>
    expect(decideStage(open, none, { ...plainRules, onInconclusive: 'rollback' })).toMatchObject({
      what: 'roll back',
      exitCode: 1,
    }));

  it.each<[number, Decision['what']]>([
    [0, 'hold'],
    [1, 'stop'],
    [2, 'stop'],
  ])('about this machine, after %i measurements that cannot be trusted: %s', (invalid, what) => {
    const decision = decideStage(findings({ canary: side('INVALID') }), { held: 2, invalid }, plainRules);
    expect(decision).toMatchObject(what === 'hold' ? { what, counts: 'invalid' } : { what, exitCode: 4 });
  });

  it('about this machine are not turned into a rollback by rules on doubts', () => {
    const rules = { ...plainRules, onInconclusive: 'rollback', afterHolds: 'rollback' } as const;
    expect(decideStage(findings({ canary: side('INVALID') }), { held: 2, invalid: 1 }, rules).what).toBe('stop');
  });
});

describe('the service before the first stage', () => {
  it.each<[Outcome | 'LOST', number, Decision['what'], number | undefined]>([
    ['PASS', 0, 'promote', undefined],
    ['INCONCLUSIVE', 0, 'promote', undefined],
    ['FAIL', 0, 'stop', 1],
    ['LOST', 0, 'stop', 5],
    ['INVALID', 0, 'hold', undefined],
    ['INVALID', 1, 'stop', 4],
  ])('with %s, after %i that could not be trusted: %s', (outcome, invalid, what, exitCode) => {
    const decision = decideBaseline({ canary: side(outcome) }, { held: 0, invalid });
    expect(decision.what).toBe(what);
    expect('exitCode' in decision ? decision.exitCode : undefined).toBe(exitCode);
  });
});
