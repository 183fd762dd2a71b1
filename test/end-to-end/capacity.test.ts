import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCapacity, type CapacityRecord } from '../../src/report/capacity-record.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import {
  fewQuestions,
  hitgate,
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

const gates = {
  'http_req_duration{cache:hit}': ['p(95)<600'],
  http_req_failed: ['rate<0.01'],
  vus_in_flight: ['min>=20'],
};
const eightUsers = ['--from', '8', '--to', '8', '--confirm', '20s', '--settle', '1s', '--no-calibration'];
const longTest = 150_000;

async function stored(): Promise<CapacityRecord> {
  const file = path.join(await onlyRun(out), 'capacity.json');
  return parseCapacity(await readFile(file, 'utf8'), file);
}

async function reportIn(folder: string): Promise<RunReport> {
  const file = path.join(folder, 'report.json');
  return parseReport(await readFile(file, 'utf8'), file);
}

async function scenarioWith(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return writeScenario(scratch.path, { workload: await fewQuestions(scratch.path), thresholds: gates, ...changes });
}

describe('hitgate capacity', () => {
  it(
    'finds a load, confirms it, leaves out the gate on users, and keeps every step as a run of its own',
    async () => {
      const { code, stdout } = await hitgate(['capacity', await scenarioWith(), '--vus', '--out', out, ...eightUsers]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^PASS at least 8 users meet every gate \(confirmed over 20 s, [\d ]+ requests\)/u);
      const record = await stored();
      expect(record.leftOut.map(({ source }) => source)).toEqual(['min>=20']);
      expect(record.steps.map(({ load, purpose, outcome }) => [load, purpose, outcome])).toEqual([
        [8, 'search', 'pass'],
        [8, 'confirm', 'pass'],
      ]);
      const folder = await onlyRun(out);
      expect((await readdir(folder)).toSorted()).toEqual(['capacity.json', 'capacity.md', 'report.html', 'steps']);
      const [searched = '', confirmed = ''] = record.steps.map((step) => path.join(folder, step.folder));
      const first = await reportIn(searched);
      expect(first.scenario).toMatchObject({ untilDecided: true, jointTests: record.settings.jointTests });
      expect(first.runs[0]?.sentCheck).toBe(first.plan.expectedChecks[0]);
      const [last] = (await reportIn(confirmed)).runs;
      expect(last?.ended).toBe('completed');
      expect(last?.measure.durationMicros).toBeCloseTo(20e6, 3);
      for (const step of [searched, confirmed]) {
        const again = await hitgate(['judge', step]);
        expect(again.code).toBe(0);
      }
      const refused = await hitgate(['report', folder]);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('holds the steps of a search for a capacity');
      expect((await hitgate(['report', 'latest', '--out', out])).stderr).toContain('There is no run');
    },
    longTest,
  );

  it(
    'fails when the least load fails, and says by which gate',
    async () => {
      const argv = ['capacity', await scenarioWith(), '--out', out, '--fault', 'slow-hits:900ms', ...eightUsers];
      const { code, stdout } = await hitgate(argv);
      expect(code).toBe(1);
      expect(stdout.replaceAll(/\s+/gu, ' ')).toMatch(
        /^FAIL no load passed, and 8 users are too many: already 8 fail: p95 of hits \d/u,
      );
      expect((await stored()).conclusion).toMatchObject({ outcome: 'FAIL', failed: 8 });
    },
    longTest,
  );

  it(
    'searches for a rate too, with users that grow with it',
    async () => {
      const measure = {
        executor: 'constant-arrival-rate',
        rate: 50,
        timeUnit: '1s',
        duration: '30s',
        preAllocatedVUs: 20,
        maxVUs: 40,
      };
      const file = await scenarioWith({
        phases: { warmup: { kind: 'prefill' }, measure },
        // A tenth of the limit is what requests may be late by, which a busy machine keeps.
        thresholds: { 'http_req_duration{cache:hit}': ['p(95)<8000'], http_req_failed: ['rate<0.05'] },
      });
      const range = ['--from', '100', '--to', '100', '--confirm', '20s', '--no-calibration', '--quiet'];
      const { code, stdout } = await hitgate(['capacity', file, '--rate', '--out', out, ...range]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^PASS capacity of e2e: at least 100 requests\/s meet every gate/u);
      const [step] = (await stored()).steps;
      const { scenario } = await reportIn(path.join(await onlyRun(out), step?.folder ?? ''));
      expect(scenario.load).toMatchObject({ ratePerSecond: 100, maxVUs: 80 });
    },
    longTest,
  );

  it('that is interrupted keeps what was measured and exits with 130', async () => {
    const file = await scenarioWith({
      phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 20, duration: '30s' } },
    });
    const running = startHitgate(['capacity', file, '--out', out, ...eightUsers]);
    await untilMeasured(out, running);
    running.signal('SIGINT');
    const { code, stdout } = await running.finished;
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted: what was found so far');
    const { conclusion, steps } = await stored();
    expect(conclusion).toMatchObject({ outcome: 'INCONCLUSIVE', end: 'interrupted', open: [] });
    expect(steps.map(({ outcome }) => outcome)).toEqual(['interrupted']);
  });

  it('leaves no folder behind when the target cannot be reached', async () => {
    const argv = ['capacity', await scenarioWith(), '--target', 'http://127.0.0.1:9', '--out', out, ...eightUsers];
    const { code, stderr } = await hitgate(argv);
    expect(code).toBe(5);
    expect(stderr).toContain('127.0.0.1:9');
    expect(await readdir(out)).toEqual([]);
  });

  const ramp = { executor: 'ramping-vus', startVUs: 1, stages: [{ duration: '30s', target: 5 }] };
  it.each([
    ['a rate of a closed load', {}, ['--rate'], '--rate has no meaning with the executor constant-vus'],
    [
      'a ramp',
      { phases: { measure: ramp }, thresholds: { http_req_failed: ['rate<0.01'] } },
      [],
      'cannot be searched for with the executor ramping-vus',
    ],
    ['no gate on the service', { thresholds: { vus_in_flight: ['min>=20'] } }, [], 'no gate is left'],
    ['an empty range', {}, ['--from', '9', '--to', '8'], '--from 9 is over --to 8'],
    ['a step in which nothing is decided', {}, ['--step', '20s'], '--step needs more than 20 s'],
    ['a load asked for out of range', {}, ['--to', '8', '--at-least', '9'], '--at-least 9 is not between 1 and 8'],
    ['a precision that is none', {}, ['--precision', '0%'], 'Expected a share as in 5%'],
  ])('refuses %s before anything is sent', async (_, changes, flags, message) => {
    const { code, stderr } = await hitgate(['capacity', await scenarioWith(changes), '--out', out, ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect((await readdir(scratch.path)).toSorted()).toEqual(['few.jsonl', 'scenario.json']);
  });
});
