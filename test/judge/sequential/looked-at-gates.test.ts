import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import type { EarlyEnd, Snapshot } from '../../../src/recorder/snapshot.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { buildRun, type RunParts } from '../build-run.ts';
import { abortingScenario, closedScenario, type WrittenGate } from '../build-scenario.ts';
import { judgeFirst } from '../judge-first.ts';

const hits: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];
const early = (afterSeconds: number): EarlyEnd => ({ afterSeconds, by: 'decided' });

function untilDecided(...gates: WrittenGate[]): Scenario {
  return { ...closedScenario(gates), untilDecided: true };
}

/** So many hits a second, of which so many are slow. */
function slowHits(count: number, slow: (second: number) => number): RunParts['requests'] {
  return (second) => [
    { count: count - slow(second), outcome: 'hit', millis: 10 },
    { count: slow(second), outcome: 'hit', millis: 30 },
  ];
}

/** So many spread evenly over 20 s, so that the design effect is 1. */
function spreadOver20(slow: number): (second: number) => number {
  return (second) => Math.floor(((second + 1) * slow) / 20) - Math.floor((second * slow) / 20);
}

function runOf(scenario: Scenario, parts: RunParts, endedEarly?: EarlyEnd): Snapshot {
  return { ...buildRun(scenario, parts), ...(endedEarly === undefined ? {} : { endedEarly }) };
}

describe('a quantile gate of a run until decided', () => {
  const scenario = untilDecided(hits);

  it('passes by evidence, says how, and labels its interval', () => {
    const result = judgeFirst(scenario, [runOf(scenario, { seconds: 21, requests: slowHits(50, () => 0) }, early(20))]);
    expect(result).toMatchObject({ status: 'pass', n: 1050, sequential: { decision: 'pass', n: 1000 } });
    expect(result.reason).toMatch(/decided after 1 000 hits by the sequential test, E > 1 000 000 ≥ 20/u);
    expect(result.interval?.method).toMatch(/as if the length had been fixed/u);
  });

  it.each([
    [0, 'pass'],
    [27, 'pass'],
    [28, 'inconclusive'],
    [50, 'inconclusive'],
    [76, 'inconclusive'],
    [77, 'fail'],
    [1000, 'fail'],
  ])('with %i of 1000 hits over its limit in 20 s is %s', (slow, status) => {
    const result = judgeFirst(scenario, [runOf(scenario, { requests: slowHits(50, spreadOver20(slow)) })]);
    expect(result).toMatchObject({ status, over: { count: slow, passAtMost: 27, failAtLeast: 77 } });
  });

  it('is not decided by the test of a fixed number, and says the evidence so far', () => {
    const requests = slowHits(50, (second) => (second % 20 < 15 ? 2 : 1));
    const fixed = judgeFirst(closedScenario([hits]), [runOf(scenario, { requests })]);
    const looked = judgeFirst(scenario, [runOf(scenario, { requests })]);
    expect(fixed.status).toBe('pass');
    expect(looked).toMatchObject({ status: 'inconclusive', sequential: { decision: 'inconclusive', n: 1000 } });
    expect(looked.reason).toMatch(
      /not decided by the sequential test: E = [\d.]+ for passing and E = 0\.\d for failing, 20 decides/u,
    );
  });

  it.each([
    [19, 'inconclusive', /needs 20 seconds with hits/u],
    [20, 'pass', /decided after 10 000 hits/u],
  ])('with %i seconds of hits is %s, however clear it is', (seconds, status, reason) => {
    const result = judgeFirst(scenario, [runOf(scenario, { seconds, requests: slowHits(500, () => 0) })]);
    expect(result).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });

  it('has no data, and fails, when no hit was recorded', () => {
    const result = judgeFirst(scenario, [runOf(scenario, { requests: [{ count: 100, outcome: 'miss', millis: 1 }] })]);
    expect(result.status).toBe('no-data');
  });

  it('keeps the decision at which its run was ended, although requests that ended later blur it', () => {
    const requests = slowHits(50, (second) => (second < 20 ? 1 : 15));
    const parts: RunParts = { seconds: 21, requests };
    expect(judgeFirst(scenario, [runOf(scenario, parts)]).status).toBe('inconclusive');
    expect(judgeFirst(scenario, [runOf(scenario, parts, early(20))])).toMatchObject({
      status: 'pass',
      sequential: { decision: 'pass', n: 1000 },
    });
  });

  it('fails all the same when everything has the evidence to say so', () => {
    const requests = slowHits(50, (second) => (second % 4 === 0 ? 1 : 0) + (second < 20 ? 0 : 9));
    const result = judgeFirst(scenario, [runOf(scenario, { seconds: 200, requests }, early(20))]);
    expect(result).toMatchObject({ status: 'fail', sequential: { decision: 'fail', n: 10_000 } });
  });

  it.each([
    [3, 'pass'],
    [5, 'inconclusive'],
  ])('is undecided when so much broke the limit later that all of it does: %i seconds give %s', (late, status) => {
    // 20 of 1000 at the decision, then 10 of 50 a second: 50 of 1150 keep 5 %, 70 of 1250 do not.
    const requests = slowHits(50, (second) => (second < 20 ? 1 : 10));
    const result = judgeFirst(scenario, [runOf(scenario, { seconds: 20 + late, requests }, early(20))]);
    expect(result.status).toBe(status);
  });

  it('is judged by evidence for other limits too, thinned as the limits are that were counted', () => {
    const other = untilDecided(['http_req_duration{cache:hit}', 'p(95)<25']);
    const stored = runOf(scenario, { requests: slowHits(50, () => 0) }, early(20));
    expect(judgeFirst(other, [stored])).toMatchObject({ status: 'pass', sequential: { decision: 'pass' } });
    const uncounted = untilDecided(['http_req_duration{cache:miss}', 'p(95)<25']);
    const misses = runOf(scenario, { requests: [{ count: 100, outcome: 'miss', millis: 1 }] });
    expect(judgeFirst(uncounted, [misses])).toMatchObject({ status: 'inconclusive', n: 2000 });
  });
});

