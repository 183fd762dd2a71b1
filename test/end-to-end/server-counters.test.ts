import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import autocannon from 'autocannon';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CounterFinding } from '../../src/counters/counter-finding.ts';
import { hitgate, onlyReport, onlyRun, scratchFolder, startHitgate, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const short = { measure: { executor: 'shared-iterations', vus: 10, iterations: 1_000 } };

/** Writes a corpus of so many questions, few enough that a prefill is short. */
async function writeCorpus(queries: number): Promise<string> {
  const file = path.join(scratch.path, 'corpus.jsonl');
  const lines = Array.from({ length: queries }, (_, id) =>
    JSON.stringify({ id: `q${id}`, doc_id: 'd', question: `What is ${id}?` }),
  );
  await writeFile(file, lines.join('\n'));
  return file;
}

/** Runs a scenario of 1 000 requests after a prefill, as the reference target does it unless told otherwise. */
async function run(changes: Readonly<Record<string, unknown>>, ...flags: readonly string[]) {
  const file = await writeScenario(scratch.path, {
    workload: { queries: await writeCorpus(30), popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
    phases: { warmup: { kind: 'prefill' }, ...short },
    ...changes,
  });
  const finished = await hitgate(['run', file, '--no-calibration', '--out', out, ...flags]);
  return { ...finished, report: await onlyReport(out) };
}

/** A reference target of its own, which ends with the test. @returns its URL. */
async function startTarget(...flags: readonly string[]): Promise<string> {
  const target = startHitgate(['target', '--json', ...flags]);
  onTestFinished(async () => {
    target.signal('SIGTERM');
    await target.finished;
  });
  await target.printed('}\n');
  return /"url":"([^"]+)"/u.exec(target.output())?.[1] ?? '';
}

function statuses(findings: readonly CounterFinding[] = []): Record<string, string> {
  return Object.fromEntries(findings.map(({ subject, status }) => [subject, status]));
}

const counts = ['requests', 'hits', 'errors', 'hit rate'] as const;

describe('the counters of the reference target', () => {
  it('agree exactly on requests, hits and errors, in each run after its prefill, failures included', async () => {
    const { report, stdout } = await run(
      { runs: 2, thresholds: { http_req_failed: ['rate<0.9'] } },
      '--fault',
      'error-burst:5%',
    );
    expect(report.serverCounters).toHaveLength(2);
    for (const [index, { findings }] of (report.serverCounters ?? []).entries()) {
      const { measure } = report.runs[index] ?? {};
      const [requests, hits, errors] = findings;
      expect(requests).toMatchObject({
        status: 'agrees',
        ours: measure?.requests,
        server: measure?.requests,
        apart: 0,
      });
      expect(hits).toMatchObject({ status: 'agrees', server: measure?.classes.hit.count, apart: 0 });
      expect(errors).toMatchObject({ status: 'agrees', server: measure?.failures.body, apart: 0 });
      expect(errors?.server).toBeGreaterThan(0);
      expect(statuses(findings)['hit rate']).toBe('agrees');
    }
    expect(stdout).toContain('counters   ');
    const folder = await onlyRun(out);
    expect(await readFile(path.join(folder, 'summary.md'), 'utf8')).toContain('### The service’s own counters');
    expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toContain('id="counters"');
    const again = await hitgate(['judge', folder]);
    expect(again.stdout).toContain('counters   ');
  });

  it('show other traffic, and no less of it than there was', async () => {
    const url = await startTarget();
    const others = autocannon({
      url: `${url}/query`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ doc_id: 'other', question: 'What else?' }),
      connections: 2,
      duration: 60,
    });
    const { report } = await run({}, '--target', url);
    others.stop();
    const other = await others;
    const [requests] = report.serverCounters?.[0]?.findings ?? [];
    expect(requests).toMatchObject({ subject: 'requests', status: 'differs' });
    expect(requests?.cause).toContain('other traffic reached it');
    const excess = (requests?.server ?? 0) - (requests?.ours ?? 0);
    expect(excess).toBeGreaterThan(0);
    // Two more were on their way when it was stopped.
    expect(excess).toBeLessThanOrEqual(other['2xx'] + 2);
  });

  it('that leave hits out are found by this and by nothing else', async () => {
    const { report } = await run({}, '--fault', 'miscounted-hits:10%');
    const { findings = [] } = report.serverCounters?.[0] ?? {};
    expect(statuses(findings)).toMatchObject({
      requests: 'agrees',
      hits: 'differs',
      errors: 'agrees',
      'hit rate': 'differs',
    });
    const hits = findings.find(({ subject }) => subject === 'hits');
    // Of some 900 hits a tenth is left out, drawn by the number of the request.
    const lost = ((hits?.ours ?? 0) - (hits?.server ?? 0)) / (hits?.ours ?? 1);
    expect(lost).toBeGreaterThan(0.05);
    expect(lost).toBeLessThan(0.15);
    expect(report.verdict.gates.map(({ status }) => status)).not.toContain('fail');
    expect(report.verdict.reason).not.toContain('counter');
    expect(report.truth?.[0]?.classes.hit.count).toBe(report.runs[0]?.measure.classes.hit.count);
  });
});

