import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { parseExposition } from '../../src/counters/parse-exposition.ts';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import type { TruthRecord } from '../../src/target/truth.ts';
import { freePort } from '../free-port.ts';
import { ask, askAll, post, readJson, startTarget } from './start-target.ts';

it('answers a first question with a miss in the full shape, and the same question with a hit', async () => {
  const target = await startTarget();
  const [miss, hit] = await askAll(target, ['What is PCI DSS?', 'What is PCI DSS?']);
  const pipeline = { steps: expect.any(Array), performance: expect.any(Object) };
  const shape = {
    answer: expect.any(String),
    confidence: expect.any(Number),
    doc_id: 'doc_1',
    question: 'What is PCI DSS?',
    processing_time_ms: expect.any(Number),
    consensus: { validated: true, threshold: 0.67, agreement_percentage: expect.any(Number), byzantine_count: 0 },
    intent: { intent_type: 'factual_question', confidence: 0.5, parameters: {} },
  };
  const citations = expect.arrayContaining([
    {
      source: expect.any(String),
      page: expect.any(Number),
      relevance: expect.any(Number),
      text: expect.any(String),
      author: expect.any(String),
      year: expect.any(Number),
    },
  ]);
  expect(miss).toEqual({
    ...shape,
    citations,
    cache_hit: false,
    pipeline: { ...pipeline, pattern: 'Full_Pipeline', mrap_executed: true },
  });
  expect(hit).toMatchObject({
    cache_hit: true,
    answer: miss?.['answer'],
    citations: miss?.['citations'],
    pipeline: { pattern: 'Cache_Hit', performance: { neural_ms: null, consensus_ms: null } },
  });
});

it('takes another case, a trailing space or another document for another question', async () => {
  const target = await startTarget();
  const answers = await askAll(target, ['What?', 'what?', 'What? ', 'What?']);
  expect(answers.map((answer) => answer['cache_hit'])).toEqual([false, false, false, true]);
  expect(await readJson(await ask(target, 'What?', 'doc_2'))).toMatchObject({ cache_hit: false });
});

it('answers in the shape of FACT when it is asked in it', async () => {
  const target = await startTarget();
  const fact = (options: object): Promise<Response> =>
    post(`${target.url}/api/v1/query`, { query: 'What is PCI DSS?', user_id: 'u', cache_options: options });
  const statuses: unknown[] = [];
  const prefixes = [{}, {}, { cache_prefix: 'other' }, { use_cache: false }];
  for (const options of prefixes) {
    const answer = await readJson(await fact(options));
    expect(answer).toMatchObject({ status: 'success', response: expect.any(String), query_id: expect.any(String) });
    expect(answer['metadata']).toMatchObject({ latency_ms: expect.any(Number), confidence_score: expect.any(Number) });
    statuses.push(Object.entries(answer['metadata'] ?? {}).find(([name]) => name === 'cache_status')?.[1]);
  }
  expect(statuses).toEqual(['miss', 'hit', 'miss', 'miss']);
});

it('takes doc-rag questions under /api/v1/query too, with the same cache', async () => {
  const target = await startTarget();
  await ask(target, 'q');
  const answer = await post(`${target.url}/api/v1/query`, { doc_id: 'doc_1', question: 'q' });
  expect(await answer.json()).toMatchObject({ cache_hit: true });
});

it.each([
  ['no JSON', '{"doc_id": ', 'application/json', 400],
  ['another type', '{"doc_id":"d","question":"q"}', 'text/plain', 415],
  ['no question', '{"doc_id":"d"}', 'application/json', 422],
  ['a question that is no text', '{"doc_id":"d","question":1}', 'application/json', 422],
  ['a list', '[]', 'application/json', 422],
])('refuses a body with %s in plain text', async (_, body, contentType, status) => {
  const target = await startTarget();
  const response = await post(`${target.url}/query`, body, { 'content-type': contentType });
  expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/plain; charset=utf-8']);
  expect(await response.text()).not.toBe('');
});

it.each([
  ['an empty question', { doc_id: 'd', question: ' ' }, 400, 'BAD_REQUEST'],
  ['an empty document', { doc_id: '', question: 'q' }, 400, 'BAD_REQUEST'],
  ['an empty FACT query', { query: '' }, 400, 'BAD_REQUEST'],
  ['over 1 MiB', { doc_id: 'd', question: 'x'.repeat(1_048_577) }, 413, 'PAYLOAD_TOO_LARGE'],
])("refuses a body with %s by a handler's error, which is no failed query", async (_, body, status, code) => {
  const target = await startTarget();
  const response = await post(`${target.url}/query`, body);
  expect(response.status).toBe(status);
  const error = { code, message: expect.any(String), timestamp: expect.any(String), status };
  expect(await response.json()).toEqual({ error });
  expect(await (await fetch(`${target.url}/truth`)).json()).toMatchObject({ failures: 0 });
});

