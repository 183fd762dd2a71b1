import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noiseFloorOf } from '../../src/judge/comparison/noise-floor.ts';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import { parseNoiseFloor } from '../../src/report/noise-floor-record.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { freePort } from '../free-port.ts';
import {
  hitgate,
  onlyRun,
  scratchFolder,
  startHitgate,
  untilHolds,
  writeScenario,
  type Running,
} from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let out: string;
let scenario: string;
beforeEach(async () => {
  scratch = await scratchFolder();
  out = path.join(scratch.path, 'reports');
  scenario = await smallScenario({});
});
afterEach(() => scratch.remove());

/** A scenario with a corpus of 20 queries, so that a prefill takes no time. */
async function smallScenario(changes: Readonly<Record<string, unknown>>): Promise<string> {
  const queries = path.join(scratch.path, 'queries.jsonl');
  const corpus = await readFile('fixtures/queries/compliance.jsonl', 'utf8');
  await writeFile(queries, corpus.split('\n').slice(0, 20).join('\n'));
  return writeScenario(scratch.path, {
    workload: { queries, popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 5, duration: '3s' } },
    ...changes,
  });
}

/** Both stored sides of the only comparison below `out`. */
async function storedSides(): Promise<{ readonly before: RunReport; readonly after: RunReport }> {
  const folder = await onlyRun(out);
  const [before, after] = await Promise.all(
    ['before', 'after'].map(async (side) => {
      const file = path.join(folder, side, 'report.json');
      return parseReport(await readFile(file, 'utf8'), file);
    }),
  );
  if (before === undefined || after === undefined) throw new Error('expected two sides');
  return { before, after };
}

/** Resolves when the only comparison below `out` has kept a whole pair: the side after is written last. */
function untilPairIsKept(running: Running): Promise<void> {
  return untilHolds(running, async () => {
    const [name = ''] = await foldersIn(out);
    const log = await readFile(path.join(out, name, 'after', 'latency.hlog'), 'utf8').catch(() => '');
    return log.includes('Tag=');
  });
}

