import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseReport } from '../../src/report/report-schema.ts';
import type { RunReport } from '../../src/report/run-report.ts';

const program = path.resolve('dist/cli/main.js');

/** Tests run side by side, so that a run is kept on no core unless `pin` says so. */
type Options = { readonly cwd?: string; readonly env?: Record<string, string>; readonly pin?: boolean };

/** What a process of the command line left behind. */
export type Finished = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** A process of the command line that goes on. */
export type Running = {
  readonly finished: Promise<Finished>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** What was printed so far. */
  readonly output: () => string;
  /** Resolves when `text` has appeared on stdout or stderr. */
  readonly printed: (text: string) => Promise<void>;
};

/** Starts the built command line as a user's shell would. */
export function startHitgate(argv: readonly string[], options: Options = {}): Running {
  const isPinned = ['run', 'ab', 'aa', 'capacity'].includes(argv[0] ?? '') && options.pin !== true;
  const all = isPinned ? [...argv, '--no-pin'] : argv;
  const child = spawn(process.execPath, [program, ...all], {
    cwd: options.cwd ?? process.cwd(),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  const waiting: { text: string; resolve: () => void }[] = [];
  const hasPrinted = (text: string): boolean => `${texts.stdout}${texts.stderr}`.includes(text);
  const collect = (name: 'stdout' | 'stderr') => (chunk: string) => {
    texts[name] += chunk;
    for (const { text, resolve } of waiting) if (hasPrinted(text)) resolve();
  };
  // As text, because a chunk may end within a character.
  child.stdout.setEncoding('utf8').on('data', collect('stdout'));
  child.stderr.setEncoding('utf8').on('data', collect('stderr'));
  const finished = new Promise<Finished>((resolve) => child.once('close', (code) => resolve({ code, ...texts })));
  return {
    finished,
    signal: (name) => void child.kill(name),
    output: () => `${texts.stdout}${texts.stderr}`,
    printed: (text) =>
      new Promise((resolve) => {
        if (hasPrinted(text)) resolve();
        else waiting.push({ text, resolve });
      }),
  };
}

/** Runs the built command line to its end. */
export function hitgate(argv: readonly string[], options: Options = {}): Promise<Finished> {
  return startHitgate(argv, options).finished;
}

/** A folder of its own for a test, with a way to remove it. */
export async function scratchFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hitgate-test-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The only run folder below `root`. */
export async function onlyRun(root: string): Promise<string> {
  const names = (await readdir(root)).filter((name) => /^\d{4}-/u.test(name));
  const [name] = names;
  if (name === undefined || names.length > 1) throw new Error(`Expected one run in ${root}, got ${names.join(', ')}`);
  return path.join(root, name);
}

/** The stored report of the only run below `root`. */
export async function onlyReport(root: string): Promise<RunReport> {
  const file = path.join(await onlyRun(root), 'report.json');
  return parseReport(await readFile(file, 'utf8'), file);
}

/** Resolves when a condition holds of a run that goes on. */
export async function untilHolds(running: Running, holds: () => Promise<boolean>): Promise<void> {
  const ending = new AbortController();
  void running.finished.then(() => ending.abort());
  while (!(await holds())) {
    if (ending.signal.aborted) throw new Error(`the run ended before that: ${running.output()}`);
    await sleep(50);
  }
}

/** Resolves when the journal of a run somewhere below `root`, which goes on, holds a second of a phase. */
export async function untilMeasured(root: string, running: Running, phase = 'measure'): Promise<void> {
  await untilHolds(running, async () => {
    const names = await readdir(root, { recursive: true }).catch(() => []);
    const journals = names.filter((name) => path.basename(name) === 'journal.jsonl');
    const texts = await Promise.all(journals.map((name) => readFile(path.join(root, name), 'utf8').catch(() => '')));
    const lines = texts.flatMap((text) => text.split('\n'));
    return lines.some((line) => line.startsWith('{"kind":"slice"') && line.includes(`"phase":"${phase}"`));
  });
}

/** A workload of few questions of the shipped corpus, so that a prefill asks them in no time; they are written into a folder. */
export async function fewQuestions(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const questions = (await readFile('fixtures/queries/compliance.jsonl', 'utf8')).split('\n').slice(0, 40);
  await writeFile(path.join(folder, 'few.jsonl'), `${questions.join('\n')}\n`);
  return { queries: 'few.jsonl', popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 };
}

/** Writes a scenario as JSON into a folder, with the shipped corpus and a short closed load, and returns its path. */
export async function writeScenario(folder: string, changes: Readonly<Record<string, unknown>>): Promise<string> {
  const file = path.join(folder, 'scenario.json');
  const scenario = {
    name: 'e2e',
    target: { preset: 'doc-rag' },
    workload: {
      queries: path.resolve('fixtures/queries/compliance.jsonl'),
      popularity: { kind: 'hit-rate', rate: 0.9 },
      seed: 7,
    },
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 20, duration: '3s' } },
    thresholds: { http_req_failed: ['rate<0.01'] },
    ...changes,
  };
  await writeFile(file, JSON.stringify(scenario, null, 2));
  return file;
}
