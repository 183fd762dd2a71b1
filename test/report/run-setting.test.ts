import { describe, expect, it } from 'vitest';
import { settingOf } from '../../src/report/run-setting.ts';
import { buildReport } from './build-report.ts';

describe('where a run took place', () => {
  it.each([
    ['http://127.0.0.1:8080', true],
    ['http://127.8.0.1', true],
    ['http://localhost:1', true],
    ['https://fact.localhost/v1', true],
    ['http://[::1]:80', true],
    ['http+unix://%2Frun%2Fservice.sock', true],
    ['http://128.0.0.1', false],
    ['http://localhost.example', false],
    ['https://fact.example/127.0.0.1', false],
    ['not a URL', false],
  ])('is the target’s machine too for %s: %s', (url, local) => {
    expect(settingOf(buildReport({ target: { url } })).targetIsLocal).toBe(local);
  });

  it('is that of the reference target always, has the cores, and the floor only when it was measured', () => {
    const report = buildReport({ target: { url: 'https://fact.example', reference: true } });
    expect(settingOf(report)).toEqual({ cores: 2, targetIsLocal: true });
  });
});
