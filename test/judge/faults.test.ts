import { describe, expect, it } from 'vitest';
import { judge } from '../../src/judge/judge.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { closedScenario, type WrittenGate } from './build-scenario.ts';
import { faultRun, recordOf, type FaultOfRun, type SecondOfRun } from './fault-run.ts';

function withFaults(...gates: readonly WrittenGate[]): Scenario {
  const action = { kind: 'inject', faults: ['fact-down'] } as const;
  return { ...closedScenario(gates), faults: [{ name: 'gone', atMicros: 10e6, forMicros: 5e6, action }] };
}

const gone: FaultOfRun = { from: 10, until: 15 };

/** Good seconds, but for those of the fault and those that are named. */
function seconds(during: SecondOfRun, others: Readonly<Record<number, SecondOfRun>> = {}) {
  return (second: number): SecondOfRun => others[second] ?? (second >= 10 && second < 15 ? during : {});
}

function judged(scenario: Scenario, ...snapshots: Snapshot[]) {
  const verdict = judge({ scenario, snapshots, aborted: snapshots.some(({ ended }) => ended === 'aborted') });
  return { ...verdict, gate: verdict.gates[0] };
}

describe('a gate on a fault', () => {
  it.each([
    ['http_req_failed{during:gone}', 'rate<0.1', 'fail', 0.5, 1_000],
    ['http_req_failed{during:none}', 'rate<0.1', 'pass', 0, 2_500],
    ['http_req_failed', 'rate<0.01', 'fail', 500 / 3_500, 3_500],
    ['availability', 'rate>=0.99', 'fail', 3_000 / 3_500, 3_500],
    ['availability', 'rate>=0.9', 'fail', 3_000 / 3_500, 3_500],
    ['availability', 'rate>=0.8', 'pass', 3_000 / 3_500, 3_500],
    ['availability{during:none}', 'rate>=0.9', 'pass', 1, 2_500],
    ['availability{during:gone}', 'rate>=0.9', 'fail', 0.5, 1_000],
    ['http_req_duration{cache:hit,during:gone}', 'p(95)<100', 'fail', 300, 500],
    ['http_req_duration{cache:hit,during:none}', 'p(95)<100', 'pass', 10, 2_500],
    ['http_req_duration{cache:hit}', 'p(80)<100', 'pass', 10, 3_000],
    ['http_req_duration{cache:hit}', 'p(90)<100', 'fail', 300, 3_000],
    ['http_req_duration{during:gone}', 'max<400', 'pass', 300, 500],
    ['http_reqs{during:gone}', 'count>=1000', 'pass', 1_000, 1_000],
    ['http_reqs{during:gone}', 'rate>=200', 'pass', 200, 1_000],
    ['http_reqs{during:gone}', 'count>1000', 'fail', 1_000, 1_000],
    ['cache_hit_rate{during:gone}', 'rate>0.9', 'pass', 1, 500],
  ] as const)('%s: %s is %s', (selector, source, status, observed, n) => {
    const scenario = withFaults([selector, source]);
    const run = faultRun(scenario, { seconds: 30, faults: [gone], at: seconds({ failed: 100, millis: 300 }) });
    const { gate } = judged(scenario, run);
    expect(gate).toMatchObject({ status, n });
    expect(gate?.observed).toBeCloseTo(observed, selector.includes('duration') ? 0 : 9);
  });

  it.each([
    ['one below', 0, 'pass'],
    ['at the limit', 1, 'fail'],
  ])('of exactly nothing is, %s, %s', (_, failed, status) => {
    const scenario = withFaults(['http_req_failed{during:gone}', 'rate==0']);
    const run = faultRun(scenario, { seconds: 30, faults: [gone], at: seconds({}, { 12: { failed } }) });
    expect(judged(scenario, run).gate?.status).toBe(status);
  });

  it('fails on missing data, and says that the fault did not begin', () => {
    const scenario = withFaults(['http_req_failed{during:gone}', 'rate<0.1']);
    const run = faultRun(scenario, { seconds: 8, faults: [{ from: 10 }], at: () => ({}) });
    const { beganMicros: _, injection: _injection, broughtAboutMicros: _there, ...record } = recordOf(gone);
    const { gate } = judged(scenario, { ...run, faults: [record] });
    expect(gate?.status).toBe('no-data');
    expect(gate?.reason).toContain('the fault gone did not begin in run 1');
  });

  it('fails when nothing was asked during the fault', () => {
    const scenario = withFaults(['http_req_failed{during:gone}', 'rate<0.1']);
    const run = faultRun(scenario, { seconds: 30, faults: [gone], at: seconds({ hits: 0 }) });
    expect(judged(scenario, run).gate).toMatchObject({ status: 'no-data', n: 0 });
  });

  it('is inconclusive when what was due in it was lost with a run that died', () => {
    const scenario = withFaults(['http_req_failed{during:gone}', 'rate<0.1']);
    const run = faultRun(scenario, { seconds: 30, faults: [gone], at: seconds({}), ended: 'aborted' });
    const { windows: _, ...measure } = run.measure;
    expect(judged(scenario, { ...run, measure }).gate?.status).toBe('inconclusive');
  });

  it('sees a stall of its fault, but not the fault in which others stall', () => {
    const scenario = withFaults(
      ['http_req_failed{during:gone}', 'rate<0.5'],
      ['http_req_failed{during:none}', 'rate<0.5'],
    );
    const at = seconds({ hits: 0, failed: 1 }, { 9: { failed: 1 }, 15: { failed: 1 } });
    const { gates } = judged(scenario, faultRun(scenario, { seconds: 30, faults: [gone], at }));
    expect(gates.map(({ status }) => status)).toEqual(['fail', 'pass']);
    expect(gates[0]?.reason).toContain('nothing succeeded for 5 s from second 10');
  });
});

