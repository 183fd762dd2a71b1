import { describe, expect, it } from 'vitest';
import { goNoGoMatrix, type GoNoGoRow } from '../../src/report/go-no-go.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { gate } from '../plan/scenario-builder.ts';
import { buildReport, latencyGate, planGates } from './build-report.ts';

function decisionsOf(report: RunReport): string[] {
  return goNoGoMatrix(report).map(({ decision }) => decision);
}

function rowOf(report: RunReport, item: string): GoNoGoRow | undefined {
  return goNoGoMatrix(report).find((row) => row.item === item);
}

describe('the go/no-go matrix', () => {
  it('has the items and numbers of the plan', () => {
    const rows = goNoGoMatrix(buildReport({ coverage: { share: 0.95, source: 'lcov.info' } }));
    expect(rows.map(({ item, required, decision }) => [item, required, decision])).toEqual([
      ['Cache hit rate', '> 87.3 %', 'go'],
      ['p95 of hits', '< 23 ms', 'go'],
      ['p95 of misses', '< 95 ms', 'go'],
      ['Error rate', '< 1 %', 'go'],
      ['Load test', '100+ users in flight', 'go'],
      ['Test coverage', '> 90 %', 'go'],
    ]);
  });

  it('never calls a go what was not measured: no hit, no gate, no user observed, no coverage', () => {
    expect(rowOf(buildReport({ traffic: [{ hitRate: 0 }] }), 'p95 of hits')?.decision).toBe('not measured');
    expect(decisionsOf(buildReport({ traffic: [{ seconds: 0 }] }))).not.toContain('go');
    const noGates = buildReport({ scenario: { thresholds: [] }, traffic: [{ seconds: 0 }] });
    expect(decisionsOf(noGates)).toEqual(Array(6).fill('not measured'));
  });

  it('is a no-go where a gate fails', () => {
    const report = buildReport({ traffic: [{ hitMicros: 40_000, hitRate: 0.5 }] });
    expect(decisionsOf(report).slice(0, 3)).toEqual(['no-go', 'no-go', 'go']);
  });

  it('is undecided where too few samples decide', () => {
    expect(rowOf(buildReport({ traffic: [{ seconds: 3, ratePerSecond: 50 }] }), 'p95 of misses')).toMatchObject({
      decision: 'undecided',
      note: 'too few samples to decide',
    });
  });

  it('decides nothing in an INVALID measurement, and no go in one that was cut off', () => {
    const invalid = goNoGoMatrix(buildReport({ generator: { eventLoopUtilisation: 0.95 } }));
    expect(invalid.slice(0, 5).every(({ decision }) => decision === 'undecided')).toBe(true);
    const aborted = decisionsOf(buildReport({ ended: 'aborted', traffic: [{ hitMicros: 40_000 }] }));
    expect(aborted).not.toContain('go');
    expect(aborted[1]).toBe('no-go');
    expect(decisionsOf(buildReport({ ended: 'target-lost' }))).not.toContain('go');
  });

  it("shows the scenario's own limit, and the plan's beside it where they differ", () => {
    const report = buildReport({ scenario: { thresholds: [latencyGate('hit', 100)] } });
    expect(rowOf(report, 'p95 of hits')).toMatchObject({
      required: 'p(95)<100 (the plan: < 23 ms)',
      decision: 'go',
    });
  });

  it('takes the worst of several gates on one item', () => {
    const report = buildReport({ scenario: { thresholds: [latencyGate('hit', 100), latencyGate('hit', 10)] } });
    expect(rowOf(report, 'p95 of hits')?.decision).toBe('no-go');
  });

  it('does not take a gate on another quantile, on all classes or to the other side for its own', () => {
    const p50 = { ...latencyGate('hit', 23), aggregation: { kind: 'quantile', quantile: 0.5 } as const };
    const all = { ...latencyGate('hit', 23), tags: {} };
    const least = { ...latencyGate('hit', 1), operator: '>' as const };
    const report = buildReport({ scenario: { thresholds: [p50, all, least] } });
    expect(rowOf(report, 'p95 of hits')?.decision).toBe('not measured');
  });

  // 118 is the least of 120 users in the built traffic; observations need no statistics.
  it.each([
    [101, 'no-go'],
    [102, 'go'],
    [103, 'go'],
  ])('without a gate on users, %i of them at most are a %s', (users, decision) => {
    const thresholds = planGates.filter(({ metric }) => metric !== 'vus_in_flight');
    expect(rowOf(buildReport({ scenario: { thresholds }, traffic: [{ users }] }), 'Load test')?.decision).toBe(
      decision,
    );
  });

  it('takes a gate on the least users for the load test', () => {
    const users = gate({
      metric: 'vus_in_flight',
      source: 'min>=10',
      aggregation: { kind: 'min' },
      operator: '>=',
      limit: 10,
    });
    const report = buildReport({ scenario: { thresholds: [users] }, traffic: [{ users: 20 }] });
    expect(rowOf(report, 'Load test')).toMatchObject({
      required: 'min>=10 (the plan: 100+ users in flight)',
      decision: 'go',
    });
  });

  it.each([
    [0.899, 'no-go'],
    [0.9, 'no-go'],
    [0.901, 'go'],
  ])('a coverage of %d is a %s', (share, decision) => {
    expect(rowOf(buildReport({ coverage: { share, source: 'a' } }), 'Test coverage')?.decision).toBe(decision);
  });
});
