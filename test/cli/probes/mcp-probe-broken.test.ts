import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { serverTls, trusted } from '../../engine/test-certificates.ts';
import { startBrokenServer, properResults, sendJson, type Asked, type Break } from './broken-server.ts';
import { notPassed, probeOverMcp, said } from './probe-over-mcp.ts';

const call = { tool: 'query', arguments: { question: 'q' } };

/** Breaks one method. */
function at(method: string, breaks: (asked: Asked, response: Parameters<Break>[1]) => unknown): Break {
  return (asked, response) => {
    if (asked.method !== method) return undefined;
    breaks(asked, response);
    return true;
  };
}

const result = (id: unknown, value: unknown): object => ({ jsonrpc: '2.0', id, result: value });
const events = { 'content-type': 'text/event-stream' };
const event = (message: unknown): string => `event: message\ndata: ${JSON.stringify(message)}\n\n`;

it('finds nothing wrong with the proper server', async () => {
  const server = await startBrokenServer(() => undefined);
  expect(notPassed(await probeOverMcp(server.url, { calls: [call], requireSession: true }))).toEqual([]);
});

it.each<[string, Parameters<typeof at>[1], string]>([
  [
    'another id',
    (_, response) => sendJson(response, result(77, {})),
    'was answered under the id 77, and asked under 0',
  ],
  [
    'its id as a text',
    ({ id }, response) => sendJson(response, result(String(id), {})),
    'was answered under the id "0", and asked under 0',
  ],
  [
    'invalid JSON',
    (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"jsonrpc'),
    'was answered with something that is no JSON',
  ],
  [
    'JSON that is no JSON-RPC',
    (_, response) => sendJson(response, { ok: true }),
    'was answered with JSON that is no JSON-RPC message',
  ],
  ['an empty list', (_, response) => sendJson(response, []), 'was answered with HTTP 200 and no reply'],
  [
    'a web page',
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello'),
    'was answered as text/html, and JSON or a stream of events is due',
  ],
  [
    'no content type',
    ({ id }, response) => response.writeHead(200).end(JSON.stringify(result(id, {}))),
    'was answered without a content type, and JSON or a stream of events is due',
  ],
  ['202 and nothing', (_, response) => response.writeHead(202).end(), 'was answered with HTTP 202 and no reply'],
  ['an error of the server', (_, response) => response.writeHead(500).end('oh no'), 'was answered with HTTP 500'],
  ['404', (_, response) => response.writeHead(404).end(), 'was answered with HTTP 404'],
  [
    'a redirect',
    (_, response) => response.writeHead(307, { location: 'http://example.com/mcp' }).end(),
    'was answered with HTTP 307',
  ],
  ['a status that is none', (_, response) => response.writeHead(999).end(), 'was answered with HTTP 999'],
  [
    'a JSON-RPC error in a 200',
    ({ id }, response) => sendJson(response, { jsonrpc: '2.0', id, error: { code: -32_603, message: 'broken' } }),
    'was answered with the JSON-RPC error -32603: broken',
  ],
  [
    'an empty stream',
    (_, response) => response.writeHead(200, events).end(),
    'was answered with a stream that ended without the reply',
  ],
  [
    'a stream of invalid JSON',
    (_, response) => response.writeHead(200, events).end('data: {oh\n\n'),
    'was answered with something that is no JSON',
  ],
  [
    'a stream with another id',
    (_, response) => response.writeHead(200, events).end(event(result(9, {}))),
    'was answered under the id 9, and asked under 0',
  ],
  ['a connection that is closed', (_, response) => response.destroy(), 'failed: socket hang up'],
  [
    'half a body',
    (_, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': 100 })
        .write('{', () => response.destroy()),
    'was answered, but the connection was closed early',
  ],
])('fails initialize, and nothing else, when it is answered with %s', async (_, breaks, words) => {
  const server = await startBrokenServer(at('initialize', breaks));
  const probed = await probeOverMcp(server.url, { timeout: '5s', calls: [call] });
  expect(said(probed, 'mcp: initialize')).toBe(`fail: initialize ${words}`);
  expect(probed.results.slice(1).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'no-data'));
});

it.each<[string, unknown, string]>([
  [
    'a revision that is not known',
    { ...proper('initialize'), protocolVersion: '1999-01-01' },
    'it speaks revision 1999-01-01, and those known here are 2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05, 2024-10-07',
  ],
  ['no server', { ...proper('initialize'), serverInfo: undefined }, 'the name in its serverInfo is missing'],
  [
    'nothing',
    {},
    'its protocolVersion is missing; the name in its serverInfo is missing; its capabilities are missing',
  ],
])('fails initialize when its result has %s', async (_, value, words) => {
  const server = await startBrokenServer(at('initialize', ({ id }, response) => sendJson(response, result(id, value))));
  const probed = await probeOverMcp(server.url, {});
  expect(said(probed, 'mcp: initialize')).toBe(`fail: initialize: ${words}`);
});

function proper(method: string): object {
  return { ...Object(properResults[method]) };
}

it('gives up a server that never answers, and what it would be asked next', async () => {
  const server = await startBrokenServer(() => true);
  const probed = await probeOverMcp(server.url, { timeout: '300ms', calls: [call] });
  expect(said(probed, 'mcp: initialize')).toBe('fail: initialize was not answered within 300 ms');
  expect(server.asked).toHaveLength(1);
});

it.each(['notifications/initialized', 'tools/list', 'tools/call', 'DELETE'])(
  'is bounded in time when %s is never answered',
  async (method) => {
    const server = await startBrokenServer(at(method, () => undefined));
    const probed = await probeOverMcp(server.url, { timeout: '2s', calls: [call] });
    const names: Record<string, string> = {
      'notifications/initialized': 'initialized',
      'tools/list': 'tools/list',
      'tools/call': 'call query',
      DELETE: 'session',
    };
    const failed = probed.results.filter(({ status }) => status === 'fail');
    expect(failed.map(({ name }) => name)).toEqual([`mcp: ${names[method] ?? ''}`]);
    expect(failed[0]?.reason).toMatch(/was not answered/u);
  },
);

it('is bounded in time by a stream whose events never end', async () => {
  const endless = at('tools/call', (_, response) => {
    response.writeHead(200, events);
    const timer = setInterval(() => {
      response.write(
        event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'still' } }),
      );
    }, 20);
    response.on('close', () => clearInterval(timer));
  });
  const server = await startBrokenServer(endless);
  const probed = await probeOverMcp(server.url, { timeout: '2s', calls: [call] });
  expect(said(probed, 'mcp: call query')).toBe('fail: the call was not answered within 2 s');
});