describe('the time to recover', () => {
  const limits: readonly WrittenGate[] = [
    ['http_req_failed', 'rate<0.2'],
    ['http_req_failed{during:none}', 'rate<0.01'],
    ['http_req_duration{cache:hit,during:none}', 'p(95)<100'],
    ['http_req_duration{cache:hit,during:gone}', 'p(95)<5000'],
  ];
  const broken = { hits: 50, failed: 50 };
  const slow = { millis: 200 };

  function recovery(source: string, others: Readonly<Record<number, SecondOfRun>>, fault = gone, length = 30) {
    const scenario = withFaults(['recovery_time{fault:gone}', source], ...limits);
    const run = faultRun(scenario, { seconds: length, faults: [fault], at: seconds(broken, others) });
    return judged(scenario, run).gate;
  }

  it.each([
    ['at once', {}, 15, 0],
    ['at the next whole second', {}, 14.25, 750],
    ['when errors are gone', { 15: broken, 16: broken }, 15, 2_000],
    ['when errors are gone for good', { 15: broken, 20: broken }, 15, 6_000],
    ['when latency is back', { 15: slow, 16: slow, 17: slow }, 15, 3_000],
    ['after a second in which nothing was answered', { 16: { hits: 0 } }, 15, 2_000],
    ['in spite of one error that the limit allows', { 18: { failed: 1 } }, 15, 0],
  ])('is measured %s', (_, others, until, millis) => {
    const gate = recovery('value<8000', others, { from: 10, until });
    expect(gate).toMatchObject({ status: 'pass', observed: millis });
  });

  it.each([
    ['below', 'value<2001', 'pass'],
    ['at', 'value<2000', 'fail'],
    ['at, allowed', 'max<=2000', 'pass'],
    ['above', 'value<=1999', 'fail'],
  ])('is held against its limit: %s', (_, source, status) => {
    expect(recovery(source, { 15: broken, 16: broken })?.status).toBe(status);
  });

  it.each([
    [
      'fails when it never comes',
      Object.fromEntries(Array.from({ length: 15 }, (_, index) => [15 + index, broken])),
      gone,
      'fail',
      'not recovered within the 15 s',
    ],
    [
      'fails when only two seconds at the end are good',
      Object.fromEntries(Array.from({ length: 13 }, (_, index) => [15 + index, broken])),
      gone,
      'fail',
      'not recovered',
    ],
    [
      'passes when three seconds at the end are good',
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [15 + index, broken])),
      gone,
      'pass',
      'recovered at most 12 s',
    ],
    ['fails when the fault was not undone', {}, { from: 10 }, 'fail', 'was not undone'],
    ['has no data with two whole seconds left', {}, { from: 10, until: 27.5 }, 'no-data', 'only 2 whole seconds'],
    ['has data with three whole seconds left', {}, { from: 10, until: 27 }, 'pass', 'recovered'],
  ])('%s', (_, others, fault, status, words) => {
    const gate = recovery('value<20000', others, fault);
    expect(gate?.status).toBe(status);
    expect(gate?.reason).toContain(words);
  });

  it('is not found where every second is allowed but all together are not', () => {
    // 2 of 100 a second are too few to tell a second from one at 1 %, and 30 of 1 500 are not.
    const others = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [15 + index, { hits: 98, failed: 2 }]));
    expect(recovery('value<20000', others)?.status).toBe('fail');
  });

  it('has no data when a class that a limit is on was not seen after it', () => {
    const scenario = withFaults(['recovery_time{fault:gone}', 'value<8000'], ...limits, [
      'http_req_duration{cache:miss}',
      'p(95)<100',
    ]);
    const gate = judged(scenario, faultRun(scenario, { seconds: 30, faults: [gone], at: seconds(broken) })).gate;
    expect(gate).toMatchObject({ status: 'no-data' });
    expect(gate?.reason).toContain('no miss was recorded after gone was undone');
  });

  it('ends at the next fault, which is not held against it', () => {
    const scenario = withFaults(['recovery_time{fault:gone}', 'value<3000'], ...limits);
    const at = seconds(broken, { 20: broken, 21: broken, 22: broken });
    const faults = [gone, { name: 'next', from: 20, until: 23 }];
    expect(judged(scenario, faultRun(scenario, { seconds: 30, faults, at })).gate).toMatchObject({
      status: 'pass',
      n: 5,
    });
  });

  it('is the slowest of several runs', () => {
    const scenario = withFaults(['recovery_time{fault:gone}', 'value<3000'], ...limits);
    const runs = [{}, { 15: broken, 16: broken, 17: broken }].map((others, index) =>
      faultRun(scenario, { seconds: 30, faults: [gone], at: seconds(broken, others), run: index + 1 }),
    );
    expect(judged(scenario, ...runs).gate).toMatchObject({ status: 'fail', observed: 3_000 });
  });

  it('is inconclusive when Ctrl-C came before it could be seen', () => {
    const scenario = withFaults(['recovery_time{fault:gone}', 'value<3000'], ...limits);
    const run = faultRun(scenario, { seconds: 16, faults: [gone], at: seconds(broken), ended: 'aborted' });
    expect(judged(scenario, run).gate?.status).toBe('inconclusive');
  });
});

