import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/report/run-report.ts';
import {
  fewQuestions,
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

/** Few users, as a client that uses up its core measures itself. */
const minute = { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 8, duration: '60s' } };
const gates = {
  'http_req_duration{cache:hit}': ['p(95)<300'],
  cache_hit_rate: ['rate>0.5'],
  http_req_failed: ['rate<0.05'],
  vus_in_flight: ['min>=6'],
};
/** Breaks the limit on hits by far. */
const slowHits = ['--fault', 'slow-hits:500ms'];
const longTest = 150_000;

type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly report: RunReport;
};

async function run(changes: Readonly<Record<string, unknown>>, ...flags: string[]): Promise<Ran> {
  const workload = await fewQuestions(scratch.path);
  const file = await writeScenario(scratch.path, { workload, phases: minute, thresholds: gates, ...changes });
  const finished = await hitgate(['run', file, '--out', out, '--no-calibration', ...flags]);
  return { ...finished, report: await onlyReport(out) };
}

function measuredSeconds({ runs }: RunReport): number[] {
  return runs.map(({ measure }) => measure.durationMicros / 1_000_000);
}

describe('a run until its gates are decided', { timeout: longTest }, () => {
  it('ends early with exit 0 when all is clear, on exactly the planned requests, and is judged the same again', async () => {
    const { code, stdout, report } = await run({}, '--until-decided', '--max-duration', '5m');
    expect(code).toBe(0);
    expect(stdout).toContain('every gate was decided after');
    expect(report.aborted).toBe(false);
    const [snapshot] = report.runs;
    expect(snapshot).toMatchObject({ ended: 'completed', endedEarly: { by: 'decided' } });
    const [seconds = 0] = measuredSeconds(report);
    expect(seconds).toBeGreaterThan(20);
    expect(seconds).toBeLessThan(58);
    expect(snapshot?.measure.failures.interrupted).toBe(0);
    expect(snapshot?.sentCheck).toBe(report.plan.expectedChecks[0]);
    expect(report.plan.predictions[0]?.requests).toBe(snapshot?.measure.requests);
    expect(report.truth?.[0]?.classes.hit.count).toBe(snapshot?.measure.classes.hit.count);
    const again = await hitgate(['judge', await onlyRun(out)]);
    expect(again.code).toBe(0);
    expect(again.stdout.split('\n')[0]).toBe(stdout.split('\n')[0]);
  });

  it('ends early with exit 1 when a gate clearly fails', async () => {
    const { code, report } = await run({}, '--until-decided', ...slowHits);
    expect(code).toBe(1);
    expect(report.runs[0]?.endedEarly?.by).toBe('decided');
    expect(measuredSeconds(report)[0]).toBeLessThan(58);
    const [gate] = report.verdict.gates;
    expect(gate).toMatchObject({ status: 'fail', sequential: { decision: 'fail' } });
    expect(gate?.reason).toMatch(/decided after .* hits by the sequential test, E > 1 000 000 ≥ 20/u);
  });

  it('ends at the longest time when a gate has no data, and fails', async () => {
    const thresholds = { 'http_req_duration{cache:unknown}': ['p(95)<200'], http_req_failed: ['rate<0.01'] };
    const { code, report, stdout } = await run({ thresholds }, '--until-decided', '--max-duration', '22s');
    expect(code).toBe(1);
    expect(report.runs[0]?.endedEarly).toBeUndefined();
    expect(measuredSeconds(report)[0]).toBeCloseTo(22, 6);
    expect(stdout.replaceAll('\n', ' ')).toContain('the longest time passed before every gate was decided');
  });

  it('stops all threads of an open load at the same arrival', async () => {
    const measure = { executor: 'constant-arrival-rate', rate: 300, duration: '60s', preAllocatedVUs: 40, maxVUs: 80 };
    const thresholds = { 'http_req_duration{cache:hit}': ['p(95)<200'], http_req_failed: ['rate<0.01'] };
    const phases = { warmup: { kind: 'prefill' }, measure };
    const { report } = await run({ phases, thresholds }, '--until-decided', '--workers', '2');
    const [snapshot] = report.runs;
    expect(snapshot?.endedEarly?.by).toBe('decided');
    expect(report.plan.expectedChecks[0]).toBe(snapshot?.sentCheck);
  });

  it('is possible with the client of autocannon', async () => {
    const { code, report } = await run({}, '--until-decided', '--engine', 'autocannon');
    expect(code).toBe(0);
    expect(report.runs[0]?.endedEarly?.by).toBe('decided');
    expect(report.runs[0]?.sentCheck).toBe(report.plan.expectedChecks[0]);
  });

  it('that is interrupted exits with 130', async () => {
    const file = await writeScenario(scratch.path, {
      phases: { ...minute, warmup: { kind: 'none' } },
      thresholds: gates,
    });
    const running = startHitgate(['run', file, '--out', out, '--until-decided', '--no-calibration']);
    await untilMeasured(out, running);
    running.signal('SIGINT');
    expect((await running.finished).code).toBe(130);
    const report = await onlyReport(out);
    expect(report.aborted).toBe(true);
    expect(report.runs[0]?.endedEarly).toBeUndefined();
  });
});

describe('a gate with abortOnFail', { timeout: longTest }, () => {
  it('ends the run with exit 1 as soon as it is sure to fail, and no further run is begun', async () => {
    const thresholds = {
      ...gates,
      'http_req_duration{cache:hit}': [{ threshold: 'p(95)<300', abortOnFail: true }],
    };
    const { code, stdout, report } = await run({ thresholds, runs: 2 }, ...slowHits);
    expect(code).toBe(1);
    expect(report.runs).toHaveLength(1);
    expect(report.runs[0]?.endedEarly).toMatchObject({
      by: 'abort-on-fail',
      gate: 'http_req_duration{cache:hit}: p(95)<300',
    });
    expect(measuredSeconds(report)[0]).toBeLessThan(58);
    expect(stdout.replaceAll('\n', ' ')).toMatch(/ended after \d+ s by http_req_duration/u);
    expect((await hitgate(['judge', await onlyRun(out)])).code).toBe(1);
  });

  it('on an observed value ends it before 20 s when delayAbortEval says so', async () => {
    const thresholds = { cache_unknown_rate: [{ threshold: 'rate==0', abortOnFail: true, delayAbortEval: '2s' }] };
    const { code, report } = await run({ thresholds }, '--fault', 'no-class');
    expect(code).toBe(1);
    expect(measuredSeconds(report)[0]).toBeLessThan(15);
  });
});

describe('what until-decided refuses before anything is sent', () => {
  const ramp = { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '30s', target: 5 }] };
  const iterations = { executor: 'shared-iterations', vus: 5, iterations: 100 };
  it.each([
    ['a ramp', { phases: { measure: ramp } }, ['--until-decided'], 'the beginning of a ramp says nothing of the rest'],
    ['iterations', { phases: { measure: iterations } }, ['--until-decided'], 'a number of requests that is fixed'],
    ['a phase of 20 s', {}, ['--until-decided', '--duration', '20s'], 'needs more than 20 s'],
    ['a longest time alone', {}, ['--max-duration', '5m'], 'has no meaning without --until-decided'],
    ['a longest time without a unit', {}, ['--until-decided', '--max-duration', '300'], 'a time with its unit'],
  ])('is %s', async (_, changes, flags, message) => {
    const file = await writeScenario(scratch.path, { phases: minute, ...changes });
    const { code, stderr } = await hitgate(['run', file, '--out', out, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
