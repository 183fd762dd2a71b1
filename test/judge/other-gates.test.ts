import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import { buildRun, type RunParts } from './build-run.ts';
import { closedScenario, openScenario } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

/** 1 000 hits of 10 and 30 ms, half each: mean 20 ms, standard deviation 10 ms, 1.645 standard errors are 0.52 ms. */
const halfAndHalf: RunParts = {
  requests: [
    { count: 25, outcome: 'hit', millis: 10 },
    { count: 25, outcome: 'hit', millis: 30 },
  ],
};

describe('a gate on the mean', () => {
  it.each([
    ['avg<20.6', 'pass'],
    ['avg<20.4', 'inconclusive'],
    ['avg<19.6', 'inconclusive'],
    ['avg<19.4', 'fail'],
    ['avg>19.4', 'pass'],
    ['avg>20', 'inconclusive'],
    ['avg>20.6', 'fail'],
  ])('of 20 ms judges %s as %s', (source, status) => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', source]]);
    const result = judgeFirst(scenario, [buildRun(scenario, halfAndHalf)]);
    expect(result.status).toBe(status);
    expect(result.observed).toBeCloseTo(20, 1);
    expect(result.interval?.low).toBeCloseTo(20 - 0.62, 1);
  });

  it('is inconclusive below 30 samples, however clear they look', () => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', 'avg<100']]);
    const withHits = (count: number): Snapshot =>
      buildRun(scenario, { seconds: 1, requests: [{ count, outcome: 'hit', millis: 1 }] });
    expect(judgeFirst(scenario, [withHits(29)]).status).toBe('inconclusive');
    expect(judgeFirst(scenario, [withHits(30)]).status).toBe('pass');
  });

  it('has no data without a sample', () => {
    const scenario = closedScenario([['http_req_duration{cache:miss}', 'avg<100']]);
    expect(judgeFirst(scenario, [buildRun(scenario, halfAndHalf)]).reason).toContain('no miss was recorded');
  });

  it('does not pass when requests were dropped, whose latency nobody knows', () => {
    const scenario = openScenario(['http_req_duration{cache:hit}', 'avg<100']);
    expect(judgeFirst(scenario, [buildRun(scenario, halfAndHalf)]).status).toBe('pass');
    const dropping = buildRun(scenario, { ...halfAndHalf, droppedPerSecond: 1 });
    expect(judgeFirst(scenario, [dropping])).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('20 dropped'),
    });
  });

  it('does not pass over runs that differ too much', () => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', 'avg<23']]);
    const runs = [10, 22, 12].map((millis, index) =>
      buildRun(scenario, { run: index + 1, requests: [{ count: 50, outcome: 'hit', millis }] }),
    );
    expect(judgeFirst(scenario, runs)).toMatchObject({
      status: 'inconclusive',
      reason: expect.stringContaining('differ too much'),
    });
  });
});

describe('a gate on an extreme', () => {
  const requests = [
    { count: 49, outcome: 'hit', millis: 10 },
    { count: 1, outcome: 'hit', millis: 30 },
  ] as const;

  it.each([
    ['max<31', 'pass'],
    ['max<29', 'fail'],
    ['max>29', 'pass'],
    ['max>31', 'fail'],
    ['min<11', 'pass'],
    ['min<9', 'fail'],
    ['min>9', 'pass'],
    ['min>11', 'fail'],
    ['max<30.01', 'inconclusive'],
  ])('of 10 to 30 ms judges %s as %s', (source, status) => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', source]]);
    const result = judgeFirst(scenario, [buildRun(scenario, { requests })]);
    expect(result.status).toBe(status);
    expect(result).not.toHaveProperty('interval');
  });

  it('says that it is observed', () => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', 'max<31']]);
    expect(judgeFirst(scenario, [buildRun(scenario, { requests })]).reason).toBe('observed maximum of 1 000 hits');
  });

  it('has no data without a sample, and does not pass with dropped requests', () => {
    const scenario = openScenario(['http_req_duration{cache:hit}', 'max<31']);
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: [] })]).status).toBe('no-data');
    expect(judgeFirst(scenario, [buildRun(scenario, { requests, droppedPerSecond: 1 })]).status).toBe('inconclusive');
  });
});