describe('a fault that went wrong', () => {
  const scenario = withFaults(['http_req_failed', 'rate<0.5']);
  const run = faultRun(scenario, { seconds: 30, faults: [gone], at: seconds({}) });
  const record = recordOf(gone);

  it.each(['failed', 'timed out'] as const)(
    'makes the measurement INVALID when it was not brought about: %s',
    (status) => {
      const injection = { status, how: 'ended with code 3', output: 'first\nno cluster\n' };
      const { outcome, validity } = judged(scenario, { ...run, faults: [{ ...record, injection }] });
      expect(outcome).toBe('INVALID');
      expect(validity[0]).toMatchObject({ code: 'fault-not-brought-about', cause: 'no cluster' });
    },
  );

  it('makes the measurement INVALID when its command was ended with the measured phase, and not when Ctrl-C ended both', () => {
    const injection = { status: 'interrupted', how: 'was ended by the interruption', output: '' } as const;
    const cut = { ...run, faults: [{ ...record, injection }] };
    expect(judged(scenario, cut).validity[0]?.code).toBe('fault-not-brought-about');
    expect(judged(scenario, { ...cut, ended: 'aborted' }).validity).toEqual([]);
  });

  it('makes the measurement INVALID when its time did not come', () => {
    const { beganMicros: _, injection: _injection, ...never } = record;
    expect(judged(scenario, { ...run, faults: [never] }).validity[0]?.code).toBe('fault-not-begun');
    expect(judged(scenario, { ...run, faults: [never], ended: 'aborted' }).validity).toEqual([]);
  });

  it('is warned of above all else when it was not undone, and changes no verdict', () => {
    const { outcome, warnings } = judged(scenario, { ...run, faults: [recordOf({ from: 10 })] });
    expect(outcome).toBe('PASS');
    expect(warnings[0]).toMatchObject({ code: 'fault-not-undone', cause: expect.stringContaining('no such cluster') });
  });
});
