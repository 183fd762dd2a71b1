import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseRollbackRecord, parseWatchRecord, type WatchRecord } from '../../src/report/watch-record.ts';
import { scratchFolder, startHitgate, writeScenario, type Running } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let target: Running;
let url = '';

beforeEach(async () => {
  scratch = await scratchFolder();
  target = startHitgate(['target', '--port', '0', '--json']);
  await target.printed('}\n');
  url = /http:[^"]+/u.exec(target.output())?.[0] ?? '';
});
afterEach(async () => {
  target.signal('SIGINT');
  await target.finished;
  await scratch.remove();
});

const longTest = 120_000;

/** The plan's triggers, with seconds for minutes; what is slow is slower by more than a pause of this machine, and for longer than a second of figures takes to come. */
const triggers = [
  { name: 'errors', metric: 'http_req_failed', when: 'rate>0.05', for: '2s', action: 'rollback' },
  { name: 'down', metric: 'up', when: 'value==0', for: '1s', severity: 'critical' },
  { name: 'unavailable', metric: 'up', when: 'value==0', for: '2s', action: 'rollback' },
  { name: 'slow-hits', metric: 'http_req_duration{cache:hit}', when: 'p(95)>1000', for: '5s', action: 'review' },
  { name: 'few-hits', metric: 'cache_hit_rate', when: 'rate<0.7', for: '2s', action: 'review' },
];

async function scenarioFile(): Promise<string> {
  const corpus = path.join(scratch.path, 'queries.jsonl');
  const lines = Array.from({ length: 20 }, (_, index) =>
    JSON.stringify({ id: `q${index}`, doc_id: `d${index}`, question: `what is clause ${index}?` }),
  );
  await writeFile(corpus, `${lines.join('\n')}\n`);
  return await writeScenario(scratch.path, {
    target: { preset: 'doc-rag', timeout: '3s' },
    workload: { queries: corpus, popularity: { kind: 'hit-rate', rate: 0.9 }, seed: 7 },
    metrics: { scrapeInterval: '2s' },
    // A gate that only the full load can meet is no matter of a watch.
    phases: { warmup: { kind: 'prefill' }, measure: { executor: 'constant-vus', vus: 120, duration: '3s' } },
    thresholds: { vus_in_flight: ['min>=100'] },
    triggers,
    actions: {
      rollback: 'echo "$HITGATE_HOOK_TRIGGER" >> rolled',
      review: 'echo "$HITGATE_HOOK_TRIGGER" >> reviewed',
      alert: 'echo "$HITGATE_HOOK_TRIGGER" >> alerted',
    },
  });
}

async function startWatch(...argv: readonly string[]): Promise<Running> {
  const file = await scenarioFile();
  return startHitgate(['watch', file, '--target', url, '--rate', '20', '--interval', '500ms', ...argv], {
    cwd: scratch.path,
  });
}

function folderOfWatch(): string {
  const root = path.join(scratch.path, 'reports');
  const [name = ''] = readdirSync(root);
  return path.join(root, name);
}

function readWatch(): WatchRecord | undefined {
  try {
    return parseWatchRecord(readFileSync(path.join(folderOfWatch(), 'watch.json'), 'utf8'), 'watch.json');
  } catch {
    return undefined;
  }
}

/** Waits, for at most 50 s, until a watch has said something. */
async function until(condition: (record: WatchRecord) => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const record = readWatch();
    if (record !== undefined && condition(record)) return;
    await sleep(100);
  }
  throw new Error(`Expected the watch to get there in 50 s, it is at ${JSON.stringify(readWatch()?.triggers)}`);
}

/** Whether the hit rate of some seconds is known. */
function isMeasuring({ triggers: states }: WatchRecord): boolean {
  const hits = states.find(({ name }) => name === 'few-hits')?.last;
  return (hits?.n ?? 0) >= 20;
}

function firedIn(record: WatchRecord | undefined): string[] {
  return (record?.changes ?? []).filter(({ kind }) => kind === 'fired').map(({ trigger }) => trigger);
}

async function give(...faults: readonly string[]): Promise<void> {
  const reply = await fetch(`${url}/faults`, { method: 'POST', body: JSON.stringify({ faults }) });
  expect(reply.status).toBe(200);
}

function linesOf(name: string): string[] {
  return readFileSync(path.join(scratch.path, name), 'utf8').trim().split('\n');
}

