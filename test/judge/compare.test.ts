import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { compareReports, type ComparedRun } from '../../src/judge/compare.ts';
import type { ComparedFigure } from '../../src/judge/comparison.ts';
import { buildRun, type RunParts } from './build-run.ts';
import { closedScenario } from './build-scenario.ts';

const scenario = closedScenario([['http_req_duration{cache:hit}', 'p(95)<23']]);

function storedRun(parts: RunParts, changes: Partial<ComparedRun> = {}): ComparedRun {
  return {
    id: '2026-01-31-120000-test',
    startedAt: '2026-01-31T12:00:00.000Z',
    hitgateVersion: '0.1.0',
    scenario,
    plan: { digest: 'd1'.repeat(32) },
    target: { url: 'http://127.0.0.1:8080', reference: false },
    machine: { cpuModel: 'Test CPU', cores: 4, memoryBytes: 8e9, kernel: 'Linux 6', nodeVersion: 'v20.19.0' },
    runs: [buildRun(scenario, parts)],
    verdict: { judgedOn: 'service' },
    aborted: false,
    ...changes,
  };
}

const before = storedRun({
  requests: [
    { count: 40, outcome: 'hit', millis: 20 },
    { count: 10, outcome: 'miss', millis: 80 },
  ],
});
const after = storedRun({
  requests: [
    { count: 90, outcome: 'hit', millis: 10 },
    { count: 10, outcome: 'status', status: 503 },
  ],
});

function figure(figures: readonly ComparedFigure[], name: ComparedFigure['name']): ComparedFigure | undefined {
  return figures.find((candidate) => candidate.name === name);
}

describe('compareReports', () => {
  const comparison = compareReports(before, after);

  it('puts each class side by side, with the change in per cent', () => {
    const [hit] = comparison.classes;
    expect(comparison.classes.map(({ cacheClass }) => cacheClass)).toEqual(['hit', 'miss', 'all']);
    expect(figure(hit?.figures ?? [], 'count')).toMatchObject({ before: 800, after: 1800, changePercent: 125 });
    const p95 = figure(hit?.figures ?? [], 'p95');
    expect(p95?.before).toBeCloseTo(20, 1);
    expect(p95?.after).toBeCloseTo(10, 1);
    expect(p95?.changePercent).toBeCloseTo(-50, 0);
  });

  it('leaves out the figures of a class that one side has not', () => {
    const miss = comparison.classes.find(({ cacheClass }) => cacheClass === 'miss')?.figures ?? [];
    expect(figure(miss, 'count')).toEqual({ name: 'count', unit: 'count', before: 200, after: 0, changePercent: -100 });
    expect(figure(miss, 'p95')).not.toHaveProperty('after');
    expect(figure(miss, 'p95')).not.toHaveProperty('changePercent');
  });

  it('gives a quantile only when a sample lies beyond it', () => {
    const hit = comparison.classes[0]?.figures ?? [];
    expect(figure(hit, 'p99.9')).not.toHaveProperty('before');
    expect(figure(hit, 'p99.9')).toHaveProperty('after');
  });

  it('compares hit rate, error rate and throughput', () => {
    expect(comparison.totals).toEqual([
      { name: 'hit rate', unit: 'share', before: 0.8, after: 1, changePercent: expect.closeTo(25, 10) },
      { name: 'error rate', unit: 'share', before: 0, after: 0.1 },
      { name: 'throughput', unit: 'per second', before: 50, after: 90, changePercent: 80 },
    ]);
  });

  it('adds the runs of a side', () => {
    const twice = { ...before, runs: [...before.runs, ...before.runs] };
    const { classes, totals } = compareReports(before, twice);
    expect(figure(classes[0]?.figures ?? [], 'count')).toMatchObject({ before: 800, after: 1600 });
    expect(figure(totals, 'throughput')).toMatchObject({ before: 50, after: 50 });
  });

  it('says that it describes, and finds nothing else that differs', () => {
    expect(comparison).toMatchObject({ label: 'descriptive: no interval', latency: 'service', differences: [] });
  });

  it('names what differs besides the service', () => {
    const elsewhere = storedRun(
      { requests: [{ count: 1, outcome: 'hit' }] },
      {
        machine: { ...before.machine, cores: 8 },
        engine: { name: 'autocannon', version: '9.0.0' },
        target: { url: 'http://127.0.0.1:9999', reference: true, profile: 'fact', faults: ['slow-hits:40ms'] },
      },
    );
    expect(compareReports(before, elsewhere).differences).toEqual([
      { what: 'machine cores', before: '4', after: '8' },
      { what: 'target', before: 'http://127.0.0.1:8080', after: 'reference target' },
      { what: 'target profile', before: 'none', after: 'fact' },
      { what: 'target faults', before: 'none', after: 'slow-hits:40ms' },
      { what: 'engine', before: 'hitgate’s own', after: 'autocannon 9.0.0' },
    ]);
  });

  it('compares service times when only one side was judged on response times', () => {
    const open = { ...after, verdict: { judgedOn: 'response' } } as const;
    expect(compareReports(before, open).latency).toBe('service');
    expect(compareReports(open, open).latency).toBe('response');
  });

  it('refuses different request sequences with exit code 2', () => {
    const other = { ...after, plan: { digest: 'e2'.repeat(32) } };
    expect(() => compareReports(before, other)).toThrow(HitgateError);
    expect(() => compareReports(before, other)).toThrow(
      expect.objectContaining({ code: 'E_DIGEST', exitCode: 2, message: expect.stringContaining('d1d1d1d1d1d1') }),
    );
  });

  it('has no class and no rate for two runs of nothing', () => {
    const nothing = storedRun({ requests: [] });
    const { classes, totals } = compareReports(nothing, nothing);
    expect(classes).toEqual([]);
    expect(totals[0]).toEqual({ name: 'hit rate', unit: 'share' });
  });
});