it('takes the reply out of a stream that goes on after it', async () => {
  const open = at('tools/call', ({ id }, response) =>
    response.writeHead(200, events).write(event(result(id, proper('tools/call')))),
  );
  const server = await startBrokenServer(open);
  expect(notPassed(await probeOverMcp(server.url, { calls: [call] }))).toEqual([]);
});

it('answers what the server asks within a stream, and takes the reply after it', async () => {
  const asking = at('tools/call', ({ id }, response) => {
    response.writeHead(200, events).write(event({ jsonrpc: '2.0', id, method: 'ping' }));
    response.end(event(result(id, proper('tools/call'))));
  });
  const server = await startBrokenServer(asking);
  expect(notPassed(await probeOverMcp(server.url, { calls: [call] }))).toEqual([]);
});

it('resumes a stream that the server closed with an event to go on from', async () => {
  const resumable: Break = ({ method, id }, response) => {
    if (method === 'tools/call') {
      resumed = id;
      response.writeHead(200, events).end('id: 1\nretry: 10\ndata:\n\n');
      return true;
    }
    if (method !== 'GET') return undefined;
    response.writeHead(200, events).end(event(result(resumed, proper('tools/call'))));
    return true;
  };
  let resumed: unknown;
  const server = await startBrokenServer(resumable);
  expect(notPassed(await probeOverMcp(server.url, { calls: [call] }))).toEqual([]);
});

it('stops at a cursor that comes again, and says nothing wrong of the tools', async () => {
  const server = await startBrokenServer(
    at('tools/list', ({ id }, response) =>
      sendJson(response, result(id, { ...proper('tools/list'), nextCursor: 'again' })),
    ),
  );
  const probed = await probeOverMcp(server.url, { tools: ['other'], calls: [call] });
  expect(notPassed(probed)).toEqual([
    'mcp: tools/list: fail: tools/list: page 2 has a cursor that was there before: the list has no end; listed more than once: query',
    'mcp: tool other: no-data: it was not among the tools until the list broke off',
  ]);
});

