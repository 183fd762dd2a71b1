import { expect, it } from 'vitest';
import { problemsOf, scenarioOf } from './parse-text.ts';

it('is a probe of its own', () => {
  expect(scenarioOf('probes: { mcp: { tools: [query] } }').probes?.kinds.mcp).toMatchObject({ tools: ['query'] });
});

it.each([
  ['59s', []],
  ['60s', ['is not below probes.timeout, 1 m']],
  ['61s', ['is not below probes.timeout, 1 m']],
])('a time-out of %s has the problems %j', (timeout, words) => {
  const problems = problemsOf(`probes: { mcp: { timeout: ${timeout} } }`);
  expect(problems).toHaveLength(words.length);
  for (const word of words) expect(problems[0]?.message).toContain(word);
});

it('never shows an argument in an error, as it may be a secret', () => {
  const [problem] = problemsOf('probes: { mcp: { calls: [{ tool: query, arguments: sesame }] } }');
  expect(problem?.message).toContain('arguments');
  expect(JSON.stringify(problem)).not.toContain('sesame');
});
