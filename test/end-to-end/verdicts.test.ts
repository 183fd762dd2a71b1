import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTruth } from '../../src/cli/reference-process.ts';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import {
  fewQuestions,
  hitgate,
  onlyReport,
  onlyRun,
  scratchFolder,
  startHitgate,
  writeScenario,
} from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const longTest = 180_000;

async function run(
  changes: Readonly<Record<string, unknown>>,
  ...flags: string[]
): Promise<{ code: number | null; stdout: string; stderr: string; report: RunReport }> {
  const file = await writeScenario(scratch.path, { workload: await fewQuestions(scratch.path), ...changes });
  const finished = await hitgate(['run', file, '--out', out, ...flags]);
  return { ...finished, report: await onlyReport(out) };
}

function gate(report: RunReport, selector: string): RunReport['verdict']['gates'][number] {
  const found = report.verdict.gates.find(({ threshold }) => threshold.selector === selector);
  if (found === undefined) throw new Error(`no gate ${selector}`);
  return found;
}

/** A tenth of the tightest limit on a latency is what requests may be late by, which a busy machine keeps. */
const gates = {
  'http_req_duration{cache:hit}': ['p(95)<3000'],
  'http_req_duration{cache:miss}': ['p(95)<3000'],
  cache_hit_rate: ['rate>0.5'],
  http_req_failed: ['rate<0.01'],
  vus_in_flight: ['min>=15'],
};

/** A load of so many requests, however long they take. */
function counted(iterations: number): Readonly<Record<string, unknown>> {
  return { phases: { warmup: { kind: 'prefill' }, measure: { executor: 'shared-iterations', vus: 20, iterations } } };
}

describe('a run against the reference target', { timeout: longTest }, () => {
  it('passes with exit 0, counts exactly what the target counted, and leaves every file', async () => {
    const { code, stdout, report } = await run({ thresholds: gates });
    expect(stdout).toContain('PASS');
    expect(stdout).toContain('reference target');
    expect(code).toBe(0);
    const [snapshot] = report.runs;
    const [truth] = report.truth ?? [];
    expect(snapshot?.measure.classes.hit.count).toBeGreaterThan(100);
    expect(truth?.classes.hit.count).toBe(snapshot?.measure.classes.hit.count);
    expect(truth?.classes.miss.count).toBe(snapshot?.measure.classes.miss.count);
    expect(report.plan.expectedChecks[0]).toBe(snapshot?.sentCheck);
    const folder = await onlyRun(out);
    for (const name of [
      'report.json',
      'summary.csv',
      'summary.md',
      'junit.xml',
      'report.html',
      'latency.hlog',
      'hit.hgrm',
      'miss.hgrm',
    ]) {
      await access(path.join(folder, name));
    }
    await expect(access(path.join(folder, 'journal.jsonl'))).rejects.toThrow('ENOENT');
  });

  it('fails with exit 1 when hits are too slow, and says so', async () => {
    const { code, stdout, report } = await run(
      {
        thresholds: { ...gates, cache_hit_rate: ['rate>0.05'] },
        workload: { ...(await fewQuestions(scratch.path)), popularity: { kind: 'hit-rate', rate: 0.2 } },
        ...counted(120),
      },
      '--fault',
      'slow-hits:3500ms',
    );
    expect(code).toBe(1);
    expect(gate(report, 'http_req_duration{cache:hit}').status).toBe('fail');
    expect(gate(report, 'http_req_duration{cache:miss}').status).toBe('pass');
    expect(stdout).toContain('FAIL');
  });

  it('fails with "no data" when the target never hits: a gate on nothing is no pass', async () => {
    const { code, stdout, report } = await run(
      { thresholds: { 'http_req_duration{cache:hit}': ['p(95)<3000'] }, ...counted(600) },
      '--fault',
      'never-hits',
    );
    expect(code).toBe(1);
    expect(gate(report, 'http_req_duration{cache:hit}')).toMatchObject({ status: 'no-data', n: 0 });
    expect(report.verdict.outcome).toBe('FAIL');
    expect(stdout.toLowerCase()).toContain('no data');
  });

  it('counts answers of HTTP 200 with "success": false as failed, in no latency class', async () => {
    const { code, report } = await run({ thresholds: gates, ...counted(600) }, '--fault', 'success-false');
    expect(code).toBe(1);
    const [snapshot] = report.runs;
    expect(snapshot?.measure.failures.body).toBe(snapshot?.measure.requests);
    for (const cacheClass of ['hit', 'miss', 'unknown'] as const) {
      expect(snapshot?.measure.classes[cacheClass]).toEqual({ count: 0 });
    }
  });

  it('fails an answer whose class cannot be read: unknown is not a class to hide in', async () => {
    const changes = { thresholds: { cache_hit_rate: ['rate>0.5'] }, ...counted(600) };
    const { code, report } = await run(changes, '--fault', 'no-class');
    expect(code).toBe(1);
    expect(gate(report, 'cache_unknown_rate')).toMatchObject({ status: 'fail', observed: 1 });
  });

  it('fails on an error burst and on a collapse of the hit rate', async () => {
    const burst = await run({ thresholds: gates, ...counted(600) }, '--fault', 'error-burst:20%');
    expect(burst.code).toBe(1);
    expect(gate(burst.report, 'http_req_failed').status).toBe('fail');
    out = path.join(scratch.path, 'collapse');
    const collapse = await run(
      { thresholds: { cache_hit_rate: ['rate>0.873'] }, ...counted(600) },
      '--fault',
      'hit-rate-collapse:0s',
    );
    expect(collapse.code).toBe(1);
    expect(gate(collapse.report, 'cache_hit_rate').status).toBe('fail');
  });

  it('finds a hit that answers something else than the miss that filled it', async () => {
    const { code, report } = await run(
      { thresholds: gates, checks: { sameAnswerOnHit: true, citations: true }, ...counted(1_000) },
      '--fault',
      'wrong-answers:10%',
    );
    expect(code).toBe(1);
    expect(gate(report, 'checks{check:same-answer-on-hit}').status).toBe('fail');
    expect(gate(report, 'checks{check:citations}').status).toBe('pass');
  });

  it('reports everything until a target died, and exits with 5', async () => {
    const { code, stdout, report } = await run(
      {
        thresholds: gates,
        phases: { warmup: { kind: 'none' }, measure: { executor: 'constant-vus', vus: 20, duration: '30s' } },
      },
      '--fault',
      'dies:5s',
    );
    expect(code).toBe(5);
    expect(report.runs[0]?.ended).toBe('target-lost');
    expect(report.runs[0]?.measure.classes.hit.count).toBeGreaterThan(0);
    expect(report.runs[0]?.measure.failures.refused).toBeGreaterThan(0);
    expect(report.verdict.outcome).not.toBe('PASS');
    expect(stdout).toContain('refused');
  });

  it('keeps the truth, service times included, within the bounds of its buckets and of the machine', async () => {
    const { report } = await run({ thresholds: gates });
    const [truth] = report.truth ?? [];
    const own = report.runs[0]?.measure.classes.hit.service;
    const theirs = truth?.classes.hit.service;
    if (own === undefined || theirs === undefined) throw new Error('no histogram');
    const measured = decodeHistogram(own).valueAtQuantile(0.5) ?? 0;
    const served = decodeHistogram(theirs).valueAtQuantile(0.5) ?? 0;
    expect(measured).toBeGreaterThanOrEqual(served);
  });
});

