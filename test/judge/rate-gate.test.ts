import { describe, expect, it } from 'vitest';
import { buildRun, type Requests } from './build-run.ts';
import { closedScenario } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

/** The share of each second's requests that are special, spread as evenly as 20 seconds allow. */
function spread(total: number, special: number, [rest, other]: readonly [Requests['outcome'], Requests['outcome']]) {
  return (second: number): Requests[] => {
    const here = Math.floor(((second + 1) * special) / 20) - Math.floor((second * special) / 20);
    return [
      { count: total / 20 - here, outcome: rest },
      { count: here, outcome: other },
    ];
  };
}

describe('a gate on the hit rate', () => {
  const scenario = closedScenario([['cache_hit_rate', 'rate>0.873']]);

  it.each([
    [889, 'inconclusive'],
    [890, 'inconclusive'],
    [891, 'pass'],
    [1000, 'pass'],
    [855, 'inconclusive'],
    [854, 'fail'],
    [0, 'fail'],
  ])('with %s hits of 1000 answers is %s', (hits, status) => {
    const result = judgeFirst(scenario, [buildRun(scenario, { requests: spread(1000, hits, ['miss', 'hit']) })]);
    expect(result).toMatchObject({ status, n: 1000, observed: hits / 1000, deff: 1 });
  });

  it('counts unknown answers against the rate, and leaves failures out', () => {
    const requests = [
      { count: 90, outcome: 'hit' },
      { count: 10, outcome: 'unknown' },
      { count: 100, outcome: 'timeout' },
      { count: 100, outcome: 'body', status: 200 },
    ] as const;
    const result = judgeFirst(scenario, [buildRun(scenario, { requests })]);
    expect(result).toMatchObject({ n: 2000, observed: 0.9 });
  });

  it('has no data, and does not pass, when every request failed', () => {
    const result = judgeFirst(scenario, [
      buildRun(scenario, { requests: [{ count: 100, outcome: 'status', status: 503 }] }),
    ]);
    expect(result).toMatchObject({
      status: 'no-data',
      n: 0,
      reason: 'no answer was recorded: a gate on nothing never passes',
    });
  });

  it('has no data when one completed run of several had no answer', () => {
    const runs = [
      buildRun(scenario, { requests: [{ count: 100, outcome: 'hit' }] }),
      buildRun(scenario, { run: 2, requests: [{ count: 100, outcome: 'refused' }] }),
    ];
    expect(judgeFirst(scenario, runs).status).toBe('no-data');
  });

  it('is corrected for seconds that differ more than chance', () => {
    const steady = buildRun(scenario, { requests: spread(2000, 1800, ['miss', 'hit']) });
    const jumping = buildRun(scenario, {
      requests: (second) => [
        { count: second % 2 === 0 ? 100 : 80, outcome: 'hit' },
        { count: second % 2 === 0 ? 0 : 20, outcome: 'miss' },
      ],
    });
    expect(judgeFirst(scenario, [steady])).toMatchObject({ status: 'pass', observed: 0.9 });
    const result = judgeFirst(scenario, [jumping]);
    expect(result).toMatchObject({ status: 'inconclusive', observed: 0.9 });
    expect(result.interval?.method).toBe('Clopper–Pearson of the effective sample size');
  });

  it('does not pass over runs that differ too much', () => {
    const runs = [1, 2, 3].map((run) =>
      buildRun(scenario, { run, requests: spread(10_000, run === 2 ? 7500 : 9900, ['miss', 'hit']) }),
    );
    const result = judgeFirst(scenario, runs);
    expect(result.status).toBe('inconclusive');
    expect(result.reason).toContain('3 runs differ too much');
    expect(result.interval?.method).toBe('t interval over 3 runs');
  });
});

/** 1 000 hits, and 30 requests that were outstanding at the end. */
function cutOffAtTheEnd(second: number): Requests[] {
  return [
    { count: 50, outcome: 'hit' },
    { count: second === 19 ? 30 : 0, outcome: 'interrupted' },
  ];
}