it('stops after fifty pages', async () => {
  let page = 0;
  const server = await startBrokenServer(
    at('tools/list', ({ id }, response) => {
      page += 1;
      sendJson(response, result(id, { tools: [], nextCursor: String(page) }));
    }),
  );
  expect(notPassed(await probeOverMcp(server.url, {}))).toEqual([
    'mcp: tools/list: fail: tools/list: there are more than 50 pages',
  ]);
  expect(page).toBe(50);
});

it.each<[string, unknown, string]>([
  ['no list', {}, 'page 1: its result has no list of tools'],
  ['a tool without a name', { tools: [{ inputSchema: { type: 'object' } }] }, 'page 1: it lists a tool without a name'],
  ['a cursor that is a number', { tools: [], nextCursor: 2 }, 'page 1: its nextCursor is no text'],
])('fails a tools/list with %s', async (_, value, words) => {
  const server = await startBrokenServer(at('tools/list', ({ id }, response) => sendJson(response, result(id, value))));
  expect(said(await probeOverMcp(server.url, {}), 'mcp: tools/list')).toBe(`fail: tools/list: ${words}`);
});

it('fails a tool without an input schema', async () => {
  const server = await startBrokenServer(
    at('tools/list', ({ id }, response) => sendJson(response, result(id, { tools: [{ name: 'query' }] }))),
  );
  expect(notPassed(await probeOverMcp(server.url, { calls: [call] }))).toEqual([
    'mcp: tool query: fail: its inputSchema is no schema of type "object"',
  ]);
});

it('fails a server that does not say that it has tools', async () => {
  const server = await startBrokenServer(
    at('initialize', ({ id }, response) =>
      sendJson(response, result(id, { ...proper('initialize'), capabilities: {} })),
    ),
  );
  expect(said(await probeOverMcp(server.url, { calls: [call] }), 'mcp: tools/list')).toMatch(
    /^fail: .*does not declare tools/u,
  );
});

it.each<[string, unknown, string]>([
  ['without content', {}, 'its content is no list'],
  ['whose content is a text', { content: 'an answer' }, 'its content is no list'],
  ['with a part without a type', { content: [{ text: 'x' }] }, 'a part of its content has no type'],
  ['with a text that is none', { content: [{ type: 'text' }] }, 'a text of its content is missing'],
  ['whose isError is a text', { content: [], isError: 'no' }, 'its isError is neither true nor false'],
  ['whose structuredContent is a list', { content: [], structuredContent: [] }, 'its structuredContent is no object'],
])('fails a call with a result %s', async (_, value, words) => {
  const server = await startBrokenServer(at('tools/call', ({ id }, response) => sendJson(response, result(id, value))));
  expect(said(await probeOverMcp(server.url, { calls: [call] }), 'mcp: call query')).toBe(
    `fail: the result is none of tools/call: ${words}`,
  );
});

it('fails a JSON-RPC error within HTTP 200, and takes it where an error is expected', async () => {
  const server = await startBrokenServer(
    at('tools/call', ({ id }, response) =>
      sendJson(response, { jsonrpc: '2.0', id, error: { code: -32_602, message: 'question is missing' } }),
    ),
  );
  const expecting = { ...call, name: 'refused', expect: { error: true, contains: 'question' } };
  const probed = await probeOverMcp(server.url, { calls: [call, expecting] });
  expect(said(probed, 'mcp: call query')).toBe(
    'fail: the call was answered with the JSON-RPC error -32602: question is missing',
  );
  expect(said(probed, 'mcp: call refused')).toBe('pass: an error, as expected');
});

it.each([
  [200, 'fail: notifications/initialized was answered with HTTP 200, and 202 is due', 'pass: 1 tool on 1 page'],
  [204, 'fail: notifications/initialized was answered with HTTP 204, and 202 is due', 'pass: 1 tool on 1 page'],
  [
    400,
    'fail: notifications/initialized was answered with HTTP 400, and 202 is due',
    'no-data: it was not asked, as no conversation could be opened',
  ],
])('says so when the notification is answered with %i', async (status, initialized, list) => {
  const server = await startBrokenServer(
    at('notifications/initialized', (_, response) => response.writeHead(status).end()),
  );
  const probed = await probeOverMcp(server.url, {});
  expect(said(probed, 'mcp: initialize')).toBe('pass: small speaks revision 2025-06-18');
  expect(said(probed, 'mcp: initialized')).toBe(initialized);
  expect(said(probed, 'mcp: tools/list')).toBe(list);
});