describe('counters that cannot be used', () => {
  it('are one finding when there are none', async () => {
    const { report, stdout } = await run({}, '--target', await startTarget('--metrics', 'empty'));
    expect(report.serverCounters?.[0]?.findings).toMatchObject([{ subject: 'scrape', status: 'not-usable' }]);
    expect(stdout.replaceAll(/\s+/gu, ' ')).toContain('server-side counters were not usable: /metrics is empty');
  });

  it('are named line by line when the text is invalid, and the rest is used', async () => {
    const { report } = await run({}, '--target', await startTarget('--metrics', 'invalid'));
    const { findings = [] } = report.serverCounters?.[0] ?? {};
    expect(statuses(findings)).toMatchObject({
      requests: 'agrees',
      hits: 'not-usable',
      errors: 'not-usable',
      text: 'not-usable',
    });
    const text = findings.find(({ subject }) => subject === 'text');
    expect(text?.seen).toContain('3 lines of the exposition could not be used (line 1: the value of the label class');
  });

  it('are not looked at, and not spoken of, when the scenario says so', async () => {
    const { report, stdout } = await run({ metrics: { path: false } });
    expect(report.serverCounters).toBeUndefined();
    expect(stdout).not.toContain('counters');
  });
});

/** A scenario that asks for agreement, and for nothing that the load of this machine could decide. */
function asked(within: number): Readonly<Record<string, unknown>> {
  return { metrics: { agree: { within } }, thresholds: { http_req_failed: ['rate<0.9'] } };
}

describe('counters that are to agree', () => {
  it('let a run pass when they do, and fail it when they do not', async () => {
    const good = await run(asked(0));
    expect(good.report.verdict.counters).toMatchObject({ held: true });
    expect(good.report.verdict.reason).not.toContain('counted');
    await scratch.remove();
    scratch = await scratchFolder();
    out = path.join(scratch.path, 'reports');
    const { report } = await run(asked(0.01), '--fault', 'miscounted-hits:10%');
    expect(report.verdict.counters).toMatchObject({ held: false });
    expect(['FAIL', 'INVALID']).toContain(report.verdict.outcome);
    expect(report.verdict.counters?.reason).toMatch(/^the service counted .* hits fewer than we counted/u);
    const junit = await readFile(path.join(await onlyRun(out), 'junit.xml'), 'utf8');
    expect(junit).toContain('server counters agree');
  });

  it('fail a run whose service has none', async () => {
    const { report } = await run(asked(1), '--target', await startTarget('--metrics', 'empty'));
    expect(report.verdict.counters).toMatchObject({
      held: false,
      reason: expect.stringContaining('/metrics is empty'),
    });
    expect(['FAIL', 'INVALID']).toContain(report.verdict.outcome);
  });
});

it('looks at a service only before its measured phase and after its last reply', async () => {
  const events: string[] = [];
  let outstanding = 0;
  const server = createServer((request, response) => {
    if (request.url === '/metrics') {
      events.push(`look with ${outstanding} outstanding`);
      response.end('fact_requests 1\n');
      return;
    }
    if (request.method === 'GET') {
      response.end('{"status":"healthy"}');
      return;
    }
    events.push('query');
    outstanding += 1;
    request.resume();
    setTimeout(() => {
      outstanding -= 1;
      const body = { answer: 'a', cache_hit: true, citations: [], confidence: 1 };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }, 20);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const { report } = await run(
    {
      workload: { queries: await writeCorpus(3), popularity: { kind: 'uniform' }, seed: 1 },
      phases: { warmup: { kind: 'prefill' }, measure: { executor: 'shared-iterations', vus: 5, iterations: 50 } },
    },
    '--target',
    `http://127.0.0.1:${port}`,
  );
  const phases = events.filter((event, index) => event !== 'query' || events[index - 1] !== 'query');
  expect(phases).toStrictEqual(['query', 'look with 0 outstanding', 'query', 'look with 0 outstanding']);
  expect(events.slice(events.indexOf('look with 0 outstanding') + 1, -1)).toHaveLength(50);
  expect(statuses(report.serverCounters?.[0]?.findings)).toMatchObject({ requests: 'not-usable', hits: 'not-usable' });
  expect(counts).toContain(report.serverCounters?.[0]?.findings[0]?.subject);
});
