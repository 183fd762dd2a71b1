import { expect, it } from 'vitest';
import { composeAnswer } from '../../../src/target/answers/answer.ts';
import { readJson, startTarget } from '../../target/start-target.ts';
import { notPassed, probeOverMcp, said } from './probe-over-mcp.ts';

const section = {
  protocolVersion: '2025-06-18',
  serverName: 'hitgate reference target',
  requireSession: true,
  calls: [
    {
      tool: 'query',
      arguments: { doc_id: 'doc_1', question: 'What is PCI DSS?' },
      expect: {
        contains: composeAnswer('doc_1', 'What is PCI DSS?').text,
        json: [
          { path: 'cache_hit', equals: false },
          { path: 'doc_id', equals: 'doc_1' },
        ],
        citations: 'citations',
      },
    },
    {
      tool: 'query',
      name: 'the same again',
      arguments: { doc_id: 'doc_1', question: 'What is PCI DSS?' },
      expect: { json: [{ path: 'cache_hit', equals: true }], citations: 'citations' },
    },
    { tool: 'query', name: 'nothing asked', expect: { error: true, contains: 'question' } },
  ],
};

it('finds nothing wrong with the reference target, which counted two queries', async () => {
  const target = await startTarget();
  const probed = await probeOverMcp(target.url, section);
  expect(notPassed(probed)).toEqual([]);
  expect(probed.requests).toBe(7);
  expect(await readJson(await fetch(`${target.url}/truth`))).toMatchObject({
    classes: { hit: { count: 1 }, miss: { count: 1 } },
    failures: 0,
  });
});

it.each([
  [
    'mcp:rpc-error',
    [
      'mcp: call query: fail: the call was answered with the JSON-RPC error -32603: The fault mcp:rpc-error is on',
      'mcp: call the same again: fail: the call was answered with the JSON-RPC error -32603: The fault mcp:rpc-error is on',
    ],
  ],
  [
    'mcp:is-error',
    [
      'mcp: call query: fail: the tool says isError: The fault mcp:is-error is on',
      'mcp: call the same again: fail: the tool says isError: The fault mcp:is-error is on',
    ],
  ],
  [
    'mcp:lost-sessions',
    [
      'mcp: call query: fail: the call was answered with HTTP 404: the session is not known any more',
      'mcp: call the same again: fail: the call was answered with HTTP 404: the session is not known any more',
      'mcp: session: fail: the session expired (HTTP 404) at the call query; a new one was begun, which expired as well, at the call query, the call the same again',
    ],
  ],
  ['mcp:endless-list', ['mcp: tools/list: fail: tools/list: there are more than 50 pages']],
  [
    'success-false',
    [
      'mcp: call query: fail: the tool says isError: The answer did not pass validation',
      'mcp: call the same again: fail: the tool says isError: The answer did not pass validation',
    ],
  ],
  [
    'no-citations:100%',
    ['mcp: call query: fail: citations is empty', 'mcp: call the same again: fail: citations is empty'],
  ],
  ['never-hits', ['mcp: call the same again: fail: cache_hit is false, expected true']],
])('finds the fault %s, and says nothing else', async (fault, found) => {
  const target = await startTarget({ fault });
  const calls = section.calls.filter(({ name }) => name !== 'nothing asked');
  expect(notPassed(await probeOverMcp(target.url, { ...section, calls }))).toEqual(found);
});

it('says that a path is no endpoint', async () => {
  const target = await startTarget();
  const probed = await probeOverMcp(target.url, { path: '/nowhere' });
  expect(said(probed, 'mcp: initialize')).toBe('fail: initialize was answered with HTTP 404');
});
