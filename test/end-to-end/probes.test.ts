import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { probeSchema, type ProbeRecord } from '../../src/report/probe-record.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import { isInShare } from '../../src/target/answers/text-hash.ts';
import { sendJson, serve } from '../cli/probes/probe-server.ts';
import { hitgate, onlyReport, onlyRun, scratchFolder, startHitgate, writeScenario } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
});
afterEach(() => scratch.remove());

const probes = {
  health: { version: '1.0.0', live: '/health/live' },
  citations: true,
  consensus: { atLeast: 0.66 },
  cache: { key: 'exact' },
};

async function writeProbes(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const corpus = path.join(scratch.path, 'corpus.jsonl');
  const lines = Array.from({ length: 30 }, (_, id) =>
    JSON.stringify({ id: `q${id}`, doc_id: 'd', question: `What is ${id}?` }),
  );
  await writeFile(corpus, lines.join('\n'));
  return writeScenario(scratch.path, {
    workload: { queries: corpus, popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'shared-iterations', vus: 10, iterations: 1_000 } },
    thresholds: { http_req_failed: ['rate<0.9'] },
    probes,
    ...changes,
  });
}

/** Runs `hitgate probe` and reads its record. */
async function probe(
  file: string,
  ...flags: readonly string[]
): Promise<{ code: number | null; record: ProbeRecord; stderr: string }> {
  const { code, stdout, stderr } = await hitgate(['probe', file, '--format', 'json', ...flags]);
  return { code, record: probeSchema.parse(JSON.parse(stdout)), stderr };
}

/** A reference target of its own, which ends with the test. @returns its URL. */
async function startTarget(): Promise<string> {
  const target = startHitgate(['target', '--json']);
  onTestFinished(async () => {
    target.signal('SIGTERM');
    await target.finished;
  });
  await target.printed('}\n');
  return /"url":"([^"]+)"/u.exec(target.output())?.[1] ?? '';
}

/** How many answers a reference target gave so far. */
async function answersOf(url: string): Promise<number> {
  const { classes } = truthSchema.parse(await (await fetch(`${url}/truth`)).json());
  return classes.hit.count + classes.miss.count;
}

const counted = z.object({ count: z.number() });
const truthSchema = z.object({ classes: z.object({ hit: counted, miss: counted }) });

/** Names of the results that did not pass. */
function open({ results }: Pick<ProbeRecord, 'results'>): string[] {
  return results.filter(({ status }) => status !== 'pass').map(({ name, status }) => `${name}: ${status}`);
}

const all = [
  'health',
  'health: live',
  'citations: present',
  'citations: same on a hit',
  'consensus',
  'cache: repeat',
  'cache: other case',
  'cache: trailing space',
];

