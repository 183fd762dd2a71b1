import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hitgate, onlyReport, scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  scratch = await scratchFolder();
});
afterAll(() => scratch.remove());

const rare = { http_req_failed: ['rate<0.5'] };

describe('run --workers', { timeout: 120_000 }, () => {
  it('sends the same sequence on two threads, counts what the target counted, and shows each thread', async () => {
    const out = path.join(scratch.path, 'two');
    const file = await writeScenario(scratch.path, { thresholds: rare });
    const { stdout } = await hitgate(['run', file, '--workers', '2', '--pace', 'precise', '--out', out]);
    expect(stdout).toContain('counts equal');
    expect(stdout).toContain('worker 2');
    const { runs, plan, target } = await onlyReport(out);
    expect(runs[0]?.sentCheck).toBe(plan.expectedChecks[0]);
    expect(runs[0]?.generator).toMatchObject({ pace: 'precise', workers: [{}, {}] });
    expect(target).not.toHaveProperty('keptOnCores');
  });

  it.each([
    [['--workers', '0'], 'Expected a whole number of at least 1, got "0"'],
    [['--workers', 'many'], 'Expected a whole number of at least 1, got "many"'],
    [['--pace', 'fast'], 'Allowed choices are precise, economical'],
    [['--engine', 'autocannon', '--workers', '2'], "--workers and --pace are for hitgate's own engine"],
    [['--engine', 'autocannon', '--pace', 'precise'], "--workers and --pace are for hitgate's own engine"],
  ])('refuses %j with a usage error', async (flags, message) => {
    const { code, stderr } = await hitgate(['run', 'scenarios/smoke.ts', ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

const canSplit = process.platform === 'linux' && availableParallelism() > 1;

it.skipIf(!canSplit)('keeps the reference target and itself on different cores, and says which', async () => {
  const out = path.join(scratch.path, 'cores');
  const file = await writeScenario(scratch.path, { thresholds: rare });
  await hitgate(['run', file, '--out', out], { pin: true });
  const { generator = '', target = '' } = (await onlyReport(out)).target.keptOnCores ?? {};
  expect(target).toMatch(/^\d+$/u);
  expect(generator.split(',')).not.toContain(target);
  expect(generator).toMatch(/^\d+(?:,\d+)*$/u);
});
