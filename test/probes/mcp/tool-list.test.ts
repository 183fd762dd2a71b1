import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { McpReply } from '../../../src/probes/mcp/mcp-reply.ts';
import { judgeTool, judgeToolList, mostPages, toolListOf } from '../../../src/probes/mcp/tool-list.ts';

const schema = { type: 'object' };

function page(names: readonly string[], nextCursor?: string): McpReply {
  const tools = names.map((name) => ({ name, inputSchema: schema }));
  return { outcome: { kind: 'result', result: { tools, nextCursor } } };
}

function pages(count: number, isLast: boolean): McpReply[] {
  return Array.from({ length: count }, (_, index) =>
    page([`tool-${index}`], isLast && index === count - 1 ? undefined : `after ${index}`),
  );
}

it('asks for the page after the last one, and for none after the end', () => {
  expect(toolListOf(pages(2, false))).toMatchObject({ pages: 2, next: 'after 1' });
  expect(toolListOf(pages(2, true))).not.toHaveProperty('next');
});

it.each([
  [mostPages - 1, true, undefined],
  [mostPages, true, undefined],
  [mostPages, false, 'there are more than 50 pages'],
])('after %i pages, the last of all: %s, has the fault %s', (count, isLast, fault) => {
  expect(toolListOf(pages(count, isLast)).fault).toBe(fault);
});

it('keeps what it read before a fault', () => {
  const broken: McpReply = { outcome: { kind: 'failed', why: 'was not answered within 1 s' } };
  const list = toolListOf([page(['query'], '1'), broken]);
  expect(list).toMatchObject({ pages: 2, fault: 'page 2: it was not answered within 1 s' });
  expect(judgeTool('query', list).status).toBe('pass');
  expect(judgeTool('other', list).status).toBe('no-data');
  expect(judgeToolList(list, [page(['query'], '1'), broken], true).status).toBe('fail');
});

it('finds a cursor that comes again after others', () => {
  const fault = 'page 3 has a cursor that was there before: the list has no end';
  expect(toolListOf([page([], 'a'), page([], 'b'), page([], 'a')]).fault).toBe(fault);
});

it('takes an empty list for a list', () => {
  const replies = [page([])];
  const list = toolListOf(replies);
  expect(judgeToolList(list, replies, true)).toMatchObject({ status: 'pass', reason: '0 tools on 1 page' });
  expect(judgeTool('query', list)).toMatchObject({ status: 'fail', reason: 'there is no tool "query": there is none' });
});

it.each([
  [{ type: 'object', properties: { question: {} } }, 'pass'],
  [{ type: 'object' }, 'pass'],
  [{ type: 'string' }, 'fail'],
  [{}, 'fail'],
  ['object', 'fail'],
  [null, 'fail'],
  [undefined, 'fail'],
])('a tool with the inputSchema %j is a %s', (inputSchema, status) => {
  const list = toolListOf([{ outcome: { kind: 'result', result: { tools: [{ name: 'query', inputSchema }] } } }]);
  expect(judgeTool('query', list).status).toBe(status);
});

it('says something of any result, and passes none that is no list', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (result) => {
      const replies: McpReply[] = [{ outcome: { kind: 'result', result } }];
      const list = toolListOf(replies);
      expect(judgeToolList(list, replies, true).reason).not.toBe('');
      expect(list.fault).not.toBe(undefined);
    }),
    { seed: 5, numRuns: 300 },
  );
});