async function foldersIn(root: string): Promise<string[]> {
  return await readdir(root).catch(() => []);
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return address.port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** A shell command that runs the reference target on a port. */
function targetCommand(port: number, ...options: string[]): string {
  return [
    'exec',
    JSON.stringify(process.execPath),
    path.resolve('dist/cli/main.js'),
    'target',
    '--port',
    port,
    ...options,
  ].join(' ');
}

const longTest = 180_000;
const short = ['--duration', '1s', '--no-calibration'];

describe('hitgate ab on the reference target', { timeout: longTest }, () => {
  it('finds what got worse, and leaves both sides so that they can be compared again', async () => {
    const { code, stdout, stderr } = await hitgate([
      'ab',
      scenario,
      '--after-fault',
      'error-burst:50%',
      '--pairs',
      '3',
      '--out',
      out,
      ...short,
    ]);
    expect(stderr).toContain('6 measurements of 1 s');
    const folder = await onlyRun(out);
    const comparison = JSON.parse(await readFile(path.join(folder, 'comparison.json'), 'utf8'));
    expect(comparison.gates).toContainEqual(expect.objectContaining({ name: 'http_req_failed', status: 'regressed' }));
    // A machine that is busy with something else makes it INVALID, which hides the rest.
    expect([`${comparison.outcome} ${code}`]).toEqual([expect.stringMatching(/^(?:REGRESSED 1|INVALID 4)$/u)]);
    expect(stdout.startsWith(comparison.outcome)).toBe(true);
    expect(path.basename(folder)).toMatch(/-ab-e2e$/u);
    expect((await readdir(folder)).sort()).toEqual([
      'after',
      'before',
      'comparison.html',
      'comparison.json',
      'comparison.md',
      'junit.xml',
    ]);
    const { before, after } = await storedSides();
    expect(after.plan.digest).toBe(before.plan.digest);
    expect([before.runs, after.runs].map((runs) => runs.map(({ run }) => run))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([before.pairs?.side, after.pairs?.side]).toEqual(['before', 'after']);
    expect(after.pairs?.order).toEqual(before.pairs?.order);
    expect(after.target.faults).toEqual(['error-burst:50%']);
    expect(after.plan.expectedChecks).toEqual(after.runs.map(({ sentCheck }) => sentCheck));
    expect(await readdir(path.join(folder, 'before'))).toEqual(['latency.hlog', 'report.json']);
    const again = await hitgate([
      'compare',
      path.join(folder, 'before'),
      path.join(folder, 'after'),
      '--format',
      'json',
    ]);
    expect(again.code).toBe(code);
    expect(JSON.parse(again.stdout)).toEqual(comparison);
    expect(comparison.evidence).toBe('pairs');
    expect((await hitgate(['report', '--out', out])).stderr).toContain('There is no run in');
    expect((await hitgate(['report', folder])).stderr).toContain('holds two sides that were compared');
  });

  it('keeps the whole pairs when it is interrupted, and says so', async () => {
    const running = startHitgate([
      'ab',
      scenario,
      '--after-fault',
      'slow-hits:15%',
      '--pairs',
      '9',
      '--out',
      out,
      ...short,
    ]);
    await untilPairIsKept(running);
    running.signal('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code).toBe(130);
    const { before, after } = await storedSides();
    expect(stderr).toContain(`interrupted: ${before.runs.length} of 9 pairs are whole and kept`);
    expect(before.runs.length).toBeGreaterThanOrEqual(1);
    expect(after.runs).toHaveLength(before.runs.length);
    expect(before.pairs?.order).toHaveLength(before.runs.length);
    expect([before.aborted, after.aborted]).toEqual([true, true]);
    expect([...before.runs, ...after.runs].every(({ ended }) => ended === 'completed')).toBe(true);
  });

  it('leaves nothing when it is interrupted before a pair is whole', async () => {
    const running = startHitgate(['ab', scenario, '--after-fault', 'slow-hits:15%', '--duration', '60s', '--out', out]);
    await untilHolds(running, async () => (await foldersIn(out)).length > 0);
    running.signal('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(stderr).toContain('interrupted before a pair was whole');
    expect(await foldersIn(out)).toEqual([]);
  });

  it('fails with the side and the pair when a side is lost, and leaves nothing without a whole pair', async () => {
    const { code, stderr } = await hitgate([
      'ab',
      scenario,
      '--after-fault',
      'dies:4s',
      '--duration',
      '15s',
      '--no-calibration',
      '--seed',
      '1',
      '--out',
      out,
    ]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/The side after failed in pair 1 of 7: the target was lost: [\d ]+ requests/u);
    expect(await foldersIn(out)).toEqual([]);
  });

  it.each([
    [['--pairs', '1', '--after-fault', 'no-class'], 'Expected a whole number of at least 2, got "1"'],
    [['--before', 'http://127.0.0.1:1'], '--after is missing'],
    [['--before', 'http://127.0.0.1:1', '--before-cmd', 'x', '--after', 'http://127.0.0.1:2'], 'both say'],
    [['--before', 'http://me:hunter2@127.0.0.1', '--after', 'http://127.0.0.1:2'], '--before'],
    [['--before-cmd', 'x', '--after-cmd', 'y'], 'nothing says where the command of --before-cmd listens'],
    [['--target', 'http://127.0.0.1:1', '--after-fault', 'no-class'], 'the scenario has a target of its own'],
    [['--after-fault', 'slow-hit:15%'], '"slow-hit" is no fault'],
    [[], 'nothing says what the two sides are'],
  ])('refuses %j before anything is sent', async (flags, message) => {
    const { code, stderr } = await hitgate(['ab', scenario, '--out', out, ...flags]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hunter2');
    expect(code).toBe(2);
    expect(await foldersIn(out)).toEqual([]);
  });
});

describe('hitgate ab with commands', { timeout: longTest }, () => {
  it('starts, measures and stops one side after the other on one port', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const commands = ['--before-cmd', targetCommand(port), '--after-cmd', targetCommand(port, '--round-trip', '20ms')];
    const { code, stdout } = await hitgate([
      'ab',
      scenario,
      ...commands,
      '--target',
      url,
      '--pairs',
      '2',
      '--out',
      out,
      ...short,
    ]);
    expect([0, 1, 3, 4]).toContain(code);
    expect(stdout).toContain('2 interleaved pairs');
    const { before, after } = await storedSides();
    expect([before.target.url, after.target.url]).toEqual([url, url]);
    expect([before.runs.length, after.runs.length]).toEqual([2, 2]);
    // Two round trips of 20 ms and 2 ms, less at most 4 % of jitter: no hit of the side after can be shorter.
    for (const { measure } of after.runs)
      expect(decodeHistogram(measure.classes.hit.service ?? '').valueAtQuantile(0)).toBeGreaterThanOrEqual(40_000);
    expect(await listens(port)).toBe(false);
  });

  it('keeps the pairs before one whose command ends at once, and says what the command said', async () => {
    const port = await freePort();
    const flag = path.join(scratch.path, 'started');
    const after = `test -e ${flag} && echo no second time && exit 7; touch ${flag}; ${targetCommand(port)}`;
    const { code, stderr } = await hitgate([
      'ab',
      scenario,
      '--before-cmd',
      targetCommand(port),
      '--after-cmd',
      after,
      '--target',
      `http://127.0.0.1:${port}`,
      '--pairs',
      '3',
      '--out',
      out,
      ...short,
    ]);
    expect(code).toBe(5);
    expect(stderr).toContain(
      `The side after failed in pair 2 of 3: The command of --after-cmd ended with code 7 before it was healthy at http://127.0.0.1:${port}; it said last: no second time`,
    );
    const sides = await storedSides();
    expect([sides.before.runs.length, sides.after.runs.length]).toEqual([1, 1]);
    expect(sides.after.aborted).toBe(true);
    expect(await listens(port)).toBe(false);
  });

  it('gives up on a command that is never healthy, and kills it when it does not heed SIGTERM', async () => {
    const port = await freePort();
    const script = path.join(scratch.path, 'sick.mjs');
    await writeFile(
      script,
      `import { createServer } from 'node:http';
process.on('SIGTERM', () => console.log('not me'));
createServer((_, response) => response.writeHead(503).end()).listen(${port}, '127.0.0.1');
`,
    );
    const sick = `exec ${JSON.stringify(process.execPath)} ${script}`;
    const { code, stderr } = await hitgate([
      'ab',
      scenario,
      '--before-cmd',
      sick,
      '--after-cmd',
      `${sick} again`,
      '--start-timeout',
      '10s',
      '--target',
      `http://127.0.0.1:${port}`,
      '--out',
      out,
      ...short,
    ]);
    expect(code).toBe(5);
    expect(stderr).toMatch(/was not healthy within 10 s: The target is not healthy: .* answered HTTP 503/u);
    expect(await listens(port)).toBe(false);
    expect(await foldersIn(out)).toEqual([]);
  });

  it('does not measure what listens there already', async () => {
    const server = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const port = portOf(server);
    const { code, stderr } = await hitgate([
      'ab',
      scenario,
      '--before-cmd',
      'sleep 60',
      '--after-cmd',
      'sleep 61',
      '--target',
      `http://127.0.0.1:${port}`,
      '--out',
      out,
      ...short,
    ]);
    server.close();
    expect(code).toBe(5);
    expect(stderr).toContain(`Something answers at http://127.0.0.1:${port} although the command of`);
  });
});

describe('hitgate aa', { timeout: longTest }, () => {
  it('keeps the noise floor, and ab refuses a margin below it', async () => {
    const { code, stdout } = await hitgate(['aa', scenario, '--pairs', '2', '--out', out, ...short]);
    expect([0, 1]).toContain(code);
    const [file = ''] = await foldersIn(path.join(out, 'noise-floor'));
    const record = parseNoiseFloor(await readFile(path.join(out, 'noise-floor', file), 'utf8'), file);
    const sides = await storedSides();
    expect(record).toMatchObject({
      id: path.basename(await onlyRun(out)),
      digest: sides.before.plan.digest,
      target: 'reference target, fact',
      load: { executor: 'constant-vus', vus: 5, durationMicros: 1_000_000 },
      floor: noiseFloorOf(sides),
    });
    expect(stdout).toContain(file);
    const folder = path.join(scratch.path, 'strict');
    await mkdir(folder);
    const queries = path.join(scratch.path, 'queries.jsonl');
    const strict = await writeScenario(folder, {
      workload: { queries, popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
      phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 5, duration: '3s' } },
      baseline: { name: 'before', margins: { 'med{cache:hit}': 0.000_001, 'p(95){cache:hit}': 0.000_001 } },
    });
    const fault = ['--after-fault', 'slow-hits:15%'];
    const refused = await hitgate(['ab', strict, ...fault, '--pairs', '2', '--out', out, ...short]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /the margin 0\.0 % of (?:med|p\(95\))\{cache:hit\} is below the noise floor: 2 pairs .* by up to/u,
    );
    expect(await foldersIn(out)).toHaveLength(2);
  });
});
