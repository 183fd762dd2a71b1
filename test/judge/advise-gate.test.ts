import { describe, expect, it } from 'vitest';
import { adviseGate } from '../../src/judge/advise-gate.ts';
import type { GateResult } from '../../src/judge/verdict.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Load, Scenario } from '../../src/scenario/scenario.ts';
import { passProbability } from '../../src/stats/gate-power.ts';
import { runPower } from '../../src/stats/run-power.ts';
import { constantRate, constantUsers, sharedIterations } from '../plan/scenario-builder.ts';
import { buildRun, type RunParts } from './build-run.ts';
import { closedScenario, type WrittenGate } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

const hitGate: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];

/** 1 000 hits in 20 s of which so many are over 23 ms, spread evenly. */
function hitsWithSlow(slow: number): RunParts {
  return {
    requests: (second) => {
      const here = Math.floor(((second + 1) * slow) / 20) - Math.floor((second * slow) / 20);
      return [
        { count: 50 - here, outcome: 'hit', millis: 10 },
        { count: here, outcome: 'hit', millis: 30 },
      ];
    },
  };
}

/** Runs whose hits all take so many milliseconds. */
function runsAt(scenario: Scenario, millis: readonly number[]): Snapshot[] {
  return millis.map((value, index) =>
    buildRun(scenario, { run: index + 1, requests: [{ count: 50, outcome: 'hit', millis: value }] }),
  );
}

function advised(scenario: Scenario, snapshots: readonly Snapshot[]): GateResult {
  return adviseGate(judgeFirst(scenario, snapshots), { snapshots, load: scenario.load });
}

function judged(slow: number, load: Load): GateResult {
  const scenario = closedScenario([hitGate], { load });
  return advised(scenario, [buildRun(scenario, hitsWithSlow(slow))]);
}

describe('what one run lacks', () => {
  it('is said in samples, with the flag of a run that gives them', () => {
    const { status, needed, reason } = judged(40, constantUsers(10, 20_000_000));
    expect(status).toBe('inconclusive');
    // 4 % over take about 3 800 samples, 76 s at these 50 a second.
    expect(needed).toEqual({ samples: 3786, flags: '--duration 1m20s' });
    expect(reason).toMatch(/about 3 800 hits would decide it nine times in ten; run again with --duration 1m20s$/u);
    expect(passProbability(3786, { allowed: 0.05, trueShare: 0.04 })).toBeGreaterThan(0.89);
  });

  it('has no flag where the load ends with its requests', () => {
    expect(judged(40, sharedIterations(1000)).needed).toEqual({ samples: 3786 });
  });

  it.each([
    // ((1.645·√(0.05·0.95) + 1.282·√(p·(1 − p))) / (0.05 − p))² samples: 10 700 and 43 500, at 50 a second.
    [44, '4m'],
    [47, '15m'],
  ])('is longer the nearer to the limit: %s of 1 000 over take %s', (slow, duration) => {
    expect(judged(slow, constantUsers(10, 20_000_000)).needed?.flags).toBe(`--duration ${duration}`);
  });

  it('is nothing on the limit itself, as no practical number decides', () => {
    const { needed, reason } = judged(50, constantUsers(10, 20_000_000));
    expect(needed).toBeUndefined();
    expect(reason).toContain('no practical number of hits would decide it');
  });

  it.each([
    [10, 'pass'],
    [100, 'fail'],
  ])('is nothing where %s over decide: %s', (slow, status) => {
    const result = judged(slow, constantUsers(10, 20_000_000));
    expect(result.status).toBe(status);
    expect(result).not.toHaveProperty('needed');
  });

  it('takes dropped requests as over the limit, as they count when it comes to passing', () => {
    const scenario = closedScenario([hitGate], { load: constantRate(50, 20_000_000) });
    const dropping = (droppedPerSecond: number) => {
      const requests = [{ count: 45, outcome: 'hit', millis: 10 }] as const;
      return advised(scenario, [buildRun(scenario, { requests, droppedPerSecond })]);
    };
    // 40 of 940 are 4.26 %, 60 of 960 are 6.25 %.
    expect(dropping(2).needed?.samples).toBeGreaterThan(2500);
    expect(dropping(2).needed?.flags).toMatch(/^--duration/u);
    expect(dropping(3).needed).toBeUndefined();
    expect(dropping(3).reason).toContain('no practical number of hits would decide it');
  });

  it('is not said of a run that was cut off', () => {
    const scenario = closedScenario([hitGate]);
    const result = advised(scenario, [buildRun(scenario, { ...hitsWithSlow(40), ended: 'aborted' })]);
    expect(result).not.toHaveProperty('needed');
  });
});

describe('what several runs lack', () => {
  const scenario = closedScenario([hitGate]);

  it('is said in runs where their spread is what does not decide', () => {
    const result = advised(scenario, runsAt(scenario, [19, 23, 20]));
    const runs = result.needed?.runs ?? 0;
    expect(result).toMatchObject({ status: 'inconclusive', needed: { flags: `--runs ${runs}` } });
    expect(result.needed).not.toHaveProperty('samples');
    expect(result.reason).toContain(
      `about ${runs} such runs would decide it nine times in ten: run again with --runs ${runs}`,
    );
    const logs = [19, 23, 20].map((value) => Math.log(value));
    const mean = logs.reduce((sum, value) => sum + value, 0) / 3;
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    const distance = (Math.log(23) - mean) / deviation;
    expect(runPower({ runs, distance }, 0.04)).toBeGreaterThan(0.89);
    expect(runPower({ runs: runs - 1, distance }, 0.04)).toBeLessThan(0.9);
  });

  it('is no practical number of runs where they lie around the limit', () => {
    const result = advised(scenario, runsAt(scenario, [22.8, 23.2, 22.7, 23.4]));
    expect(result.needed).toBeUndefined();
    expect(result.reason).toContain('no practical number of runs would decide it at this spread');
  });

  it('counts the runs that give the samples where these are what is lacking', () => {
    const runs = [1, 2].map((run) => buildRun(scenario, { run, ...hitsWithSlow(44) }));
    const { needed, status } = advised(scenario, runs);
    expect(status).toBe('inconclusive');
    expect(needed?.samples).toBeGreaterThan(10_500);
    expect(needed?.samples).toBeLessThan(11_000);
    expect(needed).toMatchObject({ runs: 11, flags: '--runs 11' });
  });

  it.each<[WrittenGate]>([[['http_req_failed', 'rate<0.004']], [['http_req_duration{cache:hit}', 'avg<23']]])(
    'is said of rates and means too: %s',
    (gate) => {
      const other = closedScenario([gate]);
      const snapshots = [
        [15, 1],
        [22, 12],
        [16, 2],
      ].map(([millis = 0, failed = 0], index) =>
        buildRun(other, {
          run: index + 1,
          requests: (second) => [
            { count: 100, outcome: 'hit', millis },
            { count: second < failed ? 1 : 0, outcome: 'status' },
          ],
        }),
      );
      const result = advised(other, snapshots);
      expect(result.status).toBe('inconclusive');
      expect(result.needed?.runs).toBeGreaterThan(3);
    },
  );
});