it.each([
  [200, 'pass: the session was kept until it was ended'],
  [405, 'pass: the session was kept; the server does not let clients end it'],
  [500, 'fail: DELETE, which ends the session, was answered with HTTP 500'],
])('judges a DELETE that is answered with %i', async (status, words) => {
  const server = await startBrokenServer(at('DELETE', (_, response) => response.writeHead(status).end()));
  expect(said(await probeOverMcp(server.url, {}), 'mcp: session')).toBe(words);
});

it('fails a session id with characters that are no visible ASCII', async () => {
  const spaced = at('initialize', ({ id }, response) => {
    response.setHeader('mcp-session-id', 'a b');
    sendJson(response, result(id, proper('initialize')));
  });
  const server = await startBrokenServer(spaced);
  expect(said(await probeOverMcp(server.url, {}), 'mcp: session')).toBe(
    'fail: Mcp-Session-Id is empty or has characters that are no visible ASCII',
  );
});

it('shows no secret of headers and arguments, nor the session, whatever the server answers', async () => {
  const secrets = ['hunter2-of-the-header', 'sesame-in-"quotes"', 'session-of-the-test', 'plain-header-key'];
  const server = await startBrokenServer(({ method, id, params }, response) => {
    const echo = `${secrets.join(' ')} ${JSON.stringify(secrets)} ${JSON.stringify(params)}`;
    if (method === 'tools/list')
      return sendJson(response, result(id, { tools: [{ name: 'query', inputSchema: echo }] }));
    if (method === 'DELETE') response.writeHead(500, { 'content-type': `text/plain; ${secrets[0] ?? ''}` }).end(echo);
    if (method === 'DELETE') return true;
    if (method !== 'tools/call') return undefined;
    if (params['name'] !== 'query') return undefined;
    const name = JSON.stringify(params);
    if (name.includes('rpc')) return sendJson(response, { jsonrpc: '2.0', id, error: { code: 1, message: echo } });
    if (name.includes('body')) response.writeHead(500, { 'content-type': 'text/plain' }).end(echo);
    if (name.includes('body')) return true;
    return sendJson(response, result(id, { content: [{ type: 'text', text: echo }], structuredContent: { echo } }));
  });
  const calls = ['rpc', 'body', 'text'].map((how) => ({
    tool: 'query',
    arguments: { how, login: { api_key: secrets[1] } },
    expect: { json: [{ path: 'echo', equals: 'nothing' }] },
  }));
  const { results } = await probeOverMcp(
    server.url,
    { calls },
    {
      target: {
        request: {
          headers: { 'x-api-key': secrets[3] ?? '' },
          secretHeaders: { Authorization: { env: 'KEY', prefix: 'Bearer ' } },
        },
      },
      secrets: { Authorization: `Bearer ${secrets[0] ?? ''}` },
    },
  );
  const text = JSON.stringify(results);
  expect(text).toContain('[masked]');
  expect(results.filter(({ status }) => status === 'fail')).toHaveLength(5);
  for (const secret of secrets) expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(text).not.toContain('sesame');
});

it('ends at once, without asking on, when it is interrupted', async () => {
  const controller = new AbortController();
  const server = await startBrokenServer(({ method }) => {
    if (method !== 'tools/list') return undefined;
    controller.abort();
    return true;
  });
  const begun = performance.now();
  const { results } = await probeOverMcp(server.url, { timeout: '30s', calls: [call] }, { signal: controller.signal });
  expect(performance.now() - begun).toBeLessThan(15_000);
  expect(results.some(({ name, status }) => name === 'mcp: tools/list' && status === 'pass')).toBe(false);
  expect(server.asked.map(({ method }) => method)).toEqual(['initialize', 'notifications/initialized', 'tools/list']);
});

