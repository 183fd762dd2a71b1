import { expect, it } from 'vitest';
import { notPassed, probeOverMcp, said } from './probe-over-mcp.ts';
import { startSdkServer } from './sdk-server.ts';

const call = {
  tool: 'query',
  arguments: { question: 'What is PCI DSS?' },
  expect: {
    contains: 'Answer to What is PCI DSS?',
    matches: '^\\{.*\\}$',
    json: [{ path: 'answer', equals: 'Answer to What is PCI DSS?' }],
    citations: 'citations',
  },
};

it.each([
  ['json', true],
  ['json', false],
  ['events', true],
  ['events', false],
] as const)('finds nothing wrong with the SDK’s server that replies as %s, sessions: %s', async (form, sessions) => {
  const server = await startSdkServer({ form, sessions });
  const probed = await probeOverMcp(server.url, { calls: [call], requireSession: sessions });
  expect(notPassed(probed)).toEqual([]);
  expect(probed.results.map(({ name }) => name)).toEqual([
    'mcp: initialize',
    'mcp: initialized',
    'mcp: tools/list',
    'mcp: tool query',
    'mcp: call query',
    'mcp: session',
  ]);
  expect(said(probed, 'mcp: initialize')).toBe('pass: sdk server speaks revision 2025-11-25');
  expect(probed.requests).toBe(sessions ? 5 : 4);
  expect(server.seen.map(({ method }) => method)).toEqual([
    'POST',
    'POST',
    'POST',
    'POST',
    ...(sessions ? ['DELETE'] : []),
  ]);
});

it('sends the session and the revision with all that comes after initialize', async () => {
  const server = await startSdkServer({ form: 'json', sessions: true });
  await probeOverMcp(server.url, { calls: [call] });
  const [first, ...others] = server.seen.map(({ headers }) => [
    headers['mcp-session-id'],
    headers['mcp-protocol-version'],
  ]);
  expect(first).toEqual([undefined, undefined]);
  expect(others).toHaveLength(4);
  for (const [session, revision] of others) {
    expect(session).toMatch(/^[\da-f-]{36}$/u);
    expect(session).toBe(others[0]?.[0]);
    expect(revision).toBe('2025-11-25');
  }
});

it('reads all pages, and says which tool is not there and which was probably meant', async () => {
  const server = await startSdkServer({ form: 'json', sessions: true, pages: [['search'], ['fetch'], [], ['query']] });
  const probed = await probeOverMcp(server.url, { tools: ['fetch', 'serch'], calls: [{ tool: 'querry' }] });
  expect(said(probed, 'mcp: tools/list')).toBe('pass: 3 tools on 4 pages');
  expect(notPassed(probed)).toEqual([
    'mcp: tool serch: fail: there is no tool "serch": did you mean "search"?',
    'mcp: tool querry: fail: there is no tool "querry": did you mean "query"?',
    'mcp: call querry: no-data: it was not made, as there is no tool "querry"',
  ]);
});

it('names tools that are listed twice', async () => {
  const server = await startSdkServer({ form: 'events', sessions: false, pages: [['search', 'fetch'], ['search']] });
  const probed = await probeOverMcp(server.url, {});
  expect(said(probed, 'mcp: tools/list')).toBe('fail: tools/list: listed more than once: search');
});

it.each(['json', 'events'] as const)('fails a call that is an error, unless one is expected (%s)', async (form) => {
  const server = await startSdkServer({ form, sessions: true });
  const failing = { tool: 'query', arguments: { question: 'fail' } };
  const probed = await probeOverMcp(server.url, {
    calls: [
      failing,
      { ...failing, name: 'no answer', expect: { error: true, contains: 'no answer' } },
      { ...failing, name: 'other words', expect: { error: true, contains: ['no', 'sorry'] } },
      { ...call, name: 'unexpected answer', expect: { error: true } },
    ],
  });
  expect(said(probed, 'mcp: call query')).toBe('fail: the tool says isError: no answer today');
  expect(said(probed, 'mcp: call no answer')).toBe('pass: an error, as expected');
  expect(said(probed, 'mcp: call other words')).toBe('fail: the text does not hold "sorry"');
  expect(said(probed, 'mcp: call unexpected answer')).toBe('fail: it succeeded, and an error is expected');
});

it.each([
  [4, 'the call query'],
  [3, 'tools/list'],
])('goes on in a second session when the first expires before request %i', async (request, what) => {
  const server = await startSdkServer({ form: 'json', sessions: true, forgetsBefore: [request] });
  const probed = await probeOverMcp(server.url, { calls: [call] });
  expect(notPassed(probed)).toEqual([
    `mcp: session: fail: the session expired (HTTP 404) at ${what}; a new one was begun`,
  ]);
  expect(server.seen.filter(({ body }) => body.includes('"initialize"'))).toHaveLength(2);
});

it('begins no third session', async () => {
  const server = await startSdkServer({ form: 'json', sessions: true, forgetsBefore: [3, 7] });
  const probed = await probeOverMcp(server.url, { calls: [call] });
  expect(notPassed(probed)).toEqual([
    'mcp: call query: fail: the call was answered with HTTP 404: the session is not known any more',
    'mcp: session: fail: the session expired (HTTP 404) at tools/list; a new one was begun, which expired as well, at the call query',
  ]);
});

it.each([
  [{ protocolVersion: '2025-06-18' }, 'it speaks revision 2025-11-25, and 2025-06-18 is expected'],
  [{ serverName: 'another' }, 'it is "sdk server", and "another" is expected'],
])('fails initialize when %o is expected', async (expected, reason) => {
  const server = await startSdkServer({ form: 'json', sessions: false });
  expect(notPassed(await probeOverMcp(server.url, expected))).toEqual([`mcp: initialize: fail: initialize: ${reason}`]);
});

it('fails a server without sessions where one is required', async () => {
  const server = await startSdkServer({ form: 'json', sessions: false });
  expect(notPassed(await probeOverMcp(server.url, { requireSession: true }))).toEqual([
    'mcp: session: fail: the server gave no Mcp-Session-Id with its answer to initialize',
  ]);
});
