import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  hitgate,
  onlyReport,
  onlyRun,
  scratchFolder,
  startHitgate,
  untilMeasured,
  writeScenario,
} from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const longTest = 120_000;
const long = { phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 20, duration: '180s' } } };

describe('a run that is cut off', { timeout: longTest }, () => {
  it('by Ctrl-C leaves a readable report that is marked aborted, and exits with 130', async () => {
    const running = startHitgate(['run', await writeScenario(scratch.path, long), '--out', out]);
    await untilMeasured(out, running);
    running.signal('SIGINT');
    const { code, stdout } = await running.finished;
    expect(code).toBe(130);
    const report = await onlyReport(out);
    expect(report.aborted).toBe(true);
    expect(report.verdict.outcome).not.toBe('PASS');
    expect(report.runs[0]?.measure.classes.hit.count).toBeGreaterThan(0);
    expect(stdout.toLowerCase()).toContain('aborted');
    expect((await hitgate(['report', await onlyRun(out)])).stdout.toLowerCase()).toContain('aborted');
  });

  it('by Ctrl-C during warm-up leaves a report too, without figures', async () => {
    const warmingUp = {
      phases: {
        warmup: { kind: 'duration', duration: '90s' },
        measure: { executor: 'constant-vus', vus: 5, duration: '5s' },
      },
    };
    const running = startHitgate(['run', await writeScenario(scratch.path, warmingUp), '--out', out]);
    await untilMeasured(out, running, 'warmup');
    running.signal('SIGINT');
    expect((await running.finished).code).toBe(130);
    const report = await onlyReport(out);
    expect(report.aborted).toBe(true);
    expect(report.runs[0]?.measure.requests).toBe(0);
  });

  it('by a kill is recovered from its journal, but for the last second', async () => {
    const running = startHitgate(['run', await writeScenario(scratch.path, long), '--out', out]);
    await untilMeasured(out, running);
    running.signal('SIGKILL');
    await running.finished;
    const { code, stdout } = await hitgate(['report', await onlyRun(out), '--format', 'json']);
    expect(code).toBe(0);
    const report = JSON.parse(stdout);
    expect(report.aborted).toBe(true);
    expect(report.runs[0].measure.classes.hit.count).toBeGreaterThan(0);
    expect(report.verdict.outcome).not.toBe('PASS');
    expect((await hitgate(['judge', await onlyRun(out)])).code).not.toBe(0);
  });
});