it('says why when nobody listens', async () => {
  const probed = await probeOverMcp('http://127.0.0.1:9', {});
  expect(said(probed, 'mcp: initialize')).toBe('fail: initialize failed: connect ECONNREFUSED 127.0.0.1:9');
});

it.each<[string, unknown, unknown, string]>([
  ['that it keeps', { type: 'object', required: ['answer'] }, { answer: 'x' }, 'pass: it answered without an error'],
  [
    'that it breaks',
    { type: 'object', required: ['answer'] },
    {},
    "fail: structuredContent breaks the tool’s outputSchema: data must have required property 'answer'",
  ],
  [
    'that is none',
    { type: 'nothing' },
    {},
    'fail: structuredContent breaks the tool’s outputSchema: the schema cannot be used',
  ],
])('holds a structured answer against an outputSchema %s', async (_, outputSchema, structuredContent, words) => {
  const tools = [{ name: 'query', inputSchema: { type: 'object' }, outputSchema }];
  const server = await startBrokenServer(({ method, id }, response) => {
    if (method === 'tools/list') return sendJson(response, result(id, { tools }));
    return method === 'tools/call' ? sendJson(response, result(id, { content: [], structuredContent })) : undefined;
  });
  expect(said(await probeOverMcp(server.url, { calls: [call] }), 'mcp: call query')).toContain(words);
});

it('asks below the path of the base URL, over TLS as the scenario says', async () => {
  const server = await startBrokenServer(() => undefined, serverTls());
  const url = `${server.url}/base/`;
  const probed = await probeOverMcp(url, { path: '/mcp?v=1', calls: [call] }, { tls: trusted });
  expect(notPassed(probed)).toEqual([]);
  expect(new Set(server.paths)).toEqual(new Set(['/base/mcp?v=1']));
  expect(said(await probeOverMcp(url, {}), 'mcp: initialize')).toMatch(
    /^fail: initialize failed: its certificate is not trusted/u,
  );
});

it.each(['application/json', 'text/event-stream'])('is bounded in size: %s', async (type) => {
  const server = await startBrokenServer(
    at('tools/call', (_, response) =>
      response.writeHead(200, { 'content-type': type }).end(Buffer.alloc(9 * 2 ** 20, 'x')),
    ),
  );
  const probed = await probeOverMcp(server.url, { calls: [call] });
  expect(said(probed, 'mcp: call query')).toMatch(/^fail: the call was answered/u);
  expect(JSON.stringify(probed.results).length).toBeLessThan(4_000);
});

it('gives a result for each thing that is asked, whatever is answered to it', async () => {
  const text = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constant('data: {}\n\n'),
    fc.json().map((json) => `data: ${json}\n\n`),
  );
  const envelope = fc.oneof(
    fc.record({ result: fc.jsonValue() }),
    fc.record({ error: fc.jsonValue() }),
    fc.record({ error: fc.record({ code: fc.integer(), message: fc.string() }) }),
  );
  const type = fc.constantFrom('application/json', 'text/event-stream', 'text/plain');
  const answer = fc.oneof(
    fc.record({ status: fc.constantFrom(200, 202, 204, 302, 400, 401, 403, 404, 405, 500, 999), type, text }),
    fc.record({ envelope }),
    fc.constant('proper' as const),
  );
  let next: (typeof answers)[number] | undefined;
  let answers: ({ status: number; type: string; text: string } | { envelope: object } | 'proper')[] = [];
  const server = await startBrokenServer(({ id }, response) => {
    next = answers.shift();
    if (next === undefined || next === 'proper') return undefined;
    if ('envelope' in next) return sendJson(response, { jsonrpc: '2.0', id, ...next.envelope });
    response.writeHead(next.status, { 'content-type': next.type }).end(next.text);
    return true;
  });
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 8 }), async (given) => {
      answers = [...given];
      const { results } = await probeOverMcp(server.url, { timeout: '5s', calls: [call, call] });
      expect(results.map(({ name }) => name)).toEqual([
        'mcp: initialize',
        'mcp: initialized',
        'mcp: tools/list',
        'mcp: tool query',
        'mcp: call query',
        'mcp: call query (2)',
        'mcp: session',
      ]);
      for (const { reason } of results) expect(reason).not.toBe('');
    }),
    { seed: 7, numRuns: 150 },
  );
}, 120_000);