describe('a gate on a count', () => {
  it.each([
    ['http_reqs', 'count>999', 'pass'],
    ['http_reqs', 'count>=1000', 'pass'],
    ['http_reqs', 'count>1000', 'fail'],
    ['http_reqs', 'rate>=50', 'pass'],
    ['http_reqs', 'rate>50', 'fail'],
    ['dropped_iterations', 'count==40', 'pass'],
    ['dropped_iterations', 'count==0', 'fail'],
    ['dropped_iterations', 'rate<=2', 'pass'],
    ['dropped_iterations', 'rate<2', 'fail'],
  ])('%s %s of 1000 requests and 40 dropped ones in 20 s is %s', (selector, source, status) => {
    const scenario = openScenario([selector, source]);
    const run = buildRun(scenario, { requests: [{ count: 50, outcome: 'hit' }], droppedPerSecond: 2 });
    expect(judgeFirst(scenario, [run])).toMatchObject({ status, n: 1040 });
  });

  it('wants every run to keep the limit, and shows the worst one', () => {
    const scenario = closedScenario([['http_reqs', 'count>=1000']]);
    const runs = [60, 40, 50].map((count, index) =>
      buildRun(scenario, { run: index + 1, requests: [{ count, outcome: 'hit' }] }),
    );
    expect(judgeFirst(scenario, runs)).toMatchObject({ status: 'fail', observed: 800, n: 3000 });
  });

  it('that a cut-off run did not reach is inconclusive; one that it broke is a failure', () => {
    const more = closedScenario([['http_reqs', 'count>=1000']]);
    const fewer = closedScenario([['http_reqs', 'count<50']]);
    const parts: RunParts = { seconds: 5, requests: [{ count: 50, outcome: 'hit' }], ended: 'aborted' };
    expect(judgeFirst(more, [buildRun(more, parts)]).status).toBe('inconclusive');
    expect(judgeFirst(fewer, [buildRun(fewer, parts)]).status).toBe('fail');
  });

  it('has no data when nothing was due, even where 0 would keep the limit', () => {
    const scenario = openScenario(['dropped_iterations', 'count==0']);
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: [] })])).toMatchObject({ status: 'no-data', n: 0 });
    expect(judgeFirst(scenario, [])).toMatchObject({ status: 'no-data', n: 0 });
  });
});

describe('a gate on users in flight', () => {
  const scenario = closedScenario([['vus_in_flight', 'min>=100']]);
  const hits = { count: 50, outcome: 'hit' } as const;

  it.each([
    [99, 'invalid'],
    [100, 'pass'],
    [101, 'pass'],
  ])('of at least 100 with %s at the least is %s', (least, status) => {
    const run = buildRun(scenario, { requests: [hits], inFlight: [120, least, 110] });
    expect(judgeFirst(scenario, [run])).toMatchObject({ status, n: 60, observed: least });
  });

  it.each(['refused', 'reset', 'timeout'] as const)('fails when connections were lost: %s', (outcome) => {
    const run = buildRun(scenario, { requests: [hits, { count: 1, outcome }], inFlight: [99] });
    expect(judgeFirst(scenario, [run])).toMatchObject({
      status: 'fail',
      reason: expect.stringContaining('the target did not keep the users connected: 20'),
    });
  });

  it('has no data when they were never observed', () => {
    expect(judgeFirst(scenario, [buildRun(scenario, { requests: [hits] })]).status).toBe('no-data');
  });

  it.each([
    ['max<=120', 'pass'],
    ['max<120', 'fail'],
    ['value>=110', 'pass'],
    ['value>110', 'invalid'],
    ['min==100', 'pass'],
    ['min==99', 'fail'],
    ['min==101', 'invalid'],
  ])('of 100 to 120, 110 in the mean, judges %s as %s', (source, status) => {
    const other = closedScenario([['vus_in_flight', source]]);
    const run = buildRun(other, { requests: [hits], inFlight: [120, 100] });
    expect(judgeFirst(other, [run]).status).toBe(status);
  });

  it('takes the least of all runs', () => {
    const runs = [120, 90].map((users, index) =>
      buildRun(scenario, { run: index + 1, requests: [hits], inFlight: [users] }),
    );
    expect(judgeFirst(scenario, runs)).toMatchObject({ status: 'invalid', observed: 90 });
  });
});
