import { describe, expect, it } from 'vitest';
import { counterAgreement } from '../../src/counters/counter-agreement.ts';
import type { CounterFinding, FindingSubject, RunCounters } from '../../src/counters/counter-finding.ts';
import { applyCounters } from '../../src/judge/apply-counters.ts';
import { planMapping } from '../../src/scenario/metric-mapping.ts';
import { buildReport } from '../report/build-report.ts';

const failed = { kind: 'failed', why: 'it' } as const;

function run(...findings: readonly CounterFinding[]): RunCounters {
  return { before: failed, after: failed, findings };
}

function found(subject: FindingSubject, apart: number): CounterFinding {
  return { subject, status: apart === 0 ? 'agrees' : 'differs', apart, seen: `${subject} are ${apart} apart` };
}

const all = (apart: number): RunCounters => run(found('requests', 0), found('hits', apart), found('errors', 0));
const asked = (within: number, of: readonly ('requests' | 'hits' | 'errors')[] = ['requests', 'hits', 'errors']) => ({
  ...planMapping,
  agree: { within, of },
});

describe('the agreement of counters', () => {
  it('is not asked for by itself, whatever they say', () => {
    expect(counterAgreement(planMapping, [all(1)], 1)).toBeUndefined();
  });

  it.each([
    [0.01, 0.01, true],
    [0.01, 0.0099, true],
    [0.01, 0.0101, false],
    [0, 0, true],
    [0, 0.0001, false],
  ])('within %d, %d apart, is %s', (within, apart, held) => {
    expect(counterAgreement(asked(within), [all(apart)], 1)?.held).toBe(held);
  });

  it('is only of the counters that are named', () => {
    expect(counterAgreement(asked(0, ['requests', 'errors']), [all(0.5)], 1)?.held).toBe(true);
  });

  it.each([
    ['nothing was measured', [], 0],
    ['they were not scraped', [], 1],
    ['they were scraped for one run of two', [all(0)], 2],
    [
      'one was not usable',
      [run(found('requests', 0), { ...found('hits', 0), status: 'not-usable' }, found('errors', 0))],
      1,
    ],
    ['one has no finding', [run(found('requests', 0), found('errors', 0))], 1],
    ['nothing was read', [run({ subject: 'scrape', status: 'not-usable', seen: 'nothing' })], 1],
    ['a later run differs', [all(0), all(0.2)], 2],
  ] as const)('does not hold when %s', (_, counters, runs) => {
    expect(counterAgreement(asked(0.1), counters, runs)).toMatchObject({ held: false });
  });

  it('names what differs, in which run, and what was asked', () => {
    expect(counterAgreement(asked(0.1), [all(0), all(0.2)], 2)?.reason).toBe(
      'hits are 0.2 apart in run 2, and they are to agree within 10.00 %',
    );
  });
});

describe('the verdict', () => {
  const { verdict } = buildReport();
  const broken = { held: false, reason: 'the service counted 5 hits fewer than we counted' };

  it('stays as it is when no agreement is asked for', () => {
    expect(applyCounters(verdict, undefined)).toBe(verdict);
  });

  it.each([
    ['PASS', true, 'PASS'],
    ['PASS', false, 'FAIL'],
    ['INCONCLUSIVE', false, 'FAIL'],
    ['INCONCLUSIVE', true, 'INCONCLUSIVE'],
    ['FAIL', true, 'FAIL'],
    ['FAIL', false, 'FAIL'],
    ['INVALID', false, 'INVALID'],
  ] as const)('%s with an agreement that holds: %s, is %s', (before, held, after) => {
    const judged = applyCounters({ ...verdict, outcome: before }, { ...broken, held });
    expect(judged).toMatchObject({ outcome: after, counters: { held } });
    expect(judged.reason).toBe(before === after ? verdict.reason : broken.reason);
  });
});
