import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  hitgate,
  onlyReport,
  onlyRun,
  scratchFolder,
  startHitgate,
  untilHolds,
  writeScenario,
  type Running,
} from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const flags = ['--no-calibration'];

/** A scenario of a few users who think, so that a busy machine keeps its limits. */
function scenarioWith(faults: unknown, changes: Readonly<Record<string, unknown>> = {}, seconds = 8): Promise<string> {
  return writeScenario(scratch.path, {
    workload: {
      queries: path.resolve('fixtures/queries/compliance.jsonl'),
      popularity: { kind: 'hit-rate', rate: 0.9 },
      seed: 7,
      thinkTime: '50ms',
    },
    phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 20, duration: `${seconds}s` } },
    thresholds: { http_req_failed: ['rate<0.5'] },
    faults,
    ...changes,
  });
}

function file(name: string): string {
  return path.join(scratch.path, name);
}

function lines(name: string): Promise<string[]> {
  return readFile(file(name), 'utf8').then(
    (text) => text.trim().split('\n'),
    () => [],
  );
}

/** Waits until a file is there, while the run goes on. */
function untilWritten(name: string, running: Running): Promise<void> {
  return untilHolds(running, async () => (await lines(name)).length > 0);
}

function command(extra: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    name: 'gone',
    at: '1s',
    for: '1s',
    run: `echo begun >> ${file('begun')}`,
    undo: `echo undone >> ${file('undone')}`,
    ...extra,
  };
}

describe('a fault by commands', () => {
  it('is begun and undone once, and the report says when', async () => {
    const { code, stdout } = await hitgate(['run', await scenarioWith([command()], {}, 4), '--out', out, ...flags]);
    expect(code).not.toBe(5);
    expect(await lines('begun')).toEqual(['begun']);
    expect(await lines('undone')).toEqual(['undone']);
    const [run] = (await onlyReport(out)).runs;
    const [fault] = run?.faults ?? [];
    expect(fault).toMatchObject({ name: 'gone', plannedAtMicros: 1e6, injection: { status: 'done' } });
    expect(fault?.undos).toMatchObject([{ status: 'done' }]);
    expect(fault?.undoneMicros).toBeGreaterThan(fault?.beganMicros ?? Infinity);
    expect(stdout).toContain('gone, ');
    const windows = run?.measure.windows ?? [];
    expect(windows.map(({ name }) => name)).toEqual(['none', 'gone']);
    expect(windows.reduce((sum, { requests }) => sum + requests, 0)).toBe(run?.measure.requests);
    expect((await hitgate(['judge', await onlyRun(out)])).stdout).toContain('gone, ');
    expect((await hitgate(['report', await onlyRun(out), '--format', 'html'])).stdout).toContain('fault-band');
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is undone when %s ends the run during it', async (signal) => {
    const scenario = await scenarioWith([command({ at: '200ms', for: '50s' })], {}, 60);
    const running = startHitgate(['run', scenario, '--out', out, ...flags]);
    await untilWritten('begun', running);
    running.signal(signal);
    expect((await running.finished).code).toBe(130);
    expect(await lines('undone')).toEqual(['undone']);
    expect((await onlyReport(out)).runs[0]?.faults?.[0]?.undos).toMatchObject([{ status: 'done' }]);
  });

  it('is undone while its command still runs, which is ended', async () => {
    const hanging = command({ at: '200ms', for: '50s', run: `echo begun >> ${file('begun')}; sleep 60` });
    const running = startHitgate(['run', await scenarioWith([hanging], {}, 60), '--out', out, ...flags]);
    await untilWritten('begun', running);
    running.signal('SIGINT');
    expect((await running.finished).code).toBe(130);
    expect(await lines('undone')).toEqual(['undone']);
    expect((await onlyReport(out)).runs[0]?.faults?.[0]?.injection?.status).toBe('interrupted');
  });

  it('is undone once when a terminal that is closed says so twice', async () => {
    const slow = command({ at: '200ms', for: '50s', undo: `echo undone >> ${file('undone')}; sleep 2` });
    const running = startHitgate(['run', await scenarioWith([slow], {}, 60), '--out', out, ...flags]);
    await untilWritten('begun', running);
    running.signal('SIGHUP');
    await untilWritten('undone', running);
    running.signal('SIGHUP');
    expect((await running.finished).code).toBe(130);
    expect(await lines('undone')).toEqual(['undone']);
    expect((await onlyReport(out)).runs[0]?.faults?.[0]?.undos).toMatchObject([{ status: 'done' }]);
  });

  it('is undone once more when a second signal ends the process during its undo', async () => {
    const slow = command({ at: '200ms', for: '50s', undo: `echo undone >> ${file('undone')}; sleep 5` });
    const running = startHitgate(['run', await scenarioWith([slow], {}, 60), '--out', out, ...flags]);
    await untilWritten('begun', running);
    running.signal('SIGINT');
    await untilWritten('undone', running);
    running.signal('SIGINT');
    expect((await running.finished).code).toBe(130);
    expect(await lines('undone')).toEqual(['undone', 'undone']);
  });

  it.each([
    ['fails', 'exit 3', 'it ended with code 3'],
    ['hangs', 'sleep 60', 'its time-out'],
  ])('is undone at once when its command %s, and makes the measurement INVALID', async (_, run, words) => {
    const scenario = await scenarioWith([command({ run, for: '3s', timeout: '3s' })], {}, 10);
    const { code, stdout, stderr } = await hitgate(['run', scenario, '--out', out, ...flags]);
    expect(code).toBe(4);
    expect(stdout).toContain('INVALID');
    expect(stderr).toContain('could not be brought about');
    expect(`${stdout}${stderr}`).toContain(words);
    expect(await lines('undone')).toEqual(['undone']);
  });

  it.each([
    ['fails', 'exit 7'],
    ['hangs', 'sleep 60'],
  ])('whose undo %s is tried twice, reported also when quiet, and ends with 5', async (_, undo) => {
    const tried = `echo tried >> ${file('tried')}; ${undo}`;
    const scenario = await scenarioWith([command({ undo: tried, timeout: '3s' })], {}, 3);
    const { code, stdout, stderr } = await hitgate(['run', scenario, '--out', out, '--quiet', ...flags]);
    expect(code).toBe(5);
    expect(await lines('tried')).toEqual(['tried', 'tried']);
    expect(stderr).toContain('THE FAULT gone WAS NOT UNDONE');
    expect(stderr).toContain('undo it by hand');
    expect(stdout).toMatch(/^(?:PASS|INCONCLUSIVE|INVALID) e2e/u);
    const report = await onlyReport(out);
    expect(report.verdict.warnings[0]?.code).toBe('fault-not-undone');
  });

  it('prints a secret nowhere', async () => {
    const secret = 'hunter2-hunter2';
    const leaking = command({ run: 'echo $FACT_TOKEN; exit 3', undo: `echo token=${secret}; exit 1`, timeout: '5s' });
    const scenario = await scenarioWith([leaking], {}, 3);
    const finished = await hitgate(['run', scenario, '--out', out, ...flags], { env: { FACT_TOKEN: secret } });
    const folder = await onlyRun(out);
    const texts = await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')));
    const plan = await hitgate(['plan', scenario], { env: { FACT_TOKEN: secret } });
    expect(`${finished.stdout}${finished.stderr}${plan.stdout}${texts.join('')}`).not.toContain(secret);
    expect(finished.stderr).toContain('[masked]');
  });
});

