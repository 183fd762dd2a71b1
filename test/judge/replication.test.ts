import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import { collectLatencies } from '../../src/judge/latency-samples.ts';
import { estimateQuantile } from '../../src/judge/quantile-interval.ts';
import { spreadOfQuantile } from '../../src/judge/quantile-runs.ts';
import { buildRun, type Requests } from './build-run.ts';
import { closedScenario, type WrittenGate } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

/** Runs of 20 s of which each sends so many answers a second and so many failures in all, spread over its seconds. */
function runsOf(gate: WrittenGate, ...parts: readonly { perSecond: number; failed: number }[]): Snapshot[] {
  const scenario = closedScenario([gate]);
  return parts.map(({ perSecond, failed }, index) =>
    buildRun(scenario, { run: index + 1, requests: (second) => failing(second, perSecond, failed) }),
  );
}

function failing(second: number, perSecond: number, failed: number): Requests[] {
  const here = Math.floor(((second + 1) * failed) / 20) - Math.floor((second * failed) / 20);
  return [
    { count: perSecond - here, outcome: 'hit' },
    { count: here, outcome: 'status', status: 500 },
  ];
}

describe('a rate over several runs', () => {
  const errors: WrittenGate = ['http_req_failed', 'rate<0.01'];
  const judged = (...parts: readonly { perSecond: number; failed: number }[]) =>
    judgeFirst(closedScenario([errors]), runsOf(errors, ...parts));

  it('passes without an error in any run, and its interval is that of all requests', () => {
    const result = judged({ perSecond: 50, failed: 0 }, { perSecond: 50, failed: 0 });
    expect(result).toMatchObject({ status: 'pass', observed: 0, interval: { low: 0, method: 'Clopper–Pearson' } });
    expect(result.interval?.high).toBeCloseTo(0.00184, 5);
  });

  it('fails where every request failed in every run', () => {
    const result = judged({ perSecond: 5, failed: 100 }, { perSecond: 5, failed: 100 }, { perSecond: 5, failed: 100 });
    expect(result).toMatchObject({ status: 'fail', observed: 1, interval: { high: 1 } });
  });

  it('never has an interval below 0 or above 1', () => {
    const { interval } = judged({ perSecond: 100, failed: 0 }, { perSecond: 100, failed: 30 });
    expect(interval?.low).toBe(0);
    expect(interval?.high).toBeLessThanOrEqual(1);
  });

  it('is not decided by a run of few answers: it weighs as much as it holds', () => {
    const full = { perSecond: 500, failed: 10 };
    const result = judged(full, full, full, full, { perSecond: 1, failed: 1 });
    expect(result.status).toBe('pass');
    expect(result.interval?.high).toBeLessThan(0.01);
  });

  it('of two runs passes when they agree, and not when they differ', () => {
    expect(judged({ perSecond: 500, failed: 20 }, { perSecond: 500, failed: 21 }).status).toBe('pass');
    expect(judged({ perSecond: 500, failed: 0 }, { perSecond: 500, failed: 41 }).status).toBe('inconclusive');
  });
});

/** Runs of 20 s with so many hits a second, all of one latency. */
const runsAt = (gate: WrittenGate, ...runs: readonly (readonly [count: number, millis: number])[]): Snapshot[] =>
  runs.map(([count, millis], index) =>
    buildRun(closedScenario([gate]), { run: index + 1, requests: [{ count, outcome: 'hit', millis }] }),
  );

describe('a latency over several runs', () => {
  it.each<[WrittenGate]>([
    [['http_req_duration{cache:hit}', 'p(95)<23']],
    [['http_req_duration{cache:hit}', 'avg<23']],
    [['http_req_duration{cache:hit}', 'max<23']],
    [['http_req_duration{cache:hit}', 'min>1']],
  ])('is no data when one completed run recorded nothing: %s', (gate) => {
    const scenario = closedScenario([gate]);
    const runs = [...runsAt(gate, [50, 10]), buildRun(scenario, { run: 2, requests: [{ count: 5, outcome: 'miss' }] })];
    expect(judgeFirst(scenario, runs)).toMatchObject({
      status: 'no-data',
      n: 1000,
      reason: expect.stringContaining('in run 2'),
    });
  });

  it('shows at each end the wider of both intervals, so that it holds what was observed and what decides', () => {
    const gate: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<50'];
    const scenario = closedScenario([gate]);
    const ramp = Array.from({ length: 50 }, (_, index) => ({ count: 1, outcome: 'hit', millis: index + 1 }) as const);
    const samples = collectLatencies([buildRun(scenario, { requests: ramp })], {
      latency: 'service',
      cacheClass: 'hit',
    });
    const estimate = estimateQuantile(samples, 0.95, { deff: 1, runs: { count: 5, low: 48_700, high: 49_500 } });
    expect(estimate?.low).toBeCloseTo(47_000, -2);
    expect(estimate?.high).toBe(49_500);
    expect(estimate?.method).toBe('order statistics, and t interval of the logarithm over 5 runs');
  });

  it('is not surer than the samples within its runs, however close together their quantiles lie', () => {
    const gate: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];
    const wide = Array.from({ length: 4 }, (_, run) =>
      buildRun(closedScenario([gate]), {
        run: run + 1,
        requests: [
          { count: 19, outcome: 'hit', millis: 10 },
          { count: 1, outcome: 'hit', millis: 40 },
        ],
      }),
    );
    const samples = collectLatencies(wide, { cacheClass: 'hit', latency: 'service' });
    const { low = 0, high = 0 } = spreadOfQuantile(samples.runs, 0.95, 1) ?? {};
    expect(high).toBeGreaterThan(low * 2);
  });

  it('of a mean shows how the runs spread, which keeps it from passing', () => {
    const gate: WrittenGate = ['http_req_duration{cache:hit}', 'avg<23'];
    const { status, interval } = judgeFirst(closedScenario([gate]), runsAt(gate, [50, 10], [50, 22], [50, 12]));
    expect(status).toBe('inconclusive');
    // 14.667 ± 4.303 · 6.429/√3
    expect(interval?.low).toBeCloseTo(0, 0);
    expect(interval?.high).toBeCloseTo(30.64, 1);
    expect(interval?.method).toBe('t interval of the means of 3 runs');
  });

  it('of runs of unequal size counts all samples, and every run once for the spread', () => {
    const gate: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];
    const scenario = closedScenario([gate]);
    expect(judgeFirst(scenario, runsAt(gate, [500, 20], [5, 20.1], [50, 19.9])).status).toBe('pass');
    expect(judgeFirst(scenario, runsAt(gate, [500, 20], [5, 28], [50, 19.9])).status).toBe('inconclusive');
  });
});