describe('a gate on failures', () => {
  const scenario = closedScenario([['http_req_failed', 'rate<0.01']]);

  it.each([
    [280, 0, 'inconclusive'],
    [300, 0, 'pass'],
    [780, 3, 'pass'],
    [780, 4, 'inconclusive'],
    [1000, 17, 'fail'],
  ])('with %s requests of which %s failed is %s', (total, failed, status) => {
    const run = buildRun(scenario, { requests: spread(total, failed, ['hit', 'status']) });
    expect(judgeFirst(scenario, [run])).toMatchObject({ status, n: total });
  });

  it('fails, by count, when every answer is a 200 that says failure', () => {
    const run = buildRun(scenario, { requests: [{ count: 50, outcome: 'body', status: 200 }] });
    expect(judgeFirst(scenario, [run])).toMatchObject({ status: 'fail', observed: 1 });
  });

  it('names requests that Ctrl-C cut off and leaves them out', () => {
    const aborted = judgeFirst(scenario, [buildRun(scenario, { requests: cutOffAtTheEnd, ended: 'aborted' })]);
    expect(aborted).toMatchObject({ status: 'pass', n: 1000, observed: 0 });
    expect(aborted.reason).toContain('30 requests cut off by the interruption left out');
    const tooSlow = judgeFirst(scenario, [buildRun(scenario, { requests: cutOffAtTheEnd })]);
    expect(tooSlow).toMatchObject({ n: 1030, observed: 30 / 1030 });
  });

  it('has no data without a request', () => {
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: [] })]).reason).toContain('no request was recorded');
  });
});

describe('an exact gate', () => {
  it.each([
    ['cache_unknown_rate', 'rate==0', 0, 'pass'],
    ['cache_unknown_rate', 'rate==0', 1, 'fail'],
    ['cache_unknown_rate', 'rate<=0', 0, 'pass'],
    ['cache_unknown_rate', 'rate<=0', 1, 'fail'],
    ['cache_unknown_rate', 'rate!=0', 0, 'fail'],
    ['cache_unknown_rate', 'rate!=0', 1, 'pass'],
  ])('%s %s with %s unknown of 1000 is %s', (selector, source, unknown, status) => {
    const scenario = closedScenario([[selector, source]]);
    const run = buildRun(scenario, { requests: spread(1000, unknown, ['hit', 'unknown']) });
    const result = judgeFirst(scenario, [run]);
    expect(result).toMatchObject({ status, observed: unknown / 1000 });
    expect(result.interval?.high).toBeGreaterThan(0);
  });

  it('has no data, and does not pass, without an answer', () => {
    const scenario = closedScenario([['cache_unknown_rate', 'rate==0']]);
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: [{ count: 5, outcome: 'reset' }] })]).status).toBe(
      'no-data',
    );
  });
});

describe('a gate on checks', () => {
  const made = 0b0001;
  const held = 0b0011;
  const otherFailed = 0b0100;

  it.each([
    ['checks{check:citations}', 'rate==1', held, 'pass'],
    ['checks{check:citations}', 'rate==1', made, 'fail'],
    ['checks{check:citations}', 'rate>=1', held, 'pass'],
    ['checks{check:citations}', 'rate==1', held + otherFailed, 'pass'],
    ['checks', 'rate==1', held + otherFailed, 'fail'],
    ['checks{check:same-answer-on-hit}', 'rate==1', held, 'no-data'],
  ])('%s %s with bits %s is %s', (selector, source, checks, status) => {
    const scenario = closedScenario([[selector, source]]);
    const run = buildRun(scenario, { requests: [{ count: 10, outcome: 'hit', checks }] });
    expect(judgeFirst(scenario, [run]).status).toBe(status);
  });

  it.each([
    [59, 'pass'],
    [58, 'inconclusive'],
  ])('above 0.95 with %s made and held is %s', (count, status) => {
    const scenario = closedScenario([['checks{check:citations}', 'rate>0.95']]);
    const run = buildRun(scenario, { seconds: 1, requests: [{ count, outcome: 'hit', checks: held }] });
    expect(judgeFirst(scenario, [run])).toMatchObject({ status, n: count });
  });
});