describe('hitgate watch', { timeout: longTest }, () => {
  it('lets a healthy service be, and ends with 0 after its time', async () => {
    const { code, stdout } = await (await startWatch('--for', '12s')).finished;
    expect(stdout).toContain('PASS');
    expect(code).toBe(0);
    expect(firedIn(readWatch())).toEqual([]);
    expect(readWatch()?.looks.withData).toBeGreaterThan(10);
  });

  it('rolls back on errors, and on nothing else', async () => {
    const running = await startWatch();
    await until(isMeasuring);
    await give('error-burst:60%');
    const { code } = await running.finished;
    expect(code).toBe(1);
    expect(firedIn(readWatch())).toEqual(['errors']);
    expect(linesOf('rolled')).toEqual(['errors']);
    const file = path.join(folderOfWatch(), 'rollback-report.json');
    const report = parseRollbackRecord(readFileSync(file, 'utf8'), file);
    expect(report.causes).toMatchObject([{ kind: 'errors' }]);
    expect(report.actions).toMatchObject([{ kind: 'command', status: 'done' }]);
  });

  it('sees that nobody listens any more, does not end of it, and rolls back for that alone', async () => {
    const running = await startWatch('--keep-watching');
    await until(isMeasuring);
    target.signal('SIGKILL');
    await target.finished;
    // Long enough for the engine to give the target up twice.
    await until(
      ({ triggers: states }) => (states.find(({ name }) => name === 'unavailable')?.heldMicros ?? 0) > 14_000_000,
    );
    running.signal('SIGINT');
    const { code } = await running.finished;
    expect(code).toBe(1);
    expect(firedIn(readWatch())).toEqual(['down', 'unavailable']);
    expect(linesOf('rolled')).toEqual(['unavailable']);
    expect(linesOf('alerted')).toContain('down');
    const causes = readWatch()?.changes.find(
      ({ trigger, kind }) => trigger === 'unavailable' && kind === 'fired',
    )?.causes;
    expect(causes).toMatchObject([{ kind: 'down' }]);
  });

  it('sees that a service answers no more although it takes connections', async () => {
    const running = await startWatch();
    await until(isMeasuring);
    await give('frozen:1ms');
    const { code } = await running.finished;
    expect(code).toBe(1);
    expect(firedIn(readWatch())).toEqual(['down', 'unavailable']);
    const causes = readWatch()?.changes.find(
      ({ trigger, kind }) => trigger === 'unavailable' && kind === 'fired',
    )?.causes;
    expect(causes).toMatchObject([{ kind: 'hangs' }]);
  });

  it.each([
    ['hit-rate-collapse:1ms', 'few-hits', 'cache'],
    ['slow-hits:1500ms', 'slow-hits', 'hits only'],
  ])('asks for a review on %s, goes on, and ends with 1 on Ctrl-C', async (fault, name, cause) => {
    const running = await startWatch();
    await until(isMeasuring);
    await give(fault);
    await until((record) => firedIn(record).length > 0);
    running.signal('SIGINT');
    const { code } = await running.finished;
    expect(code).toBe(1);
    const record = readWatch();
    expect(firedIn(record)).toEqual([name]);
    expect(linesOf('reviewed')).toEqual([name]);
    expect(record?.changes.find(({ kind }) => kind === 'fired')?.causes).toMatchObject([{ kind: cause }]);
    expect(record?.ended?.by).toBe('interruption');
  });

  it('watches a service that is away at its start all the same', async () => {
    target.signal('SIGKILL');
    await target.finished;
    const running = await startWatch();
    const { code, stderr } = await running.finished;
    expect(stderr).toContain('it is watched all the same');
    expect(code).toBe(1);
    expect(firedIn(readWatch())).toEqual(['down', 'unavailable']);
  });

  it.each([
    [['--rate', '5', '--vus', '2'], '--rate and --vus are two loads'],
    [['--for', '10s'], '--for is shorter than --interval'],
    [
      ['--prometheus', 'http://127.0.0.1:9', '--vus', '2', '--insecure'],
      '--prometheus sends no load, so --vus, --insecure would do nothing',
    ],
    [['--prometheus', 'ftp://x'], '--prometheus must be an http or https URL'],
    [['--prometheus', 'http://user:pass@127.0.0.1:9'], '--prometheus holds credentials'],
    [['--prometheus', 'http://127.0.0.1:9', '--prometheus-token-env', 'NO_SUCH'], 'NO_SUCH is not set'],
    [[], 'watch needs a live service'],
  ])('refuses %j before anything is sent', async (argv, words) => {
    const { code, stderr } = await startHitgate(['watch', await scenarioFile(), ...argv], { cwd: scratch.path })
      .finished;
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('user:pass');
    expect(code).toBe(2);
  });
});