it.each([
  ['http200', 200, { success: false, error: expect.any(String) }, 'body'],
  [
    'http500',
    500,
    { error: { code: 502, status: 500, message: expect.any(String), timestamp: expect.any(String) } },
    'status',
  ],
  ['http409', 409, undefined, 'status'],
  ['http503', 503, undefined, 'status'],
  ['http408', 408, undefined, 'status'],
] as const)('answers failing queries in the style %s', async (errorStyle, status, body, kind) => {
  const target = await startTarget({ failing: '100%', errorStyle });
  const response = await ask(target, 'q');
  expect(response.status).toBe(status);
  const text = await response.text();
  expect(text === '' ? undefined : JSON.parse(text)).toEqual(body);
  const truth = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ failures: 1, failuresByKind: { [kind]: 1 }, classes: { miss: { count: 0 } } });
});

it("answers failing FACT queries with HTTP 200 and FACT's error", async () => {
  const target = await startTarget({ failing: '1' });
  const response = await post(`${target.url}/api/v1/query`, { query: 'q' });
  expect(await response.json()).toMatchObject({ success: false, status: 'error', error: { code: expect.any(String) } });
});

it('says that it is healthy, alive and measured', async () => {
  const target = await startTarget();
  await askAll(target, ['a', 'a']);
  expect(await (await fetch(`${target.url}/health?deep=1`)).json()).toEqual({ status: 'healthy', version: '1.0.0' });
  const live = await fetch(`${target.url}/health/live`);
  expect([live.status, await live.text()]).toEqual([200, '']);
  const metrics = await (await fetch(`${target.url}/metrics`)).text();
  expect(metrics).toContain('reference_target_answers_total{class="hit"} 1\n');
  const { samples, unusable } = parseExposition(metrics);
  expect(unusable).toEqual([]);
  expect(samples.length).toBeGreaterThan(40);
});

it('counts at /metrics under the names of the plan from its start on, whatever the truth forgets', async () => {
  const target = await startTarget();
  await askAll(target, ['a', 'a', 'a']);
  await post(`${target.url}/truth/reset`, '');
  const text = await (await fetch(`${target.url}/metrics`)).text();
  expect(text).toContain('\nfact_requests 3\n');
  expect(text).toContain('\nfact_cache_hits 2\n');
  expect(text).toContain('\nfact_errors 0\n');
  expect(text).toContain('\nfact_cache_latency_bucket{le="+Inf"} 2\n');
  expect(text).toContain('\nfact_miss_latency_count 1\n');
});

it('counts failures as requests and as errors', async () => {
  const target = await startTarget({ failing: '100%', errorStyle: 'http500' });
  await ask(target, 'a');
  const text = await (await fetch(`${target.url}/metrics`)).text();
  expect(text).toContain('\nfact_requests 1\n');
  expect(text).toContain('\nfact_errors 1\n');
});

it('leaves the hits that are miscounted out of the counter of hits, and out of nothing else', async () => {
  const target = await startTarget({ fault: 'miscounted-hits:100%' });
  await askAll(target, ['a', 'a', 'a']);
  const text = await (await fetch(`${target.url}/metrics`)).text();
  expect(text).toContain('\nfact_requests 3\n');
  expect(text).toContain('\nfact_cache_hits 0\n');
  expect(text).toContain('\nfact_cache_latency_count 2\n');
  const truth = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ failures: 0, classes: { hit: { count: 2 }, miss: { count: 1 } } });
});

it.each([
  ['empty', /^$/u],
  ['invalid', /class=hit/u],
])('has %s metrics on wish', async (metrics, text) => {
  const target = await startTarget({ metrics });
  expect(await (await fetch(`${target.url}/metrics`)).text()).toMatch(text);
});

it('refuses unknown paths and methods', async () => {
  const target = await startTarget();
  expect((await fetch(`${target.url}/nothing`)).status).toBe(404);
  expect((await fetch(`${target.url}/toString`)).status).toBe(404);
  const response = await fetch(`${target.url}/query`);
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await fetch(`${target.url}/mcp`)).status).toBe(405);
});

it('speaks the cache protocol of the query processor', async () => {
  const target = await startTarget();
  const entry = `${target.url}/cache/answers:0a1b2c`;
  expect((await fetch(entry)).status).toBe(404);
  expect((await fetch(entry, { method: 'PUT', body: '{"a":1}' })).status).toBe(204);
  expect(await (await fetch(entry)).text()).toBe('{"a":1}');
  expect((await fetch(`${target.url}/cache/answers:0a1b2d`)).status).toBe(404);
  expect((await fetch(`${target.url}/cache/no-hash`)).status).toBe(400);
  expect(await (await fetch(`${target.url}/ping`)).text()).toBe('PONG');
});

