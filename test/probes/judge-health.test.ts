import { describe, expect, it } from 'vitest';
import { judgeHealth, judgeLive, type HealthSeen } from '../../src/probes/judge-health.ts';

const rule = { path: 'status', found: '"healthy"', wanted: '"healthy"', holds: true };
const broken = { path: 'status', found: '"unhealthy"', wanted: '"healthy"', holds: false };
const json = (changes: Partial<Extract<HealthSeen, { kind: 'json' }>> = {}): HealthSeen => ({
  kind: 'json',
  status: 200,
  rules: [rule],
  version: '1.0.0',
  ...changes,
});

describe('health', () => {
  it.each([
    ['healthy, of any version', json(), undefined, 'pass'],
    ['healthy, of the version that is expected', json(), '1.0.0', 'pass'],
    ['healthy, of another version', json(), '1.0.1', 'fail'],
    ['healthy, a version that only begins alike', json({ version: '1.0.0-rc1' }), '1.0.0', 'fail'],
    ['healthy, without the version that is expected', json({ version: undefined }), '1.0.0', 'no-data'],
    ['healthy, a version that is no text', json({ version: 1 }), '1', 'no-data'],
    ['200 that says unhealthy', json({ rules: [broken] }), undefined, 'fail'],
    ['one of two conditions broken', json({ rules: [rule, broken] }), '1.0.0', 'fail'],
    ['unhealthy and without a version', json({ rules: [broken], version: undefined }), '1.0.0', 'fail'],
    ['199', json({ status: 199 }), undefined, 'fail'],
    ['299', json({ status: 299 }), undefined, 'pass'],
    ['300', json({ status: 300 }), undefined, 'fail'],
    ['503 that says healthy', json({ status: 503 }), undefined, 'fail'],
    ['200 without JSON', { kind: 'no-json', status: 200 }, undefined, 'fail'],
    ['no reply', { kind: 'no-reply', why: 'did not answer in time' }, undefined, 'fail'],
    ['nothing that says what healthy is', json({ rules: [] }), undefined, 'no-data'],
    ['nothing but the version', json({ rules: [] }), '1.0.0', 'pass'],
  ] as const)('%s: %s', (_, seen, version, status) => {
    expect(judgeHealth(seen, '/health', version).status).toBe(status);
  });

  it('says what it found and what it wanted', () => {
    expect(judgeHealth(json({ rules: [broken] }), '/health', undefined)).toMatchObject({
      reason: 'it says status = "unhealthy", expected "healthy"',
      evidence: [
        { what: 'GET /health', seen: 'HTTP 200' },
        { what: 'status', seen: '"unhealthy"' },
        { what: 'version', seen: '1.0.0' },
      ],
    });
  });
});

describe('health: live', () => {
  it.each([
    [199, 'fail'],
    [200, 'pass'],
    [204, 'pass'],
    [299, 'pass'],
    [300, 'fail'],
    [404, 'fail'],
  ] as const)('HTTP %i: %s', (status, expected) => {
    expect(judgeLive({ status }, '/health/live').status).toBe(expected);
  });

  it('fails without a reply', () => {
    expect(judgeLive({ why: 'did not answer in time' }, '/live')).toMatchObject({
      status: 'fail',
      reason: 'GET /live did not answer in time',
    });
  });
});
