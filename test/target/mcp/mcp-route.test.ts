import { expect, it } from 'vitest';
import { composeAnswer } from '../../../src/target/answers/answer.ts';
import type { RunningTarget } from '../../../src/target/reference-target.ts';
import { readJson, startTarget } from '../start-target.ts';

const both = 'application/json, text/event-stream';

function send(
  target: RunningTarget,
  message: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${target.url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: both, ...headers },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  });
}

function initialize(target: RunningTarget, protocolVersion = '2025-06-18'): Promise<Response> {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } };
  return send(target, { jsonrpc: '2.0', id: 0, method: 'initialize', params });
}

async function begin(target: RunningTarget): Promise<Record<string, string>> {
  const session = (await initialize(target)).headers.get('mcp-session-id') ?? '';
  return { 'mcp-session-id': session, 'mcp-protocol-version': '2025-06-18' };
}

const call = (id: number, question: unknown): object => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name: 'query', arguments: { doc_id: 'doc_1', question } },
});

it('holds a whole conversation', async () => {
  const target = await startTarget();
  const hello = await initialize(target);
  expect(hello.headers.get('content-type')).toBe('application/json');
  expect(await hello.json()).toMatchObject({
    jsonrpc: '2.0',
    id: 0,
    result: {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'hitgate reference target' },
    },
  });
  const session = { 'mcp-session-id': hello.headers.get('mcp-session-id') ?? '', 'mcp-protocol-version': '2025-06-18' };
  const ready = await send(target, { jsonrpc: '2.0', method: 'notifications/initialized' }, session);
  expect([ready.status, await ready.text()]).toEqual([202, '']);

  const list = await readJson(await send(target, { jsonrpc: '2.0', id: 1, method: 'tools/list' }, session));
  const inputSchema = { type: 'object', properties: expect.any(Object), required: ['question'] };
  expect(list['result']).toEqual({ tools: [{ name: 'query', description: expect.any(String), inputSchema }] });

  const { text } = composeAnswer('doc_1', 'What is PCI DSS?');
  for (const [id, cacheHit] of [
    [2, false],
    [3, true],
  ] as const) {
    const answer = await readJson(await send(target, call(id, 'What is PCI DSS?'), session));
    const content = [{ type: 'text', text }];
    const structuredContent = { cache_hit: cacheHit, answer: text };
    expect(answer).toMatchObject({ id, result: { isError: false, content, structuredContent } });
  }
  expect(await (await send(target, { jsonrpc: '2.0', id: 'p', method: 'ping' }, session)).json()).toEqual({
    jsonrpc: '2.0',
    id: 'p',
    result: {},
  });
  expect(await (await fetch(`${target.url}/truth`)).json()).toMatchObject({
    classes: { hit: { count: 1 }, miss: { count: 1 } },
  });

  expect((await fetch(`${target.url}/mcp`, { method: 'DELETE', headers: session })).status).toBe(204);
  expect((await send(target, call(4, 'q'), session)).status).toBe(404);
});

it.each([
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['1999-01-01', '2025-06-18'],
])('asked for protocol %s speaks %s', async (asked, spoken) => {
  const target = await startTarget();
  expect(await (await initialize(target, asked)).json()).toMatchObject({ result: { protocolVersion: spoken } });
});

it('sends one event to a client that accepts nothing but a stream', async () => {
  const target = await startTarget();
  const session = await begin(target);
  const response = await send(target, call(1, 'q'), { ...session, accept: 'text/event-stream' });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const [event, data = '', ...rest] = (await response.text()).split('\n');
  expect([event, rest]).toEqual(['event: message', ['', '']]);
  expect(JSON.parse(data.slice('data: '.length))).toMatchObject({ id: 1, result: { isError: false } });
});

it.each([
  ['a text that is no JSON', '{', 400, -32_700],
  ['a batch', '[]', 400, -32_600],
  ['another protocol', '{"jsonrpc":"1.0","id":1,"method":"ping"}', 400, -32_600],
  ['an id that is null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', 400, -32_600],
  ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"resources/list"}', 200, -32_601],
  ['an unknown tool', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"other"}}', 200, -32_602],
])('answers %s with an error', async (_, message, status, code) => {
  const target = await startTarget();
  const response = await send(target, message, await begin(target));
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code, message: expect.any(String) } });
});

it.each([
  ['without a session', {}, 400],
  ['in an unknown session', { 'mcp-session-id': 'other' }, 404],
])('refuses a call %s', async (_, headers, status) => {
  const target = await startTarget();
  expect((await send(target, call(1, 'q'), headers)).status).toBe(status);
});

it.each([
  ['an unknown protocol version', { 'mcp-protocol-version': '1999-01-01' }, 400],
  ['a client that accepts neither form', { accept: 'text/html' }, 406],
  ['a page of another origin', { origin: 'https://example.com' }, 403],
  ['a page of this machine', { origin: 'http://localhost:3000' }, 200],
])('answers %s with status %s', async (_, headers, status) => {
  const target = await startTarget();
  expect((await send(target, call(1, 'q'), { ...(await begin(target)), ...headers })).status).toBe(status);
});

it.each([['error-burst:100%'], ['success-false'], ['lost-connections:100%']])(
  'marks a call as failed with %s',
  async (fault) => {
    const target = await startTarget({ fault });
    const answer = await readJson(await send(target, call(1, 'q'), await begin(target)));
    expect(answer['result']).toMatchObject({ isError: true, content: [{ type: 'text', text: expect.any(String) }] });
    expect(await (await fetch(`${target.url}/truth`)).json()).toMatchObject({ failures: 1 });
  },
);

it.each([[''], [' '], [5], [undefined]])('marks a call with the question %j as failed', async (question) => {
  const target = await startTarget();
  const answer = await readJson(await send(target, call(1, question), await begin(target)));
  expect(answer['result']).toMatchObject({ isError: true });
});
