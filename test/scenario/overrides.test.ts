import { describe, expect, it } from 'vitest';
import { readEnvironmentOverrides } from '../../src/scenario/environment-overrides.ts';
import { flagOverrides, mergeOverrides, type Overrides } from '../../src/scenario/overrides.ts';
import { problemsOf, scenarioOf } from './parse-text.ts';

const rate = 'load: { executor: constant-arrival-rate, rate: 600, timeUnit: 1m, duration: 30s, preAllocatedVUs: 5 }';

describe('an override', () => {
  it('replaces what the file says, from text or a number', () => {
    const flags = { target: 'http://10.0.0.1', vus: '7', duration: '5s', seed: 9, runs: '3', thinkTime: '1s' };
    const scenario = scenarioOf('runs: 2', flagOverrides(flags));
    expect(scenario).toMatchObject({
      target: { url: 'http://10.0.0.1' },
      load: { vus: 7, durationMicros: 5_000_000 },
      workload: { seed: 9, thinkTime: { kind: 'constant', micros: 1_000_000 } },
      runs: 3,
    });
  });

  it('goes to phases.measure when the load is there', () => {
    const { load } = scenarioOf('phases: { measure: { vus: 2, duration: 1s } }', flagOverrides({ vus: 3 }));
    expect(load).toMatchObject({ vus: 3, durationMicros: 1_000_000 });
  });

  it('of the rate is requests per second, whatever the time unit of the file', () => {
    expect(scenarioOf(rate, flagOverrides({ rate: 25 })).load).toMatchObject({ ratePerSecond: 25 });
  });

  it.each<[Overrides, string, string]>([
    [{ vus: 'many' }, '--vus must be a number, got "many"', 'set load.vus to the number of users'],
    [{ vus: 0 }, '--vus must be at least 1, got 0', 'set load.vus to the number of users'],
    [{ runs: 101 }, '--runs must be at most 100, got 101', 'set runs to the number of repetitions'],
    [{ target: 'localhost' }, '--target must be a URL', 'write a base URL such as http://127.0.0.1:8080'],
    [{ duration: '30' }, '--duration needs a unit, got 30', 'write 30s for seconds or 30ms for milliseconds'],
    [{ duration: 'soon' }, '--duration must be a duration longer than 0, got "soon"', 'write a duration as k6 does'],
    [
      { thinkTime: '' },
      '--think-time must be a duration longer than 0, got ""',
      'set workload.thinkTime to the pause of a user',
    ],
  ])('%j that breaks a rule names its flag and no line', (flags, message, hint) => {
    const [problem, ...others] = problemsOf('', flagOverrides(flags));
    expect(others).toStrictEqual([]);
    expect(problem).toMatchObject({ message, hint: expect.stringContaining(hint) });
    expect(problem).not.toHaveProperty('line');
  });

  it('with a password in the URL does not print it', () => {
    const text = JSON.stringify(problemsOf('', flagOverrides({ target: 'http://me:hunter2@10.0.0.1' })));
    expect(text).toContain('--target must not hold credentials');
    expect(text).not.toContain('hunter2');
  });

  it('of TLS goes beside what the file says of it', () => {
    const file = 'target: { preset: doc-rag, url: "https://10.0.0.1", tls: { cert: c.pem, key: k.pem, ca: ca.pem } }';
    const { target } = scenarioOf(file, flagOverrides({ ca: '/other.pem', insecure: true }));
    expect(target.tls).toStrictEqual({ ca: '/other.pem', cert: 'c.pem', key: 'k.pem', insecure: true });
  });

  it.each<[Overrides, string]>([
    [{ ca: '/ca.pem' }, '--ca has no meaning for the reference target, which does not speak TLS'],
    [
      { insecure: true, target: 'http://h' },
      "--insecure has no meaning without TLS, and the target's URL begins with http:",
    ],
    [
      { ca: '/a', target: 'http+unix://%2Fa.sock' },
      "--ca has no meaning without TLS, and the target's URL begins with http+unix:",
    ],
    [{ key: '/k.pem', target: 'https://h' }, '--key is the key of a client certificate that is not given'],
    [{ cert: '/c.pem', target: 'https://h' }, '--cert is a client certificate without its key'],
    [{ ca: '', target: 'https://h' }, '--ca must not be empty'],
  ])('%j of TLS is refused by its name', (flags, message) => {
    const [problem, ...others] = problemsOf('', flagOverrides(flags));
    expect(others).toStrictEqual([]);
    expect(problem?.message).toBe(message);
    expect(problem?.hint).toMatch(/^(?:give|set|write) /u);
  });

  const ramp = '{ executor: ramping-vus, stages: [{ duration: 1s, target: 2 }] }';
  const ratesRamp = '{ executor: ramping-arrival-rate, stages: [{ duration: 1s, target: 2 }], preAllocatedVUs: 2 }';
  it.each<[string, Overrides, string]>([
    [ramp, { vus: 5 }, 'change load.stages: the users of a ramp are its targets'],
    [ramp, { duration: '5s' }, 'change load.stages: a ramp lasts as long as its stages'],
    [ramp, { rate: 5 }, 'use --vus, or the executor constant-arrival-rate'],
    [ratesRamp, { rate: 5 }, 'change load.stages: the rates of a ramp are its targets'],
    [ratesRamp, { vus: 5 }, 'leave it out: the load of this executor is a rate, not a number of users'],
    ['{ vus: 5 }', { rate: 5 }, 'use --vus, or the executor constant-arrival-rate'],
    ['{ executor: shared-iterations }', { duration: '5s' }, 'change load.iterations: the load ends when they are done'],
  ])('with the load %s, %j has no meaning', (load, flags, hint) => {
    const problems = problemsOf(`load: ${load}`, flagOverrides(flags));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/^--\w+ has no meaning with the executor /u);
    expect(problems[0]?.hint).toBe(hint);
  });

  it('that makes a gate unreachable is caught at the gate', () => {
    const gates = 'thresholds: { vus_in_flight: [min>=100] }';
    expect(problemsOf(gates, flagOverrides({ vus: 100 }))).toStrictEqual([]);
    expect(problemsOf(gates, flagOverrides({ vus: 99 }))[0]?.message).toContain('at most 99 users');
  });

  it('of a load that is no object leaves the fault to be found', () => {
    expect(problemsOf('load: 5', flagOverrides({ vus: 3 }))[0]?.message).toContain('load must be an object, got 5');
  });
});

