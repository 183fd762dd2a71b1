import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driveWatch, type DriveWatchOptions } from '../../../src/cli/watch/drive-watch.ts';
import type { WatchSource } from '../../../src/cli/watch/watch-source.ts';
import { parseRollbackRecord, parseWatchRecord } from '../../../src/report/watch-record.ts';
import type { Reading } from '../../../src/watch/reading.ts';
import { lookAt, minute, planWatch, second, valueOf } from '../../watch/build-look.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitgate-watch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Scene = {
  /** What is read at a time of the watch. */
  readonly at: (micros: number) => readonly Reading[];
  readonly options?: Partial<DriveWatchOptions>;
  /** When Ctrl-C comes. */
  readonly interruptAt?: number;
  /** How long each look takes. */
  readonly readMicros?: number;
};

/** Watches in a time of its own: it passes in pauses alone, and as long as a look takes. */
async function play({ at, options = {}, interruptAt = Infinity, readMicros = 0 }: Scene) {
  let now = 0;
  let looks = 0;
  let interrupt: (() => void) | undefined;
  const printed = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[name] += text;
    },
    isTerminal: false,
    columns: 100,
  });
  const source: WatchSource = {
    describe: () => ({ kind: 'own load', url: 'http://127.0.0.1:8080', words: 'played' }),
    run: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      }),
    read: () => {
      looks += 1;
      const { readings } = lookAt(0, at(now));
      now += readMicros;
      return Promise.resolve({ readings });
    },
  };
  const code = await driveWatch({
    environment: {
      argv: [],
      env: { PATH: process.env['PATH'] },
      cwd: folder,
      stdout: sink('stdout'),
      stderr: sink('stderr'),
      clock: { name: 'played', nowMicros: () => now, wallMillis: () => Date.UTC(2026, 0, 8) + now / 1000 },
      onInterrupt: (handler) => {
        interrupt = handler;
        return () => undefined;
      },
    },
    watch: planWatch(),
    source,
    actions: undefined,
    secrets: [],
    out: path.join(folder, 'reports'),
    intervalMicros: 15 * second,
    lengthMicros: undefined,
    keepWatching: false,
    failOn: 'critical',
    quiet: false,
    pause: (millis) => {
      now += millis * 1000;
      if (now >= interruptAt) interrupt?.();
      return Promise.resolve();
    },
    ...options,
  });
  return { code, looks, ...printed, record: () => parseWatchRecord(inFolder('watch.json'), 'watch.json') };
}

function inFolder(file: string): string {
  return readFileSync(path.join(onlyFolder(), file), 'utf8');
}

function onlyFolder(): string {
  const [name = ''] = readdirSync(path.join(folder, 'reports'));
  return path.join(folder, 'reports', name);
}

const failing = [valueOf({ kind: 'error rate' }, 0.2)];