describe('a target of its own', () => {
  it('is asked for its health before any load: an unhealthy one ends the run with exit 5', async () => {
    const target = startHitgate(['target', '--port', '0', '--json', '--fault', 'unhealthy']);
    try {
      await target.printed('}\n');
      const file = await writeScenario(scratch.path, {});
      const url = urlOf(target);
      const finished = await hitgate(['run', file, '--target', url, '--out', out]);
      expect(finished.code).toBe(5);
      expect(finished.stderr).toContain('"unhealthy"');
      expect((await readTruth(url))?.classes.miss.count).toBe(0);
    } finally {
      target.signal('SIGTERM');
      await target.finished;
    }
  });

  it('that cannot be reached ends the run with exit 5 and a hint', async () => {
    const file = await writeScenario(scratch.path, {});
    const finished = await hitgate(['run', file, '--target', 'http://127.0.0.1:9', '--out', out]);
    expect(finished.code).toBe(5);
    expect(finished.stderr).toContain('cannot be reached');
    expect(finished.stderr).toContain('hint:');
  });

  it('never learns a secret’s value in a file or on a stream', async () => {
    const target = startHitgate(['target', '--port', '0', '--json']);
    try {
      await target.printed('}\n');
      const file = await writeScenario(scratch.path, {
        target: { preset: 'doc-rag', apiKeyEnv: 'SERVICE_KEY' },
        phases: { warmup: { kind: 'none' }, measure: { executor: 'shared-iterations', vus: 2, iterations: 20 } },
        workload: { queries: path.resolve('fixtures/queries/compliance.jsonl'), popularity: { kind: 'uniform' } },
        thresholds: { http_req_failed: ['rate<0.5'] },
      });
      const env = { SERVICE_KEY: 'open-sesame-4711' };
      const finished = await hitgate(['run', file, '--target', urlOf(target), '--out', out, '--samples'], { env });
      expect(finished.code).not.toBe(2);
      const folder = await onlyRun(out);
      const texts = await Promise.all(
        ['report.json', 'summary.csv', 'summary.md', 'junit.xml', 'latency.hlog', 'samples.csv'].map((name) =>
          readFile(path.join(folder, name), 'utf8'),
        ),
      );
      expect([finished.stdout, finished.stderr, ...texts].join('')).not.toContain('open-sesame');
    } finally {
      target.signal('SIGTERM');
      await target.finished;
    }
  });
});

function urlOf(target: ReturnType<typeof startHitgate>): string {
  const text = target.output();
  const url = /"url":"([^"]+)"/u.exec(text)?.[1];
  if (url === undefined) throw new Error(`no address in ${text}`);
  return url;
}
