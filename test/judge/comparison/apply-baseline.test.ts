import { describe, expect, it } from 'vitest';
import { applyBaseline } from '../../../src/judge/comparison/apply-baseline.ts';
import type { BaselineVerdict, Outcome, Verdict } from '../../../src/judge/verdict.ts';

const notCompared = { code: 'baseline-not-compared', seen: 'a', cause: 'b', remedy: 'c' };

function verdict(outcome: Outcome): Verdict {
  return {
    outcome,
    reason: 'its own reason',
    gates: [],
    validity: [],
    warnings: [notCompared],
    judgedOn: 'service',
    runs: 5,
  };
}

function baseline(outcome: BaselineVerdict['outcome'], reservations: readonly string[] = []): BaselineVerdict {
  return { name: 'before', id: 'r1', outcome, reason: 'why', evidence: 'runs', reservations, gates: [], claims: [] };
}

describe('a verdict with its baseline', () => {
  it.each([
    ['PASS', 'REGRESSED', 'FAIL'],
    ['PASS', 'NO DATA', 'FAIL'],
    ['PASS', 'CLAIM NOT MET', 'FAIL'],
    ['PASS', 'INCONCLUSIVE', 'INCONCLUSIVE'],
    ['PASS', 'NO REGRESSION', 'PASS'],
    ['PASS', 'IMPROVED', 'PASS'],
    ['INCONCLUSIVE', 'REGRESSED', 'FAIL'],
    ['FAIL', 'IMPROVED', 'FAIL'],
    ['INVALID', 'REGRESSED', 'INVALID'],
    ['INCONCLUSIVE', 'IMPROVED', 'INCONCLUSIVE'],
  ] as const)('of %s and %s is %s', (own, compared, outcome) => {
    const judged = applyBaseline(verdict(own), baseline(compared));
    expect(judged.outcome).toBe(outcome);
    expect(judged.baseline?.outcome).toBe(compared);
    expect(judged.warnings).toEqual([]);
  });

  it('says why it became what it is', () => {
    expect(applyBaseline(verdict('PASS'), baseline('REGRESSED')).reason).toBe(
      'against the baseline before: REGRESSED: why',
    );
    expect(applyBaseline(verdict('FAIL'), baseline('REGRESSED')).reason).toBe('its own reason');
  });

  it.each(['REGRESSED', 'CLAIM NOT MET', 'INCONCLUSIVE', 'IMPROVED'] as const)(
    'with a reservation on %s only warns',
    (compared) => {
      const judged = applyBaseline(verdict('PASS'), baseline(compared, ['suggestive: one run']));
      expect(judged.outcome).toBe('PASS');
      expect(judged.warnings).toMatchObject([{ code: 'baseline-undecided', cause: 'suggestive: one run' }]);
    },
  );

  it('fails when a class is gone, whatever the reservations', () => {
    expect(applyBaseline(verdict('PASS'), baseline('NO DATA', ['suggestive: one run'])).outcome).toBe('FAIL');
  });

  it('only warns of a baseline that cannot be trusted', () => {
    const judged = applyBaseline(verdict('PASS'), baseline('INVALID'));
    expect(judged).toMatchObject({ outcome: 'PASS', warnings: [{ code: 'baseline-undecided' }] });
  });
});