describe('a watch', () => {
  it('of two hours in which all is well ends with 0 after its time', async () => {
    const { code, looks, record, stdout, stderr } = await play({
      at: () => [],
      options: { lengthMicros: 120 * minute },
    });
    expect(code).toBe(0);
    expect(looks).toBe(480);
    expect(record().ended).toMatchObject({ by: 'time', outcome: 'PASS', at: '2026-01-08T02:00:00.000Z' });
    expect(stdout).toContain('PASS  its time is over; 480 looks, 480 with data');
    expect(stderr).toBe(
      `watching sla at http://127.0.0.1:8080, played: 7 triggers, a look every 15 s, for 2 h (${onlyFolder()})\n`,
    );
  });

  it('ends with 1 when a rollback trigger fires, runs its command and writes the report', async () => {
    const { code, record, stderr } = await play({
      at: (micros) => (micros >= 60 * minute ? failing : []),
      options: { actions: { rollback: { run: 'echo back > rolled', timeoutMicros: 10 * second }, webhooks: [] } },
    });
    expect(code).toBe(1);
    expect(record().ended).toMatchObject({ by: 'rollback', outcome: 'FAIL', at: '2026-01-08T01:05:00.000Z' });
    expect(readFileSync(path.join(folder, 'rolled'), 'utf8')).toBe('back\n');
    const report = parseRollbackRecord(inFolder('rollback-report.json'), 'rollback-report.json');
    expect(report).toMatchObject({
      firedAt: '2026-01-08T01:05:00.000Z',
      trigger: { name: 'rollback-error-rate', since: '2026-01-08T01:00:00.000Z' },
    });
    expect(report.actions).toMatchObject([{ kind: 'command', status: 'done' }]);
    expect(inFolder('rollback-report.md')).toContain('The rollback command ended well');
    expect(stderr.split('\n')[2]).toBe(
      '2026-01-08T01:05:00.000Z  rollback-error-rate  FIRING: error rate > 5.00 % for 5m; 20.00 % (n 100)',
    );
  });

  it('goes on with --keep-watching, acts once for each firing, and still ends with 1', async () => {
    const { code, record } = await play({
      at: (micros) => (micros % (30 * minute) < 10 * minute ? failing : []),
      options: {
        keepWatching: true,
        lengthMicros: 90 * minute,
        actions: { rollback: { run: 'echo back >> rolled', timeoutMicros: 10 * second }, webhooks: [] },
      },
    });
    expect(code).toBe(1);
    expect(record().ended?.by).toBe('time');
    expect(record().triggers.find(({ name }) => name === 'rollback-error-rate')?.firings).toBe(3);
    expect(readFileSync(path.join(folder, 'rolled'), 'utf8')).toBe('back\nback\nback\n');
    const [name = ''] = readdirSync(path.join(folder, 'reports'));
    expect(readdirSync(path.join(folder, 'reports', name)).toSorted()).toEqual([
      'rollback-report-2.json',
      'rollback-report-2.md',
      'rollback-report-3.json',
      'rollback-report-3.md',
      'rollback-report.json',
      'rollback-report.md',
      'watch.json',
    ]);
  });

  it.each([
    ['nothing fired', [], 0],
    ['a review fired', [valueOf({ kind: 'hit rate' }, 0.6)], 1],
    ['a warning fired', [valueOf({ kind: 'hit rate' }, 0.8)], 0],
  ])('that is interrupted ends with what was seen: %s', async (_, readings, expected) => {
    const { code, record } = await play({ at: () => readings, interruptAt: 20 * minute });
    expect(code).toBe(expected);
    expect(record().ended?.by).toBe('interruption');
  });

  it('that is interrupted before its first look ends with 130', async () => {
    const { code } = await play({ at: () => [], interruptAt: 0 });
    expect(code).toBe(130);
  });

  it('without any data ends with 1 and never with 0', async () => {
    const missing = planWatch().figures.map((figure): Reading => ({ figure, noData: 'nobody knows' }));
    const { code, record, stderr } = await play({ at: () => missing, options: { lengthMicros: 20 * second } });
    expect(code).toBe(1);
    expect(record().ended?.outcome).toBe('FAIL');
    expect(stderr.split('\n').slice(1)).toEqual(['2026-01-08T00:00:15.000Z  no figure has a value: nobody knows', '']);
  });

  it('says once that nothing is seen any more, at the first such look, and once that it is over', async () => {
    const missing = planWatch().figures.map((figure): Reading => ({ figure, noData: 'nobody knows' }));
    const { stderr, code } = await play({
      at: (micros) => (micros > 60 * second && micros < 100 * second ? missing : []),
      options: { lengthMicros: 3 * minute },
    });
    expect(stderr.split('\n').slice(1)).toEqual([
      '2026-01-08T00:01:15.000Z  no figure has a value: nobody knows',
      '2026-01-08T00:01:45.000Z  figures have values again',
      '',
    ]);
    expect(code).toBe(0);
  });

  it('writes a report for a review as well, goes on, and says that people decide', async () => {
    const { code, record } = await play({
      at: (micros) => (micros >= 60 * minute ? [valueOf({ kind: 'hit rate' }, 0.6)] : []),
      options: {
        lengthMicros: 90 * minute,
        actions: { review: { run: 'exit 3', timeoutMicros: 10 * second }, webhooks: [] },
      },
    });
    expect(code).toBe(1);
    expect(record().ended?.by).toBe('time');
    const report = parseRollbackRecord(inFolder('review-report.json'), 'review-report.json');
    expect(report.changes.map(({ kind, trigger }) => `${trigger} ${kind}`)).toEqual([
      'hit-rate-low pending',
      'review-hit-rate pending',
      'hit-rate-low fired',
      'review-hit-rate fired',
    ]);
    expect(report.nextSteps.slice(0, 2)).toEqual([
      'Decide whether to roll back: this trigger leaves it to people, and nothing was rolled back for it.',
      'Tell the people who decide: the command that asks them ended with code 3.',
    ]);
    expect(inFolder('review-report.md')).toContain('# Review: review-hit-rate');
  });

  it('has written what fired by the time at which the rollback command ends', async () => {
    // The command itself waits until it can read it there, for at most 5 s.
    const isWritten = 'grep -q \'"fired"\' "$HITGATE_HOOK_FOLDER/watch.json"';
    const copy = `n=0; until ${isWritten} || [ $n -ge 50 ]; do n=$((n+1)); sleep 0.1; done; cp "$HITGATE_HOOK_FOLDER"/*.json .`;
    await play({
      at: () => failing,
      options: { actions: { rollback: { run: copy, timeoutMicros: 10 * second }, webhooks: [] } },
    });
    const state = parseWatchRecord(readFileSync(path.join(folder, 'watch.json'), 'utf8'), 'watch.json');
    expect(state.ended).toBeUndefined();
    expect(state.changes.at(-1)).toMatchObject({ kind: 'fired', trigger: 'rollback-error-rate' });
    const report = parseRollbackRecord(readFileSync(path.join(folder, 'rollback-report.json'), 'utf8'), 'r.json');
    expect(report.actions).toEqual([]);
  });

  it('says that it waits for a command that takes its time, and reports how it ended', async () => {
    const { stderr, record } = await play({
      at: () => failing,
      options: { actions: { rollback: { run: 'sleep 60', timeoutMicros: second / 2 }, webhooks: [] } },
    });
    expect(stderr).toContain('waiting for what is being done; Ctrl-C twice ends it\n');
    expect(record().actions).toMatchObject([{ kind: 'command', status: 'timed out' }]);
  });

  it('leaves out looks for which there was no time, and counts no time that it did not see', async () => {
    // Each look takes 31 s, so that two of three are missed: looks are 45 s apart, and what is between them is not known to have held.
    const { record, looks } = await play({
      at: () => failing,
      readMicros: 31 * second,
      options: { lengthMicros: 20 * minute },
    });
    expect(looks).toBe(27);
    expect(record().triggers.find(({ name }) => name === 'rollback-error-rate')).toMatchObject({
      state: 'pending',
      heldMicros: 0,
    });
  });

  it('says once that a report could not be written, goes on, and ends with 6', async () => {
    let isBroken = false;
    const { code, looks, stderr, stdout } = await play({
      at: () => {
        if (!isBroken) {
          const path = onlyFolder();
          rmSync(path, { recursive: true });
          writeFileSync(path, 'no folder');
        }
        isBroken = true;
        return [];
      },
      options: { lengthMicros: 2 * minute },
    });
    expect(code).toBe(6);
    expect(looks).toBe(8);
    expect(stderr.match(/could not be written/gu)).toHaveLength(1);
    expect(stdout).toContain('PASS');
  });
});
