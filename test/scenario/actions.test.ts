import { describe, expect, it } from 'vitest';
import { maskCommands } from '../../src/cli/hooks/mask-commands.ts';
import { problemsOf, scenarioOf } from './parse-text.ts';

describe('actions', () => {
  it('are commands with a time-out, 60 s where none is written, and webhooks by the name of a variable', () => {
    const { actions } = scenarioOf(
      'actions: { rollback: ./undo.sh, review: { run: ./page.sh, timeout: 5s }, webhooks: [{ urlEnv: SLACK_WEBHOOK_URL }] }',
    );
    expect(actions).toStrictEqual({
      rollback: { run: './undo.sh', timeoutMicros: 60_000_000 },
      review: { run: './page.sh', timeoutMicros: 5_000_000 },
      webhooks: [{ urlEnv: 'SLACK_WEBHOOK_URL', timeoutMicros: 10_000_000 }],
    });
  });

  it('are none when the scenario has none', () => {
    expect(scenarioOf('')).not.toHaveProperty('actions');
  });

  it.each([
    ['actions: { rolback: ./undo.sh }', 'did you mean'],
    ['actions: { rollback: "" }', 'command'],
    ['actions: { rollback: { run: ./undo.sh, timeout: 0s } }', 'rollback'],
    ['actions: { webhooks: [{ urlEnv: "https://hooks.example/s3cret" }] }', 'environment variable'],
  ])('are refused: %s', (written, words) => {
    const problems = problemsOf(written);
    expect(JSON.stringify(problems)).toContain(words);
    expect(JSON.stringify(problems)).not.toContain('s3cret');
  });

  it('are without secrets in a report', () => {
    const scenario = scenarioOf('actions: { rollback: "curl -H \'Authorization: Bearer abcdefgh12\' pa55word" }');
    expect(maskCommands(scenario, ['pa55word']).actions?.rollback?.run).toBe(
      "curl -H 'Authorization: Bearer [masked]' [masked]",
    );
  });
});
