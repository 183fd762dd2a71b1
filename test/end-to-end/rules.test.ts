import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDashboard } from '../rules/dashboard-expressions.ts';
import { hitgate, scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  scratch = await scratchFolder();
});
afterAll(() => scratch.remove());

describe('hitgate rules', () => {
  it('prints rules, or writes them to a file', async () => {
    const printed = await hitgate(['rules', 'scenarios/sla.ts']);
    const file = path.join(scratch.path, 'sla.rules.yaml');
    const written = await hitgate(['rules', 'scenarios/sla.ts', '--output', file]);
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(written).toStrictEqual({ code: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(printed.stdout);
    expect(printed.stdout).toContain('alert: HitRateLow');
  });

  it('writes unit tests of the rules file that is named', async () => {
    const byDefault = await hitgate(['rules', 'scenarios/sla.ts', '--format', 'test']);
    expect(byDefault.stdout).toContain('- sla.rules.yaml');
    const named = await hitgate(['rules', 'scenarios/sla.ts', '--format', 'test', '--rules-file', 'other.yaml']);
    expect(named.stdout).toContain('- other.yaml');
  });

  it('writes a dashboard', async () => {
    const { stdout } = await hitgate(['rules', 'scenarios/sla.ts', '--format', 'grafana']);
    expect(readDashboard(stdout).title).toBe('hitgate: sla');
  });

  it('warns of a limit within a bucket, and goes on', async () => {
    const file = await writeScenario(scratch.path, { metrics: { buckets: [0.01, 0.025, 0.05, 0.1] } });
    const { code, stdout, stderr } = await hitgate(['rules', file]);
    expect(code).toBe(0);
    expect(stderr).toContain(
      'warning: hit-latency-high: the limit 23 ms of the p95 latency of hits lies within the bucket',
    );
    expect(stdout).toContain('# Limits that the buckets cannot decide:');
  });

  it('refuses an alert that could never fire, with what to do', async () => {
    const file = await writeScenario(scratch.path, { metrics: { buckets: [0.01, 0.023] } });
    const { code, stdout, stderr } = await hitgate(['rules', file]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('its alert could never fire');
    expect(stderr).toContain('hint: give the service a bucket that ends at 0.05 seconds');
  });

  it('says when a file cannot be written', async () => {
    const { code, stderr } = await hitgate([
      'rules',
      'scenarios/sla.ts',
      '--output',
      path.join(scratch.path, 'no', 'x'),
    ]);
    expect(code).toBe(6);
    expect(stderr).toContain('cannot be written');
  });
});
