import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hitgate, onlyReport, scratchFolder, startHitgate, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const short = {
  phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 4, duration: '1s' } },
};

/** Runs the built command line in a shell that lets it open so few files; a hard limit, because Node raises the soft one to it. */
function hitgateWithFiles(files: number, argv: readonly string[]): Promise<number | null> {
  const command = `ulimit -n ${files} && exec "$0" "$@"`;
  const program = path.resolve('dist/cli/main.js');
  const child = spawn('sh', ['-c', command, process.execPath, program, ...argv], {
    stdio: 'ignore',
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}

describe('a run', () => {
  it('measures the floor before it, and stores and prints it', async () => {
    const file = await writeScenario(scratch.path, short);
    const { stdout } = await hitgate(['run', file, '--out', out]);
    const { calibration } = await onlyReport(out);
    expect(calibration?.roundTrip.p50Micros).toBeGreaterThan(0);
    expect(stdout).toMatch(/^floor {6}\d+\.\d+ ms p50, \d+\.\d+ ms p99/mu);
  });

  it('with --no-calibration says that the floor was not measured', async () => {
    const file = await writeScenario(scratch.path, short);
    const { stdout } = await hitgate(['run', file, '--out', out, '--no-calibration']);
    expect((await onlyReport(out)).calibration).toBeUndefined();
    expect(stdout).toMatch(/^floor {6}not measured$/mu);
  });

  it('that is interrupted while the floor is measured leaves nothing and says so', async () => {
    const running = startHitgate(['run', await writeScenario(scratch.path, short), '--out', out]);
    for (let attempt = 0; attempt < 4_000 && (await readdir(out).catch(() => [])).length === 0; attempt += 1)
      await new Promise((resolve) => void setTimeout(resolve, 2));
    running.signal('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted before anything was sent');
    expect(await readdir(out)).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'whose users need more files than it may open is INVALID, and not a FAIL of the target',
    async () => {
      const service = startHitgate(['target', '--port', '0', '--json']);
      await service.printed('\n');
      const { url } = JSON.parse(service.output());
      const crowded = {
        phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 500, duration: '2s' } },
      };
      const file = await writeScenario(scratch.path, crowded);
      const code = await hitgateWithFiles(400, ['run', file, '--out', out, '--target', url]);
      service.signal('SIGTERM');
      await service.finished;
      expect(code).toBe(4);
      const { verdict, runs } = await onlyReport(out);
      expect(verdict.outcome).toBe('INVALID');
      expect(verdict.reason).toContain('the generator ran out of files');
      expect(runs[0]?.measure.failures.refused).toBeGreaterThan(0);
      expect(runs[0]?.generator?.process?.filesLeft).toBe(0);
    },
  );
});
