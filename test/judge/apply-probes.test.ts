import { describe, expect, it } from 'vitest';
import { applyProbes, isStoppedByProbes } from '../../src/judge/apply-probes.ts';
import type { Outcome, Verdict } from '../../src/judge/verdict.ts';
import type { ProbeStatus } from '../../src/probes/probe-result.ts';

function verdict(outcome: Outcome, runs = 1): Verdict {
  return {
    outcome,
    reason: 'as judged',
    gates: [],
    validity: [{ code: 'no-run', seen: 'nothing', remedy: 'none' }],
    warnings: [],
    judgedOn: 'service',
    runs,
  };
}

function pass(...statuses: readonly ProbeStatus[]) {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const results = statuses.map((status, index) => ({
    name: `p${index}`,
    status,
    reason: `it is ${status}`,
    evidence: [],
    startedAt,
    millis: 1,
  }));
  return { results, requests: 1, startedAt, millis: 1 };
}

const good = pass('pass', 'pass');

describe('the verdict with probes around the load', () => {
  it.each([
    ['PASS', good, good, 'PASS'],
    ['PASS', good, pass('pass', 'fail'), 'FAIL'],
    ['PASS', pass('fail'), good, 'FAIL'],
    ['PASS', good, pass('no-data'), 'INCONCLUSIVE'],
    ['PASS', pass('pass', 'no-data'), good, 'INCONCLUSIVE'],
    ['PASS', pass('no-data'), pass('fail'), 'FAIL'],
    ['PASS', good, undefined, 'INCONCLUSIVE'],
    ['PASS', good, pass(), 'INCONCLUSIVE'],
    ['INCONCLUSIVE', good, good, 'INCONCLUSIVE'],
    ['INCONCLUSIVE', good, pass('fail'), 'FAIL'],
    ['INCONCLUSIVE', good, pass('no-data'), 'INCONCLUSIVE'],
    ['FAIL', good, good, 'FAIL'],
    ['FAIL', pass('fail'), pass('fail'), 'FAIL'],
    ['INVALID', good, pass('fail'), 'INVALID'],
    ['INVALID', pass('fail'), good, 'INVALID'],
  ] as const)('%s, with probes %#: %s', (outcome, before, after, expected) => {
    expect(applyProbes(verdict(outcome), { before, ...(after === undefined ? {} : { after }) }).outcome).toBe(expected);
  });

  it('is as judged without probes', () => {
    expect(applyProbes(verdict('PASS'), undefined)).toStrictEqual(verdict('PASS'));
  });

  it.each([
    [good, pass('fail'), 'probe after the load: p0: it is fail'],
    [pass('fail'), good, 'probe before the load: p0: it is fail'],
    [good, pass('no-data'), 'probe after the load: p0: it is no-data'],
    [good, undefined, 'the probes were not made after the load'],
    [good, good, 'as judged'],
  ] as const)('says why: %#', (before, after, reason) => {
    expect(applyProbes(verdict('PASS'), { before, ...(after === undefined ? {} : { after }) }).reason).toBe(reason);
  });

  it('is a FAIL for the probe alone when it kept the run from beginning', () => {
    expect(applyProbes(verdict('INVALID', 0), { before: pass('pass', 'fail') })).toMatchObject({
      outcome: 'FAIL',
      reason: 'no load was sent, as a probe failed: p1: it is fail',
      validity: [],
    });
  });

  it('is not stopped by probes that had no data, that passed, or when there was load', () => {
    expect(isStoppedByProbes({ before: pass('no-data') }, 0)).toBe(false);
    expect(isStoppedByProbes({ before: good }, 0)).toBe(false);
    expect(isStoppedByProbes({ before: pass('fail') }, 1)).toBe(false);
    expect(isStoppedByProbes(undefined, 0)).toBe(false);
  });
});
