import { describe, expect, it } from 'vitest';
import { describeStep, outcomeOfStep } from '../../src/capacity/capacity-step.ts';
import { socketErrorsCode } from '../../src/judge/socket-errors.ts';
import { buildReport, type ReportParts } from '../report/build-report.ts';

const place = { number: 1, load: 32, purpose: 'search', folder: 'steps/01-32vus' } as const;

function stepOf(parts: ReportParts): ReturnType<typeof describeStep> {
  const { verdict, runs } = buildReport(parts);
  const [snapshot] = runs;
  if (snapshot === undefined) throw new Error('Expected a run');
  return describeStep(place, verdict, snapshot);
}

describe('what a step says', () => {
  it.each([
    ['PASS', 'pass'],
    ['FAIL', 'fail'],
    ['INCONCLUSIVE', 'inconclusive'],
    ['INVALID', 'invalid'],
  ] as const)('of a verdict of %s is %s', (outcome, expected) => {
    expect(outcomeOfStep({ outcome, validity: [] }, { ended: 'completed' })).toBe(expected);
    expect(outcomeOfStep({ outcome, validity: [] }, { ended: 'aborted' })).toBe('interrupted');
    expect(outcomeOfStep({ outcome, validity: [] }, { ended: 'target-lost' })).toBe('lost');
  });

  it('of a run that could open no more connections is that of its verdict', () => {
    const { verdict } = buildReport();
    const validity = [{ code: socketErrorsCode, seen: '', remedy: '' }];
    expect(outcomeOfStep({ ...verdict, outcome: 'INVALID', validity }, { ended: 'target-lost' })).toBe('invalid');
    expect(outcomeOfStep(verdict, undefined)).toBe('interrupted');
  });

  it('is a failure without data in a gated class', () => {
    const step = stepOf({ traffic: [{ hitRate: 1 }] });
    expect(step).toMatchObject({ outcome: 'fail', miss: { count: 0 }, gate: { status: 'no-data' } });
    expect(step.miss.p95Micros).toBeUndefined();
  });

  it('holds its figures with intervals, and the first gate that fails', () => {
    const step = stepOf({ traffic: [{ hitMicros: 30_000 }] });
    expect(step).toMatchObject({ ratePerSecond: 400, requests: 12_000, outcome: 'fail' });
    expect(step.gate?.threshold.source).toBe('p(95)<23');
    const { p95Micros = 0, lowMicros = 0, highMicros = 0 } = step.hit;
    expect([lowMicros <= p95Micros, p95Micros <= highMicros, lowMicros > 25_000]).toEqual([true, true, true]);
    expect(step.meanMicros).toBeGreaterThan(30_000);
  });

  it('has no figure where nothing was measured', () => {
    const step = stepOf({ traffic: [{ ratePerSecond: 0 }] });
    expect([step.hitRate, step.meanMicros, step.hit, step.requests]).toEqual([undefined, undefined, { count: 0 }, 0]);
  });
});