it.each([
  ['every answer', '/cache/answers', [false, false]],
  ['the answer to one question', '/cache/answers/doc_1/Is%20a%2Fb%20allowed%3F', [false, true]],
])('makes all replicas forget %s at %s', async (_, path, hits) => {
  const target = await startTarget({ replicas: '2' });
  expect(new Set(target.urls).size).toBe(2);
  const [, second = ''] = target.urls;
  const questions = ['Is a/b allowed?', 'Is it?'];
  await askAll(target, questions);
  expect((await fetch(`${second}${path}`, { method: 'DELETE' })).status).toBe(204);
  const answers = await askAll({ ...target, url: second }, questions);
  expect(answers.map((answer) => answer['cache_hit'])).toEqual(hits);
});

it.each(['/cache/answers/doc_1', '/cache/answers/doc_1/%E0', '/cache/answers:0a1b2c'])(
  'does not know what to forget at %s',
  async (path) => {
    const target = await startTarget();
    expect((await fetch(`${target.url}${path}`, { method: 'DELETE' })).status).toBe(400);
  },
);

it('listens on one port after another when it has replicas, and says so when it cannot', async () => {
  const port = await freePort(2);
  const pair = await startTarget({ replicas: '2', port: String(port) });
  expect(pair.urls).toEqual([`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]);
  await pair.close();
  await startTarget({ port: String(port + 1) });
  await expect(startTarget({ replicas: '2', port: String(port) })).rejects.toThrow(
    `cannot listen on 127.0.0.1:${port + 1}`,
  );
});

it('refuses a fault between replicas where there is one service', async () => {
  const target = await startTarget();
  const reply = await post(`${target.url}/faults`, { faults: ['split-brain'] });
  expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('shows between replicas only')]);
});

it('knows the truth: as many hits and misses as a client saw, none faster than the delay nor slower than the client saw', async () => {
  const target = await startTarget();
  await askAll(target, ['warm-up']);
  await fetch(`${target.url}/truth/reset`, { method: 'POST' });
  const seen = { hit: [0], miss: [0] };
  const user = async (number: number): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) {
      const began = performance.now();
      const answer = await readJson(await ask(target, `question ${(number * 7 + turn) % 30}`));
      seen[answer['cache_hit'] === true ? 'hit' : 'miss'].push((performance.now() - began) * 1000);
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, number) => user(number)));
  const truth: TruthRecord = JSON.parse(await (await fetch(`${target.url}/truth`)).text());
  for (const [name, least] of [
    ['hit', 2_000 * 0.96 - 500],
    ['miss', 8_000 * 0.96 - 500],
  ] as const) {
    const { count, service } = truth.classes[name];
    const histogram = decodeHistogram(service ?? '');
    expect([count, histogram.count]).toEqual([seen[name].length - 1, seen[name].length - 1]);
    expect(histogram.min).toBeGreaterThanOrEqual(Math.floor(least) - 1);
    expect(histogram.max).toBeLessThanOrEqual(Math.max(...seen[name]) * 1.001);
  }
  expect(truth).toMatchObject({ failures: 0, abandoned: 0, classes: { unknown: { count: 0 } } });
});

it('cannot listen on a port that is taken, and says what to do', async () => {
  const target = await startTarget();
  await expect(startTarget({ port: String(target.port) })).rejects.toMatchObject({
    code: 'E_TARGET',
    exitCode: 5,
    hint: 'choose another --port, or 0',
  });
});

it('closes at once, with queries outstanding', async () => {
  const target = await startTarget({ roundTrip: '1h' });
  const outstanding = ask(target, 'q').catch(() => 'lost');
  await fetch(`${target.url}/health`);
  await target.close();
  expect(await outstanding).toBe('lost');
});

it('counts a query whose client went away as abandoned, and nowhere else', async () => {
  const target = await startTarget({ roundTrip: '70ms', jitter: '0' });
  const body = JSON.stringify({ doc_id: 'd', question: 'left' });
  const socket = connect(target.port, '127.0.0.1');
  socket.write(
    `POST /query HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const metrics = async (): Promise<string> => (await fetch(`${target.url}/metrics`)).text();
  while (!(await metrics()).includes('reference_target_pool_busy 1')) continue;
  socket.destroy();
  await ask(target, 'stayed');
  const truth: unknown = await (await fetch(`${target.url}/truth`)).json();
  expect(truth).toMatchObject({ abandoned: 1, failures: 0, classes: { miss: { count: 1 } } });
});