describe('a fault of the reference target', () => {
  const gone = [{ name: 'gone', at: '2s', for: '2s', inject: 'fact-down' }];
  const thresholds = {
    availability: ['rate>=0.9'],
    'http_req_failed{during:gone}': ['rate<0.2'],
    'http_req_failed{during:none}': ['rate<0.05'],
    'recovery_time{fault:gone}': ['value<4000'],
  };

  it('passes with the fallback, and fails without it by what was due in the fault alone', async () => {
    const scenario = await scenarioWith(gone, { thresholds }, 10);
    const on = await hitgate(['run', scenario, '--out', file('on'), ...flags]);
    expect(on.stdout).toMatch(/^PASS/u);
    const off = await hitgate(['run', scenario, '--out', file('off'), ...flags, '--target-option', 'fallback=off']);
    expect(off.code).toBe(1);
    const { gates } = (await onlyReport(file('off'))).verdict;
    const statusOf = (selector: string) => gates.find(({ threshold }) => threshold.selector === selector)?.status;
    expect(statusOf('http_req_failed{during:gone}')).toBe('fail');
    expect(statusOf('http_req_failed{during:none}')).toBe('pass');
    expect(statusOf('recovery_time{fault:gone}')).toBe('pass');
  });

  it('is refused before any load when the target is no reference target, and when there is no such fault', async () => {
    const server = (await import('node:http')).createServer((request, response) => {
      response.writeHead(request.url === '/health' ? 200 : 404, { 'content-type': 'application/json' });
      response.end(request.url === '/health' ? '{"status":"healthy","version":"1.0.0"}' : '{}');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const scenario = await scenarioWith(gone);
    const other = await hitgate(['run', scenario, '--out', out, ...flags, '--target', `http://127.0.0.1:${port}`]);
    server.close();
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('the target is no reference target');
    const unknown = await hitgate(['run', await scenarioWith([{ ...gone[0], inject: 'fact-dwn' }]), '--out', out]);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('"fact-dwn" is no fault');
    expect(unknown.stderr).toContain('scenario.json:');
  });
});