describe('several runs until decided', () => {
  it('are weighed together, and decided only where the runs agree', () => {
    const scenario = untilDecided(hits);
    const run = (number: number, slow: number): Snapshot =>
      runOf(scenario, { run: number, requests: slowHits(50, () => slow) }, early(20));
    expect(judgeFirst(scenario, [run(1, 0), run(2, 0)])).toMatchObject({ status: 'pass', sequential: { n: 2000 } });
    const apart = judgeFirst(scenario, [run(1, 0), run(2, 30)]);
    expect(apart.sequential?.decision).toBe('fail');
    expect(apart.status).toBe('inconclusive');
  });
});

describe('rates of a run until decided', () => {
  it.each<[WrittenGate, RunParts['requests'], string]>([
    [
      ['cache_hit_rate', 'rate>0.5'],
      [
        { count: 90, outcome: 'hit' },
        { count: 10, outcome: 'miss' },
      ],
      'pass',
    ],
    [
      ['cache_hit_rate', 'rate>0.95'],
      [
        { count: 90, outcome: 'hit' },
        { count: 10, outcome: 'miss' },
      ],
      'fail',
    ],
    [
      ['cache_hit_rate', 'rate>0.9'],
      [
        { count: 90, outcome: 'hit' },
        { count: 10, outcome: 'miss' },
      ],
      'inconclusive',
    ],
    [['http_req_failed', 'rate<0.01'], [{ count: 100, outcome: 'hit' }], 'pass'],
    [
      ['http_req_failed', 'rate<0.01'],
      [
        { count: 90, outcome: 'hit' },
        { count: 5, outcome: 'status' },
      ],
      'fail',
    ],
    [['http_req_failed', 'rate==0'], [{ count: 100, outcome: 'hit' }], 'pass'],
  ])('%s are decided by evidence, and equalities as observed', (gate, requests, status) => {
    const scenario = untilDecided(gate);
    const result = judgeFirst(scenario, [runOf(scenario, { requests }, early(20))]);
    expect(result.status).toBe(status);
    expect(result.sequential === undefined).toBe(gate[1] === 'rate==0');
  });
});

describe('gates without a sequential test', () => {
  const mean: WrittenGate = ['http_req_duration', 'avg<20'];
  const parts: RunParts = { requests: slowHits(50, () => 0) };

  it('are judged as ever at the longest time, and warned of', () => {
    const scenario = untilDecided(mean);
    const snapshots = [runOf(scenario, parts)];
    expect(judgeFirst(scenario, snapshots).status).toBe('pass');
    const { warnings } = judge({ scenario, snapshots, aborted: false });
    expect(warnings.map(({ code }) => code)).toContain('no-sequential-test');
  });

  it('are inconclusive in a run that another gate ended', () => {
    const scenario = closedScenario([mean]);
    const ended: EarlyEnd = { afterSeconds: 20, by: 'abort-on-fail', gate: 'checks: rate==1' };
    const result = judgeFirst(scenario, [runOf(scenario, parts, ended)]);
    expect(result).toMatchObject({ status: 'inconclusive', reason: expect.stringContaining('ended early') });
  });
});

describe('a gate with abortOnFail whose run was not ended', () => {
  const scenario = abortingScenario(hits);

  it.each([
    [38, 'pass'],
    [39, 'inconclusive'],
    [63, 'inconclusive'],
    [200, 'fail'],
  ])('passes by the fixed test and fails by evidence alone: %i of 1000 hits over its limit are %s', (slow, status) => {
    const result = judgeFirst(scenario, [runOf(scenario, { requests: slowHits(50, spreadOver20(slow)) })]);
    expect(result).toMatchObject({ status, over: { passAtMost: 38 } });
    expect(result.interval?.method).not.toMatch(/fixed/u);
  });

  it('is judged by the fixed test alone when the run was too short to look', () => {
    const result = judgeFirst(scenario, [runOf(scenario, { seconds: 10, requests: slowHits(100, () => 8) })]);
    expect(result.status).toBe('fail');
    expect(result.sequential).toBeUndefined();
  });
});

describe('the verdict of a run that was ended early', () => {
  it('is complete: it can pass, and a cut-off run still cannot', () => {
    const scenario = untilDecided(hits);
    const run = runOf(scenario, { requests: slowHits(50, () => 0) }, early(20));
    expect(judge({ scenario, snapshots: [run], aborted: false }).outcome).toBe('PASS');
    expect(judge({ scenario, snapshots: [{ ...run, ended: 'aborted' }], aborted: true }).outcome).toBe('INCONCLUSIVE');
  });
});
