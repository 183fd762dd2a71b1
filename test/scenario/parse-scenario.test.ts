import { describe, expect, it } from 'vitest';
import { problemsOf, scenarioOf } from './parse-text.ts';

const second = 1_000_000;

describe('the least scenario', () => {
  const scenario = scenarioOf('');

  it('is 100 users for 30 seconds after a prefill, once', () => {
    expect(scenario.load).toStrictEqual({
      executor: 'constant-vus',
      vus: 100,
      durationMicros: 30 * second,
      gracefulStopMicros: 30 * second,
    });
    expect(scenario.warmup).toStrictEqual({ kind: 'prefill' });
    expect(scenario.runs).toBe(1);
  });

  it('asks by Zipf 0.99 from seed 1 in one shared sequence without think time', () => {
    expect(scenario.workload).toStrictEqual({
      queries: 'queries.jsonl',
      popularity: { kind: 'zipf', exponent: 0.99 },
      mix: {},
      seed: 1,
      sequence: 'shared',
      thinkTime: { kind: 'none' },
      cache: {},
    });
  });

  it('waits 5 seconds for an answer of the reference target', () => {
    expect(scenario.target.timeoutMicros).toBe(5 * second);
    expect(scenario.target).not.toHaveProperty('url');
  });
});

describe('a load', () => {
  const open = { preAllocatedVUs: 5, maxVUs: 5, arrivals: 'even', gracefulStopMicros: 30 * second };

  it.each([
    [
      '{ executor: ramping-vus, stages: [{ duration: 1m30s, target: 10 }, { duration: 0, target: 2 }], gracefulStop: 0s }',
      {
        executor: 'ramping-vus',
        startVUs: 1,
        stages: [
          { durationMicros: 90 * second, target: 10 },
          { durationMicros: 0, target: 2 },
        ],
        gracefulRampDownMicros: 30 * second,
        gracefulStopMicros: 0,
      },
    ],
    [
      '{ executor: shared-iterations, vus: 2, iterations: 2 }',
      {
        executor: 'shared-iterations',
        vus: 2,
        iterations: 2,
        maxDurationMicros: 600 * second,
        gracefulStopMicros: 30 * second,
      },
    ],
    [
      '{ executor: per-vu-iterations }',
      {
        executor: 'per-vu-iterations',
        vus: 1,
        iterations: 1,
        maxDurationMicros: 600 * second,
        gracefulStopMicros: 30 * second,
      },
    ],
    [
      '{ executor: constant-arrival-rate, rate: 600, timeUnit: 1m, duration: 1000, preAllocatedVUs: 5 }',
      { ...open, executor: 'constant-arrival-rate', ratePerSecond: 10, durationMicros: second },
    ],
    [
      '{ executor: ramping-arrival-rate, startRate: 60, timeUnit: 1m, stages: [{ duration: 1s, target: 120 }], preAllocatedVUs: 5, maxVUs: 7, arrivals: poisson }',
      {
        ...open,
        maxVUs: 7,
        arrivals: 'poisson',
        executor: 'ramping-arrival-rate',
        startRatePerSecond: 1,
        stages: [{ durationMicros: second, target: 2 }],
      },
    ],
  ])('%s has its durations in microseconds and its rates per second', (load, expected) => {
    expect(scenarioOf(`load: ${load}`).load).toStrictEqual(expected);
  });

  it('may be written as phases.measure', () => {
    const { load, warmup } = scenarioOf('phases: { measure: { vus: 7 }, warmup: { kind: until-steady } }');
    expect(load).toMatchObject({ executor: 'constant-vus', vus: 7 });
    expect(warmup).toStrictEqual({ kind: 'until-steady', maxMicros: 120 * second });
  });

  it('of the kind replay takes the log of the workload', () => {
    const { load, workload } = scenarioOf(
      'load: { executor: replay, preAllocatedVUs: 5 }\nworkload: { queries: q, popularity: { kind: replay, file: log, speed: 2 } }',
    );
    expect(load).toStrictEqual({ ...open, executor: 'replay', maxDurationMicros: 86_400 * second });
    expect(workload.popularity).toStrictEqual({ kind: 'replay', file: 'log', speed: 2 });
  });

  it.each([
    ['iterations below the users', 'shared-iterations, vus: 3', 'iterations', 2, 3],
    ['users below 1', 'constant-vus', 'vus', 0, 1],
    [
      'maxVUs below preAllocatedVUs',
      'constant-arrival-rate, rate: 1, duration: 1s, preAllocatedVUs: 5',
      'maxVUs',
      4,
      5,
    ],
    ['a bare duration below a second', 'constant-vus', 'duration', 999, 1000],
  ])('with %s is refused, at the limit it is not', (_, executor, option, below, limit) => {
    const load = (value: number) => `load: { executor: ${executor}, ${option}: ${value} }`;
    expect(problemsOf(load(below))).toHaveLength(1);
    expect(problemsOf(load(limit))).toStrictEqual([]);
  });
});

