import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { judgeCall } from '../../../src/probes/mcp/judge-call.ts';
import type { McpOutcome } from '../../../src/probes/mcp/mcp-reply.ts';
import { mcpProbeOf } from '../../../src/scenario/probes/mcp-probe.ts';
import { mcpProbeSchema } from '../../../src/scenario/probes/mcp-probe-schema.ts';

function judge(expectation: unknown, outcome: McpOutcome, outputSchema?: unknown, schemaFault?: string) {
  const [call] = mcpProbeOf(mcpProbeSchema.parse({ calls: [{ tool: 'query', expect: expectation }] })).calls;
  if (call === undefined) throw new TypeError('Expected a call');
  const tool = { name: 'query', inputSchema: { type: 'object' }, outputSchema };
  const { status, reason } = judgeCall(call, { outcome }, { tool, schemaFault });
  return `${status}: ${reason}`;
}

const result = (value: unknown): McpOutcome => ({ kind: 'result', result: value });
const text = (...texts: readonly string[]): McpOutcome =>
  result({ content: texts.map((text) => ({ type: 'text', text })) });
const structured = (structuredContent: unknown): McpOutcome => result({ content: [], structuredContent });
const source = { source: 'PCI DSS' };

it.each<[string, unknown, McpOutcome, string]>([
  ['nothing expected', undefined, text('a'), 'pass: it answered without an error'],
  ['nothing expected of an empty answer', undefined, text(), 'pass: it answered without an error'],
  ['a text that is there', { contains: 'b' }, text('abc'), 'pass: it answered as expected'],
  ['a text over two parts', { contains: ['a', 'c'] }, text('ab', 'c'), 'pass: it answered as expected'],
  [
    'a text that is not there',
    { contains: ['b', 'x', 'y'] },
    text('abc'),
    'fail: the text does not hold "x"; the text does not hold "y"',
  ],
  ['a text where there is none', { contains: 'b' }, text(), 'fail: the text does not hold "b"'],
  ['a text that matches', { matches: '^a.c$' }, text('a\nc'), 'pass: it answered as expected'],
  ['a text that does not match', { matches: '^a.c$' }, text('abcd'), 'fail: the text does not match /^a.c$/'],
  ['a value', { json: [{ path: 'a.0', equals: 1 }] }, structured({ a: [1] }), 'pass: it answered as expected'],
  ['another value', { json: [{ path: 'a.0', equals: 1 }] }, structured({ a: ['1'] }), 'fail: a.0 is "1", expected 1'],
  [
    'a value where there is none',
    { json: [{ path: 'a', equals: null }] },
    structured({}),
    'fail: a is nothing, expected null',
  ],
  [
    'a value of nothing structured',
    { json: [{ path: 'a', present: true }] },
    text('a'),
    'fail: a is nothing, expected a value',
  ],
  [
    'a value within a text of JSON',
    { json: [{ path: 'a', not: 2 }] },
    text('so:', '{"a": 1}'),
    'pass: it answered as expected',
  ],
  [
    'no member of a prototype',
    { json: [{ path: 'toString', present: false }] },
    structured({}),
    'pass: it answered as expected',
  ],
  ['citations', { citations: 'c' }, structured({ c: [source, source] }), 'pass: it answered as expected'],
  ['citations where the list is empty', { citations: 'c' }, structured({ c: [] }), 'fail: c is empty'],
  [
    'citations where one has no source',
    { citations: 'c' },
    structured({ c: [source, { source: ' ' }, {}] }),
    'fail: 2 of the citations have no source',
  ],
  [
    'citations where there is no list',
    { citations: 'c' },
    structured({ c: 'x' }),
    'fail: c is "x", expected a list of citations',
  ],
  [
    'citations of nothing structured',
    { citations: 'c' },
    text('x'),
    'fail: c is nothing, expected a list of citations',
  ],
  [
    'no error',
    undefined,
    result({ content: [{ type: 'text', text: 'oh' }], isError: true }),
    'fail: the tool says isError: oh',
  ],
  ['an error', { error: true }, result({ content: [], isError: true }), 'pass: an error, as expected'],
  [
    'an error',
    { error: true },
    result({ content: [], isError: false }),
    'fail: it succeeded, and an error is expected',
  ],
  ['an error', { error: true }, { kind: 'rpc-error', code: 1, message: 'oh' }, 'pass: an error, as expected'],
  [
    'an error of other words',
    { error: true, matches: 'no' },
    { kind: 'rpc-error', code: 1, message: 'oh' },
    'fail: the text does not match /no/',
  ],
  [
    'an error, not silence',
    { error: true },
    { kind: 'failed', why: 'was not answered within 1 s' },
    'fail: the call was not answered within 1 s',
  ],
  [
    'no error',
    undefined,
    { kind: 'rpc-error', code: 'x', message: 'oh' },
    'fail: the call was answered with the JSON-RPC error without a code: oh',
  ],
])('expecting %s (%j) of %j', (_, expectation, outcome, said) => {
  expect(judge(expectation, outcome)).toBe(said);
});

it('holds a tool to its outputSchema', () => {
  const schema = { type: 'object' };
  expect(judge(undefined, structured({}), schema)).toBe('pass: it answered without an error');
  expect(judge(undefined, text('{}'), schema)).toBe(
    'fail: the tool has an outputSchema, and its answer has no structuredContent',
  );
  expect(judge(undefined, structured({}), schema, 'data must have answer')).toBe(
    'fail: structuredContent breaks the tool’s outputSchema: data must have answer',
  );
});

it('judges any result without failing itself, and passes none without content', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(judge({ json: [{ path: 'a.b', present: true }], citations: 'c' }, result(value))).toMatch(/^fail: ./u);
    }),
    { seed: 6, numRuns: 500 },
  );
});
