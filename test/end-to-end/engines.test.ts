import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { expectedCheck } from '../../src/plan/sequence-check.ts';
import { preparePlan } from '../../src/cli/run/prepare-plan.ts';
import { loadScenarioFile } from '../../src/cli/scenario-file/load-scenario-file.ts';
import { hitgate, onlyReport, onlyRun, scratchFolder, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  scratch = await scratchFolder();
});
afterAll(() => scratch.remove());

const rare = { http_req_failed: ['rate<0.5'] };

describe('run --engine autocannon', () => {
  it('counts what the target counted, sends the planned sequence, and is named in every report', async () => {
    const out = path.join(scratch.path, 'autocannon');
    const file = await writeScenario(scratch.path, { thresholds: rare });
    const { code, stdout } = await hitgate(['run', file, '--engine', 'autocannon', '--out', out]);
    expect(stdout).toContain('counts equal');
    expect(stdout).toContain('driven by autocannon 9.0.0');
    // On a busy machine the client may measure itself, and the run says so.
    expect([0, 4]).toContain(code);
    const report = await onlyReport(out);
    expect(report.engine).toEqual({ name: 'autocannon', version: '9.0.0' });
    const [run] = report.runs;
    expect(run?.measure.inFlight).toMatchObject({ min: 20, max: 20 });
    expect(run?.sentCheck).toBe(report.plan.expectedChecks[0]);
    const plan = await preparePlan(await loadScenarioFile(file, { cwd: process.cwd(), env: {}, flags: {} }));
    expect(run?.sentCheck).toBe(expectedCheck(plan, run?.measure.requests ?? 0));
    expect(await readFile(path.join(await onlyRun(out), 'summary.md'), 'utf8')).toContain('autocannon 9.0.0');
  });

  it('refuses what it cannot do with its line and a hint, and sends nothing', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('{"status":"healthy"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const load = { executor: 'constant-arrival-rate', rate: 10, duration: '1s', preAllocatedVUs: 5, maxVUs: 5 };
    const file = await writeScenario(scratch.path, { thresholds: rare, phases: { measure: load } });
    const target = `http://127.0.0.1:${port}`;
    for (const argv of [
      ['run', file, '--engine', 'autocannon', '--target', target],
      ['cross-check', file, '--target', target],
    ]) {
      const { code, stderr } = await hitgate(argv);
      expect(code).toBe(2);
      expect(stderr).toMatch(/cannot drive the executor constant-arrival-rate \(.*scenario\.json:\d+/u);
      expect(stderr).toContain('leave --engine out');
    }
    server.close();
    expect(requests).toBe(0);
  });

  it('refuses an engine that there is not', async () => {
    const { code, stderr } = await hitgate(['run', '--engine', 'k6']);
    expect(code).toBe(2);
    expect(stderr).toContain('Allowed choices are hitgate, autocannon');
  });
});

const side = z.object({ runs: z.number(), requests: z.number(), failed: z.number(), utilisation: z.number() });
const shape = z.object({
  outcome: z.enum(['agree', 'explained', 'disagree', 'inconclusive', 'invalid']),
  ours: side,
  theirs: side,
  quantiles: z.array(
    z.object({
      cacheClass: z.string(),
      name: z.string(),
      ours: z.object({ observed: z.number() }).optional(),
      theirs: z.object({ observed: z.number() }).optional(),
      truth: z.object({ nearer: z.enum(['ours', 'theirs', 'neither']) }).optional(),
    }),
  ),
  explanations: z.array(z.object({ code: z.string() })),
});
const codes = { agree: 0, explained: 0, disagree: 1, inconclusive: 3, invalid: 4 } as const;

describe('cross-check', () => {
  it('runs both engines on the reference target, and both count what it counted', async () => {
    const file = await writeScenario(scratch.path, { thresholds: rare });
    const flags = ['--vus', '10', '--duration', '2s', '--runs', '2', '--format', 'json'];
    const { code, stdout } = await hitgate(['cross-check', file, ...flags]);
    const result = shape.parse(JSON.parse(stdout));
    expect(code).toBe(codes[result.outcome]);
    for (const { runs, requests, failed, utilisation } of [result.ours, result.theirs]) {
      expect(runs).toBe(2);
      expect(requests).toBeGreaterThan(20);
      expect(failed).toBe(0);
      expect(utilisation).toBeGreaterThan(0);
    }
    expect(result.explanations.map(({ code: name }) => name)).not.toContain('classification');
    expect(result.quantiles.map(({ cacheClass, name }) => `${cacheClass} ${name}`)).toEqual(
      expect.arrayContaining(['hit p50', 'hit p95', 'hit p99']),
    );
    // A hit takes 12 ms, a miss 78 ms, each ± 4 %, and no client can read less.
    const least = { hit: 11_500, miss: 74_800 } as const;
    for (const cacheClass of ['hit', 'miss'] as const) {
      const rows = result.quantiles.filter((row) => row.cacheClass === cacheClass);
      const figures = rows.flatMap(({ ours, theirs }) => [ours?.observed ?? Infinity, theirs?.observed ?? Infinity]);
      expect(Math.min(...figures)).toBeGreaterThan(least[cacheClass]);
    }
    expect(
      result.quantiles.find(({ cacheClass, name }) => cacheClass === 'hit' && name === 'p50')?.truth,
    ).toBeDefined();
  });

  it('says what it could not compare when an engine finds no target', async () => {
    const file = await writeScenario(scratch.path, { thresholds: rare });
    const { code, stderr } = await hitgate(['cross-check', file, '--target', 'http://127.0.0.1:1']);
    expect(code).toBe(5);
    expect(stderr).toContain('cannot be reached');
  });

  it('has help with examples and its exit codes', async () => {
    const { stdout } = await hitgate(['cross-check', '--help']);
    expect(stdout).toContain('$ hitgate cross-check scenarios/sla.ts');
    expect(stdout).toContain('Exit codes:');
  });
});