describe('a think time', () => {
  it.each([
    ['250ms', { kind: 'constant', micros: 250_000 }],
    ['{ kind: constant, duration: 1s }', { kind: 'constant', micros: second }],
    ['{ kind: uniform, min: 1s, max: 1s }', { kind: 'uniform', minMicros: second, maxMicros: second }],
    ['{ kind: exponential, mean: 2s }', { kind: 'exponential', meanMicros: 2 * second }],
    ['{ kind: none }', { kind: 'none' }],
  ])('%s is read', (text, expected) => {
    expect(scenarioOf(`workload: { queries: q, thinkTime: ${text} }`).workload.thinkTime).toStrictEqual(expected);
  });
});

describe('the gate on users in flight', () => {
  it.each([
    ['vus: 100', 'min>=100', true],
    ['vus: 100', 'min>=101', false],
    ['vus: 100', 'min>99', true],
    ['vus: 100', 'min>100', false],
    ['vus: 100', 'max==100', true],
    ['vus: 100', 'max<=500', true],
    ['executor: ramping-vus, startVUs: 2, stages: [{ duration: 1s, target: 9 }]', 'min>=2', true],
    ['executor: ramping-vus, startVUs: 2, stages: [{ duration: 1s, target: 9 }]', 'min>=3', false],
    ['executor: ramping-vus, startVUs: 2, stages: [{ duration: 1s, target: 9 }]', 'max>=9', true],
    ['executor: ramping-vus, startVUs: 2, stages: [{ duration: 1s, target: 9 }]', 'max>=10', false],
    ['executor: constant-arrival-rate, rate: 5, duration: 1s, preAllocatedVUs: 3, maxVUs: 8', 'max>=8', true],
    ['executor: constant-arrival-rate, rate: 5, duration: 1s, preAllocatedVUs: 3, maxVUs: 8', 'max>=9', false],
  ])('with %s, %s can hold: %s', (load, gate, reachable) => {
    const problems = problemsOf(`load: { ${load} }\nthresholds: { vus_in_flight: ['${gate}'] }`);
    expect(problems).toHaveLength(reachable ? 0 : 1);
  });
});

const implicit = (yaml: string) =>
  scenarioOf(yaml)
    .thresholds.filter((threshold) => threshold.implicit)
    .map(({ selector, source }) => `${selector} ${source}`);

describe('implicit gates', () => {
  const open = 'load: { executor: constant-arrival-rate, rate: 5, duration: 1s, preAllocatedVUs: 3 }\n';

  it.each([
    ['a gate on a class', "thresholds: { 'http_req_duration{cache:hit}': p(95)<23 }", ['cache_unknown_rate rate==0']],
    ['a gate on the hit rate', 'thresholds: { cache_hit_rate: rate>0.8 }', ['cache_unknown_rate rate==0']],
    ['an own gate on unknown', 'thresholds: { cache_hit_rate: rate>0.8, cache_unknown_rate: rate<0.1 }', []],
    ['gates without a class', 'thresholds: { http_req_duration: p(95)<23 }', []],
    ['an open load', open, ['dropped_iterations count==0']],
    ['an open load with an own gate', `${open}thresholds: { dropped_iterations: rate<5 }`, []],
    [
      'checks',
      'checks: { citations: true, consensus: { atLeast: 0.66 }, sameAnswerOnHit: true }',
      [
        'checks{check:citations} rate==1',
        'checks{check:consensus} rate==1',
        'checks{check:same-answer-on-hit} rate==1',
      ],
    ],
    [
      'a check with an own gate',
      "checks: { citations: true, sameAnswerOnHit: true }\nthresholds: { 'checks{check:citations}': rate>0.9 }",
      ['checks{check:same-answer-on-hit} rate==1'],
    ],
    ['one gate for all checks', 'checks: { citations: true }\nthresholds: { checks: rate>0.9 }', []],
  ])('for %s', (_, yaml, expected) => {
    expect(implicit(yaml)).toStrictEqual(expected);
  });
});

