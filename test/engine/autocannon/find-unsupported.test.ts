import { describe, expect, it } from 'vitest';
import { findUnsupported } from '../../../src/engine/autocannon/find-unsupported.ts';
import { iterations, second } from '../test-plan.ts';
import type { Load, RequestTemplate, Scenario } from '../../../src/scenario/scenario.ts';
import { buildTestScenario, type TestPlan } from '../test-plan.ts';

const open = { preAllocatedVUs: 1, maxVUs: 2, arrivals: 'even', gracefulStopMicros: second } as const;

function request(parts: Partial<RequestTemplate>): TestPlan {
  return {
    load: iterations(1, 1),
    target: { request: { method: 'POST', path: '/', headers: {}, secretHeaders: {}, ...parts } },
  };
}

function load(changed: Load): TestPlan {
  return { load: changed };
}

function words(scenario: Scenario): string[] {
  return findUnsupported(scenario).map(({ message }) => message);
}

describe('the autocannon engine', () => {
  it.each<readonly [string, TestPlan]>([
    ['shared iterations', load(iterations(2, 10))],
    ['constant users', load({ executor: 'constant-vus', vus: 1, durationMicros: second, gracefulStopMicros: 0 })],
    [
      'iterations of each user',
      load({
        executor: 'per-vu-iterations',
        vus: 1,
        iterations: 1,
        maxDurationMicros: second,
        gracefulStopMicros: 0,
      }),
    ],
    ['plain HTTP', { load: iterations(1, 1), target: { url: 'http://127.0.0.1:8080' } }],
    ['GET', request({ method: 'GET' })],
    ['headers', request({ headers: { authorization: 'x' } })],
  ])('drives %s', (_, test) => {
    expect(findUnsupported(buildTestScenario(test))).toEqual([]);
  });

  it.each<readonly [string, TestPlan, string]>([
    [
      'a constant arrival rate',
      load({ ...open, executor: 'constant-arrival-rate', ratePerSecond: 1, durationMicros: second }),
      'executor constant-arrival-rate',
    ],
    [
      'a ramping arrival rate',
      load({ ...open, executor: 'ramping-arrival-rate', startRatePerSecond: 1, stages: [] }),
      'executor ramping-arrival-rate',
    ],
    ['a replay', load({ ...open, executor: 'replay', maxDurationMicros: second }), 'executor replay'],
    [
      'ramping users',
      load({
        executor: 'ramping-vus',
        startVUs: 1,
        stages: [],
        gracefulRampDownMicros: 0,
        gracefulStopMicros: 0,
      }),
      'executor ramping-vus',
    ],
    [
      'think time',
      { load: iterations(1, 1), workload: { thinkTime: { kind: 'exponential', meanMicros: 5 } } },
      'pause between requests',
    ],
    ['https', { load: iterations(1, 1), target: { url: 'https://127.0.0.1' } }, 'checks no certificate'],
    ['a Unix socket', { load: iterations(1, 1), target: { url: 'unix:/run/x.sock' } }, 'plain HTTP only'],
    ['HEAD', request({ method: 'HEAD' }), 'cannot send HEAD'],
    ['a method of its own', request({ method: 'PURGE' }), 'cannot send PURGE'],
    ['a Connection header', request({ headers: { Connection: 'close' } }), 'Connection itself'],
    [
      'a secret Connection header',
      request({ secretHeaders: { connection: { env: 'X', prefix: '' } } }),
      'Connection itself',
    ],
  ])('refuses %s', (_, test, part) => {
    const problems = findUnsupported(buildTestScenario(test));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(part);
    expect(problems[0]?.hint).toContain('leave --engine out');
  });

  it('names everything at once', () => {
    const scenario = buildTestScenario({
      load: { ...open, executor: 'replay', maxDurationMicros: second },
      workload: { thinkTime: { kind: 'constant', micros: 1 } },
      target: { url: 'https://x', request: { method: 'HEAD', path: '/', headers: {}, secretHeaders: {} } },
    });
    expect(words(scenario)).toHaveLength(4);
  });
});
