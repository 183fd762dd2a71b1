import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets, maskSecretsOfTail } from '../src/mask-secrets.ts';

describe('a text without secrets', () => {
  it.each([
    ['as it is', 'key s3cr3t-value!', 'key [masked]!'],
    ['URL-encoded', 'q=a%2Fb%20c', 'q=[masked]'],
    ['in Base64', `basic ${btoa('user:pa55')}`, 'basic [masked]'],
    ['line by line', 'one BBBB two', 'one [masked] two'],
    ['the longer of two first', 's3cr3t-value-long', '[masked]'],
    ['but not one of three characters', 'abc', 'abc'],
  ])('has none %s', (_, text, masked) => {
    const secrets = ['s3cr3t-value', 's3cr3t-value-long', 'a/b c', 'user:pa55', 'AAAA\nBBBB', 'abc'];
    expect(maskSecrets(text, secrets)).toBe(masked);
  });

  it.each([
    ['curl -H "Authorization: Bearer abcdefgh12"', 'curl -H "Authorization: Bearer [masked]"'],
    ['https://me:pass@example.org/x', 'https://me:[masked]@example.org/x'],
    ['API_TOKEN=abc123 ./deploy', 'API_TOKEN=[masked] ./deploy'],
    ['{"password": "hunter two"}', '{"password": [masked]}'],
    ['ghp_0123456789abcdef', '[masked]'],
    ['https://hooks.slack.com/services/T0/B0/xyz', 'https://hooks.slack.com/[masked]'],
    ['kubectl rollout undo deployment/fact', 'kubectl rollout undo deployment/fact'],
  ])('has no credential that nobody named: %s', (text, masked) => {
    expect(maskSecrets(text, [])).toBe(masked);
  });

  it('never holds a given secret, wherever it stands and wherever the tail begins', () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 40 })
      .filter((text) => !'[masked]'.includes(text) && text.trim() === text);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), fc.nat(), (value, before, after, cut) => {
        const text = `${before}${value}${after}`;
        expect(maskSecrets(text, [value]).includes(value)).toBe(false);
        const tail = `${value}${after}`.slice(cut % value.length);
        const rest = value.slice(cut % value.length);
        expect(rest.length >= 4 && maskSecretsOfTail(tail, [value]).startsWith(rest)).toBe(false);
      }),
    );
  });
});