describe('a target', () => {
  it('of FACT reads its class from the metadata and sends the key of the environment', () => {
    const { target } = scenarioOf('target: { preset: fact-api, apiKeyEnv: FACT_KEY }');
    expect(target.request).toMatchObject({ method: 'POST', path: '/api/v1/query' });
    expect(target.request.secretHeaders).toStrictEqual({ Authorization: { env: 'FACT_KEY', prefix: 'Bearer ' } });
    expect(target.classify).toStrictEqual({
      from: 'json',
      path: 'metadata.cache_status',
      hit: ['hit'],
      miss: ['miss'],
    });
    expect(target.success.body).toStrictEqual([{ path: 'status', equals: 'success' }]);
  });

  it('of doc-rag fails on a 200 that says so', () => {
    const { success, health } = scenarioOf('').target;
    expect(success).toStrictEqual({
      status: [[200, 299]],
      body: [
        { path: 'success', not: false },
        { path: 'error', present: false },
      ],
    });
    expect(health).toStrictEqual({ path: '/health', body: [{ path: 'status', equals: 'healthy' }] });
  });

  it('may replace every part of its preset', () => {
    const { target } = scenarioOf(`
      target:
        preset: doc-rag
        url: https://example.org/base
        headers: { Content-Type: application/x-json }
        request: { path: /v2/query, body: { q: '{{question}}' } }
        classify: { from: header, name: X-Cache, hit: [HIT], miss: [MISS] }
        success: { status: [200, [300, 399]] }
        health: false
        answerPath: data.answer
        consensus: { path: data.vote, scale: 1 }`);
    expect(target).toMatchObject({
      url: 'https://example.org/base',
      request: {
        method: 'POST',
        path: '/v2/query',
        headers: { accept: 'application/json', 'Content-Type': 'application/x-json' },
        body: { q: '{{question}}' },
      },
      classify: { from: 'header', name: 'x-cache', hit: ['HIT'], miss: ['MISS'] },
      success: {
        status: [
          [200, 200],
          [300, 399],
        ],
        body: [
          { path: 'success', not: false },
          { path: 'error', present: false },
        ],
      },
      answerPath: 'data.answer',
      citationsPath: 'citations',
      consensus: { path: 'data.vote', scale: 1 },
    });
    expect(target.request.headers).not.toHaveProperty('content-type');
    expect(target).not.toHaveProperty('health');
  });

  it('of the generic kind has no body and no content type when it is asked by GET', () => {
    const { target } = scenarioOf(`
      target:
        preset: generic
        request: { method: GET, path: '/ask?q={{question}}' }
        classify: { from: server-timing, metric: cache, hit: [hit], miss: [miss] }`);
    expect(target.request).toStrictEqual({
      method: 'GET',
      path: '/ask?q={{question}}',
      headers: {},
      secretHeaders: {},
    });
    expect(target).not.toHaveProperty('health');
  });

  it('compares with null when it is told to', () => {
    const { target } = scenarioOf('target: { preset: doc-rag, success: { body: [{ path: error, equals: null }] } }');
    expect(target.success.body).toStrictEqual([{ path: 'error', equals: null }]);
  });

  it.each([
    ['{{question}}', []],
    ['{{id}} of {{doc_id}} ({{class}})', []],
    [
      '{{ question }}',
      ['did you mean "question"?', 'put {{question}} (or {{id}}) into the path, a header or the body'],
    ],
    ['{{docId}} {{id}}', ['did you mean "doc_id"?']],
    ['{{doc_id}}', ['put {{question}} (or {{id}}) into the path, a header or the body']],
  ])('with the body %s is told %j', (text, hints) => {
    const problems = problemsOf(`target: { preset: doc-rag, request: { body: { a: [{ q: '${text}' }] } } }`);
    expect(problems.map(({ hint }) => hint)).toStrictEqual(hints);
  });
});
