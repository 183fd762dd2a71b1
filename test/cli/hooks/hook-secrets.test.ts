import { describe, expect, it } from 'vitest';
import { secretValues } from '../../../src/cli/hooks/hook-secrets.ts';

describe('the values that must not be printed', () => {
  it('are those that a scenario names, those whose name says so, and webhook URLs', () => {
    const env = {
      FACT_KEY_OF_MINE: 'abc',
      API_TOKEN: 'abcdef',
      HOOK: 'http://hook/1',
      AUTHOR: 'somebody',
      PATH: '/usr/bin',
    };
    const values = secretValues(env, {
      target: { request: { secretHeaders: { authorization: { env: 'FACT_KEY_OF_MINE', prefix: 'Bearer ' } } } },
      actions: { webhooks: [{ urlEnv: 'HOOK', timeoutMicros: 1 }] },
    });
    expect(values.toSorted()).toEqual(['abc', 'abcdef', 'http://hook/1']);
  });

  it('are not the short words of variables that nobody named, nor what is not set', () => {
    expect(secretValues({ NPM_TOKEN: 'none', MY_SECRET: '', AUTH: undefined })).toEqual([]);
  });
});