describe('hitgate probe', () => {
  it('passes on the reference target, and says how many requests it sent', async () => {
    const { code, record } = await probe(await writeProbes());
    expect(record.results.map(({ name }) => name)).toEqual(all);
    expect(open(record)).toEqual([]);
    expect(record).toMatchObject({ outcome: 'PASS', requests: 23, target: { reference: true } });
    expect(code).toBe(0);
  });

  const noAnswer = [
    'citations: present: no-data',
    'citations: same on a hit: no-data',
    'consensus: no-data',
    'cache: repeat: no-data',
    'cache: other case: no-data',
    'cache: trailing space: no-data',
  ];
  it.each<[string, number, readonly string[]]>([
    ['unhealthy', 1, ['health: fail']],
    ['no-citations:100%', 1, ['citations: present: fail']],
    ['wrong-citations:100%', 1, ['citations: same on a hit: fail']],
    ['low-consensus:100%', 1, ['consensus: fail']],
    ['loose-keys', 1, ['cache: other case: fail', 'cache: trailing space: fail']],
    // Without hits there is none to compare, and variants say nothing.
    [
      'never-hits',
      1,
      [
        'citations: same on a hit: no-data',
        'cache: repeat: fail',
        'cache: other case: no-data',
        'cache: trailing space: no-data',
      ],
    ],
    [
      'no-class',
      3,
      [
        'citations: same on a hit: no-data',
        'cache: repeat: no-data',
        'cache: other case: no-data',
        'cache: trailing space: no-data',
      ],
    ],
    ['success-false', 3, noAnswer],
    ['lost-connections:100%', 3, noAnswer],
    ['malformed:100%', 3, noAnswer],
    // What these do is nothing that a probe looks at.
    ['wrong-answers:100%', 0, []],
    ['miscounted-hits:100%', 0, []],
  ])('finds %s (exit %i)', async (fault, expected, found) => {
    const { code, record } = await probe(await writeProbes(), '--fault', fault);
    expect(open(record)).toEqual(found);
    expect(code).toBe(expected);
  });

  it('waits for answers to expire, and finds those that do not', async () => {
    const file = await writeProbes({ probes: { asks: 1, cache: { ttl: '4s' } } });
    const short = await probe(file, '--target-option', 'ttl=4s');
    expect(open(short.record)).toEqual([]);
    const long = await probe(file, '--target-option', 'ttl=1h');
    expect(open(long.record)).toEqual(['cache: expiry: fail']);
  });

  it('asks a failing question twice, and finds a failure that was cached', async () => {
    const question = Array.from({ length: 100 }, (_, index) => `failing ${index}`).find((text) =>
      isInShare(`d\u0000${text}`, 0.1, 'failing'),
    );
    const file = await writeProbes({ probes: { asks: 1, cache: { failing: question } } });
    const failing = ['--target-option', 'failing=0.1'];
    expect(open((await probe(file, ...failing)).record).filter((name) => name.includes('failing'))).toEqual([]);
    expect(open((await probe(file, ...failing, '--fault', 'cached-failures')).record)).toContain(
      'cache: failing query: fail',
    );
    // A question that is answered shows nothing.
    expect(open((await probe(file)).record)).toEqual(['cache: failing query: no-data']);
  });

  it('asks the service that is named, and fails by its health when nothing listens', async () => {
    const { code, record } = await probe(await writeProbes(), '--target', 'http://127.0.0.1:1');
    expect(open(record)).toContain('health: fail');
    expect(record.target).toMatchObject({ url: 'http://127.0.0.1:1', reference: false });
    expect(code).toBe(1);
  });

  it('prints a screen, Markdown and JUnit, to a file on wish', async () => {
    const file = await writeProbes({ probes: { consensus: { atLeast: 0.66 }, health: true } });
    const flags = ['--fault', 'low-consensus:100%'];
    const screen = await hitgate(['probe', file, ...flags]);
    expect(screen.stdout).toContain('FAIL  probes of e2e: consensus: the agreement is 50 %, below 66 %');
    expect(screen.stdout).toContain('reference target (not the real service)');
    expect((await hitgate(['probe', file, ...flags, '--quiet'])).stdout.split('\n')).toHaveLength(2);
    const markdown = await hitgate(['probe', file, ...flags, '--format', 'markdown']);
    expect(markdown.stdout).toContain('| ✗ fail | consensus |');
    const xml = path.join(scratch.path, 'probes.xml');
    const written = await hitgate(['probe', file, ...flags, '--format', 'junit', '--output', xml]);
    expect(written).toMatchObject({ code: 1, stdout: '' });
    expect(await readFile(xml, 'utf8')).toMatch(
      /tests="2" failures="1"[\s\S]*<failure message="the agreement is 50 %/u,
    );
  });

  it('needs probes in the scenario (exit 2)', async () => {
    const { code, stderr } = await hitgate(['probe', await writeScenario(scratch.path, {})]);
    expect(code).toBe(2);
    expect(stderr).toContain('the scenario e2e has no probes');
  });

  it('says nothing when it is interrupted (exit 130)', async () => {
    let running: ReturnType<typeof startHitgate> | undefined;
    // It never answers, and interrupts as soon as it is asked.
    const url = await serve(() => running?.signal('SIGINT'));
    const file = await writeProbes({ probes: { citations: true } });
    running = startHitgate(['probe', file, '--target', url]);
    const { code, stdout } = await running.finished;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});

function run(file: string, ...flags: readonly string[]) {
  return hitgate(['run', file, '--no-calibration', '--out', out, ...flags]);
}

describe('probes around the load of hitgate run', () => {
  it('are made before and after it, are in no figure of it, and stand in every report', async () => {
    const { code, stdout } = await run(await writeProbes());
    const report = await onlyReport(out);
    expect(report.verdict.outcome).toBe('PASS');
    expect(code).toBe(0);
    const { before, after } = report.probes ?? {};
    expect([before?.results.length, after?.results.length]).toEqual([all.length, all.length]);
    expect([before?.requests, after?.requests]).toEqual([23, 23]);
    // The target counted exactly the requests of the measured phase.
    const [snapshot] = report.runs;
    const [truth] = report.truth ?? [];
    expect(truth?.classes.hit.count).toBe(snapshot?.measure.classes.hit.count);
    expect(truth?.classes.miss.count).toBe(snapshot?.measure.classes.miss.count);
    const requests = report.serverCounters?.[0]?.findings.find(({ subject }) => subject === 'requests');
    expect(requests).toMatchObject({ status: 'agrees', apart: 0 });
    expect(stdout).toContain('8 of 8 passed before the load, 8 of 8 after; 46 requests not counted');
    const folder = await onlyRun(out);
    const texts = await Promise.all(
      ['summary.md', 'report.html', 'junit.xml'].map((name) => readFile(path.join(folder, name), 'utf8')),
    );
    for (const text of texts) expect(text).toContain('citations: same on a hit');
    expect((await hitgate(['judge', folder])).code).toBe(0);
  });

  it('keep the load from beginning when one fails before it (exit 1), and the report says why', async () => {
    const { code, stdout } = await run(await writeProbes(), '--fault', 'wrong-citations:100%');
    const report = await onlyReport(out);
    expect(report.verdict).toMatchObject({
      outcome: 'FAIL',
      reason: expect.stringContaining('no load was sent, as a probe failed: citations: same on a hit'),
    });
    expect(report.runs).toEqual([]);
    expect(report.probes).not.toHaveProperty('after');
    expect(code).toBe(1);
    expect(stdout).toContain('no load was sent');
    const folder = await onlyRun(out);
    const junit = await readFile(path.join(folder, 'junit.xml'), 'utf8');
    expect(junit).toMatch(/name="probe before the load: citations: same on a hit"[^>]*>\s*<failure/u);
    expect((await hitgate(['judge', folder])).code).toBe(1);
  });

  it('let the load begin all the same when asked, and the verdict is no PASS', async () => {
    const { code } = await run(await writeProbes(), '--fault', 'wrong-citations:100%', '--despite-probes');
    const report = await onlyReport(out);
    expect(report.runs).toHaveLength(1);
    expect(report.verdict).toMatchObject({
      outcome: 'FAIL',
      reason: expect.stringMatching(/^probe before the load: /u),
    });
    expect(code).toBe(1);
  });

  it('are left out with --no-probes', async () => {
    const { code } = await run(await writeProbes(), '--fault', 'wrong-citations:100%', '--no-probes');
    expect(await onlyReport(out)).not.toHaveProperty('probes');
    expect(code).toBe(0);
  });

  it('turn a PASS into a FAIL when one fails only after the load', async () => {
    const url = await startTarget();
    const load = { executor: 'shared-iterations', vus: 10, iterations: 2_500 };
    const file = await writeProbes({
      probes: { citations: true },
      phases: { warmup: { kind: 'prefill' }, measure: load },
    });
    const running = startHitgate(['run', file, '--no-calibration', '--out', out, '--target', url]);
    // More than probes and prefill ask for: the load is under way.
    await expect.poll(() => answersOf(url), { timeout: 40_000 }).toBeGreaterThan(200);
    const faults = JSON.stringify({ faults: ['wrong-citations:100%'] });
    await fetch(`${url}/faults`, { method: 'POST', body: faults });
    const { code } = await running.finished;
    const report = await onlyReport(out);
    expect(report.probes?.before.results.every(({ status }) => status === 'pass')).toBe(true);
    expect(report.verdict).toMatchObject({
      outcome: 'FAIL',
      reason: expect.stringMatching(/^probe after the load: citations: same on a hit/u),
    });
    expect(code).toBe(1);
  });

  it('make a PASS undecided when one had no data (exit 3)', async () => {
    const { code } = await run(await writeProbes({ probes: { cache: { failing: 'What is 1?' } } }));
    const { verdict } = await onlyReport(out);
    expect(verdict).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: expect.stringContaining('the question did not fail'),
    });
    expect(code).toBe(3);
  });

  it('are cut off by Ctrl-C: nothing is measured (exit 130)', async () => {
    let running: ReturnType<typeof startHitgate> | undefined;
    const url = await serve(({ path: asked }, response) => {
      if (asked === '/health') sendJson(response, { status: 'healthy' });
      else running?.signal('SIGINT');
    });
    running = startHitgate(['run', await writeProbes(), '--no-calibration', '--out', out, '--target', url]);
    const { code } = await running.finished;
    const report = await onlyReport(out);
    expect(report).toMatchObject({ runs: [], aborted: true, verdict: { outcome: 'INCONCLUSIVE' } });
    expect(report).not.toHaveProperty('probes');
    expect(code).toBe(130);
  });

  it('leave no baseline and nothing to compare when they kept the load from beginning', async () => {
    await run(await writeProbes({ probes: { consensus: { atLeast: 1 } } }));
    const saved = await hitgate(['baseline', 'save', 'latest', '--name', 'none', '--out', out]);
    expect(saved).toMatchObject({ code: 2, stderr: expect.stringContaining('measured nothing') });
    const compared = await hitgate(['compare', 'latest', 'latest', '--out', out]);
    expect(compared.code).not.toBe(0);
  });

  it('stand in the report of a run that died, with what was found before its load', async () => {
    const url = await startTarget();
    const file = await writeProbes({
      phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 10, duration: '120s' } },
    });
    const running = startHitgate(['run', file, '--no-calibration', '--out', out, '--target', url]);
    await expect.poll(() => answersOf(url), { timeout: 40_000 }).toBeGreaterThan(1_000);
    running.signal('SIGKILL');
    await running.finished;
    const { stdout } = await hitgate(['report', await onlyRun(out), '--format', 'json']);
    const { probes: found, verdict } = parseReport(stdout, 'stdout');
    expect(found?.before.results).toHaveLength(all.length);
    expect(found).not.toHaveProperty('after');
    expect(verdict.outcome).not.toBe('PASS');
  });
});
