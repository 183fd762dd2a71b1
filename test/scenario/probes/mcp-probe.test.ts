import { expect, it } from 'vitest';
import { mcpProbeOf } from '../../../src/scenario/probes/mcp-probe.ts';
import { mcpProbeSchema } from '../../../src/scenario/probes/mcp-probe-schema.ts';

it('fills in the defaults', () => {
  expect(mcpProbeOf(mcpProbeSchema.parse({}))).toEqual({
    path: '/mcp',
    timeoutMicros: 10_000_000,
    requireSession: false,
    tools: [],
    calls: [],
  });
});

it('expects every tool that is named or called, once, and tells calls of the same name apart', () => {
  const calls = [{ tool: 'query' }, { tool: 'query', expect: { contains: 'a' } }, { tool: 'query', name: 'other' }];
  const probe = mcpProbeOf(mcpProbeSchema.parse({ tools: ['search', 'query'], calls, timeout: '2s' }));
  expect(probe.tools).toEqual(['search', 'query']);
  expect(probe.calls.map(({ name }) => name)).toEqual(['query', 'query (2)', 'other']);
  expect(probe.calls[0]?.expect).toEqual({ error: false, contains: [], json: [] });
  expect(probe.calls[1]?.expect).toEqual({ error: false, contains: ['a'], json: [] });
});

it.each<[string, unknown, string]>([
  ['an unknown key', { endpoint: '/mcp' }, 'Unrecognized key'],
  ['a path without a slash', { path: 'mcp' }, 'must begin with "/"'],
  ['a revision that is no date', { protocolVersion: '2025' }, 'must be a date such as "2025-06-18"'],
  ['an expression that is none', { calls: [{ tool: 'a', expect: { matches: '(' } }] }, 'must be a regular expression'],
  [
    'an error with a structured answer',
    { calls: [{ tool: 'a', expect: { error: true, citations: 'c' } }] },
    'cannot want an error',
  ],
  [
    'a rule with two conditions',
    { calls: [{ tool: 'a', expect: { json: [{ path: 'a', equals: 1, not: 2 }] } }] },
    'exactly one of',
  ],
  ['a call without a tool', { calls: [{}] }, 'expected string'],
  ['no time', { timeout: 0 }, 'longer than 0'],
])('refuses %s', (_, section, words) => {
  const parsed = mcpProbeSchema.safeParse(section);
  expect(parsed.error?.issues.map(({ message }) => message).join('; ')).toContain(words);
});