describe('the environment', () => {
  it('overrides by its variables, empty ones not counted', () => {
    const env = {
      HITGATE_VUS: '7',
      HITGATE_RUNS: '',
      HITGATE_LOG_LEVEL: 'debug',
      HITGATE_REQUIRE_K6: '1',
      HITGATE_REQUIRE_BROWSER: '1',
      HOME: '/',
    };
    expect(readEnvironmentOverrides(env)).toStrictEqual({
      overrides: [{ field: 'vus', value: '7', source: 'HITGATE_VUS' }],
      problems: [],
    });
  });

  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
  ])('says with HITGATE_INSECURE=%s whether certificates are verified', (value, insecure) => {
    const { overrides } = readEnvironmentOverrides({ HITGATE_INSECURE: value, HITGATE_TARGET: 'https://10.0.0.1' });
    expect(scenarioOf('', overrides).target.tls).toStrictEqual({ insecure });
  });

  it('says nothing else with HITGATE_INSECURE', () => {
    const { overrides } = readEnvironmentOverrides({ HITGATE_INSECURE: 'yes', HITGATE_TARGET: 'https://10.0.0.1' });
    expect(problemsOf('', overrides)[0]?.message).toBe('HITGATE_INSECURE must be true or false, got "yes"');
  });

  it('that holds a key in place of its path does not print it', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----';
    const { overrides } = readEnvironmentOverrides({ HITGATE_KEY: key, HITGATE_TARGET: 'https://10.0.0.1' });
    const text = JSON.stringify(problemsOf('', overrides));
    expect(text).toContain('HITGATE_KEY must be the path of a file');
    expect(text).not.toContain('hunter2');
  });

  it('loses against a flag', () => {
    const { overrides } = readEnvironmentOverrides({ HITGATE_VUS: '7', HITGATE_RUNS: '2' });
    const { load, runs } = scenarioOf('', mergeOverrides(overrides, flagOverrides({ vus: 3 })));
    expect(load).toMatchObject({ vus: 3 });
    expect(runs).toBe(2);
  });

  it('is named in the problem that it causes', () => {
    const { overrides } = readEnvironmentOverrides({ HITGATE_VUS: 'x', HITGATE_RATE: '5' });
    const messages = problemsOf('', overrides).map(({ message }) => message);
    expect(messages).toStrictEqual([
      'HITGATE_RATE has no meaning with the executor constant-vus',
      'HITGATE_VUS must be a number, got "x"',
    ]);
  });

  it.each([
    ['HITGATE_VU', 'did you mean HITGATE_VUS?'],
    ['HITGATE_TARGET_URL', 'did you mean HITGATE_TARGET?'],
    ['HITGATE_hasOwnProperty', 'unset it, or use one of HITGATE_TARGET,'],
  ])('with the unknown variable %s is refused without its value', (name, hint) => {
    const { problems } = readEnvironmentOverrides({ [name]: 'hunter2' });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.hint).toContain(hint);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('may hold a secret that the scenario names', () => {
    expect(readEnvironmentOverrides({ HITGATE_API_KEY: 'x' }, ['HITGATE_API_KEY']).problems).toStrictEqual([]);
  });

  it('is no override when the scenario names the variable as a secret', () => {
    const none = { overrides: [], problems: [] };
    expect(readEnvironmentOverrides({ HITGATE_KEY: 'hunter2' }, ['HITGATE_KEY'])).toStrictEqual(none);
  });
});
