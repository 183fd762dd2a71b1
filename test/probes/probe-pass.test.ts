import { describe, expect, it } from 'vitest';
import { evidence, worstStatus } from '../../src/probes/probe-finding.ts';
import { concludeProbes } from '../../src/probes/probe-pass.ts';
import type { ProbeStatus } from '../../src/probes/probe-result.ts';

const result = (name: string, status: ProbeStatus) => ({
  name,
  status,
  reason: `why ${name}`,
  evidence: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  millis: 1,
});

describe('what probes come to together', () => {
  it.each([
    [[], 'no-data'],
    [['pass'], 'pass'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'no-data'], 'no-data'],
    [['no-data', 'fail'], 'fail'],
    [['pass', 'no-data', 'fail'], 'fail'],
  ] as const)('%j: %s', (statuses, expected) => {
    expect(worstStatus(statuses)).toBe(expected);
  });

  it.each([
    [[], 'no probe was made'],
    [[result('a', 'pass')], 'the only probe passed'],
    [[result('a', 'pass'), result('b', 'pass')], 'all 2 probes passed'],
    [[result('a', 'no-data'), result('b', 'fail')], 'b: why b'],
    [[result('a', 'fail'), result('b', 'fail'), result('c', 'fail')], 'a: why a; 2 more failed'],
    [[result('a', 'no-data'), result('b', 'no-data')], 'a: why a; one more had no data'],
  ])('says why: %#', (results, reason) => {
    expect(concludeProbes({ results }).reason).toBe(reason);
  });
});

it('cuts what was seen to 200 characters', () => {
  expect(evidence('w', 'x'.repeat(200)).seen).toHaveLength(200);
  expect(evidence('w', 'x'.repeat(201)).seen).toBe(`${'x'.repeat(199)}…`);
});
