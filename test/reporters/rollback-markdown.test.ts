import { describe, expect, it } from 'vitest';
import { parseRollbackRecord, parseWatchRecord, type RollbackRecord } from '../../src/report/watch-record.ts';
import { rollbackMarkdown } from '../../src/reporters/rollback-markdown.ts';
import { describeRollback, describeWatch } from '../../src/watch/describe-watch.ts';
import { nextSteps } from '../../src/watch/next-steps.ts';
import { WindowReader } from '../../src/watch/read-window.ts';
import { Watcher, type Change } from '../../src/watch/watcher.ts';
import type { Look } from '../../src/watch/reading.ts';
import { planWatch, second, secondAt } from '../watch/build-look.ts';
import { identity } from '../watch/identity.ts';
import { golden } from './golden.ts';

const interval = 15 * second;

/** Four minutes in which all is well, then one answer in ten fails until a rollback trigger fires. */
function erringService(): { watcher: Watcher; change: Change; look: Look } {
  const watch = planWatch();
  const window = new WindowReader(watch, { ratePerSecond: 10, staleMicros: 15 * second });
  const watcher = new Watcher({ watch, intervalMicros: interval });
  for (let index = 0; index < 1_200; index += 1) {
    const failing = { counts: [8, 1, 0], failures: { status: 1 }, statuses: { 200: 9, 503: 1 } } as const;
    window.ring.add(secondAt(index * second, index >= 240 ? failing : {}));
    if (index % 15 !== 14) continue;
    const at = (index + 1) * second;
    const look = { atMicros: at, wallMillis: Date.UTC(2026, 0, 8) + at / 1_000, ...window.read(at) };
    const change = watcher.look(look).find(({ kind }) => kind === 'fired');
    if (change !== undefined) return { watcher, change, look };
  }
  throw new Error('Expected a trigger to fire');
}

function rolledBack(): RollbackRecord {
  const { watcher, change, look } = erringService();
  const first = describeRollback(identity, watcher, { change, look });
  const actions: RollbackRecord['actions'] = [
    {
      at: '2026-01-08T00:09:31.000Z',
      trigger: change.trigger.name,
      kind: 'webhook',
      what: 'SLACK_WEBHOOK_URL',
      status: 'not sent',
      how: 'no answer within 10 s',
    },
    {
      at: '2026-01-08T00:09:32.000Z',
      trigger: change.trigger.name,
      kind: 'command',
      what: 'kubectl rollout undo deployment/fact',
      status: 'timed out',
      how: 'was ended after 60 s, its time-out',
      millis: 60_000,
      output: 'waiting for the API server\n| still waiting\n',
    },
  ];
  return { ...first, actions, nextSteps: nextSteps(change, actions, 'sla') };
}

describe('a rollback report', () => {
  it('says what fired, the figures then, the cause, what was done and what to do', () => {
    const text = rollbackMarkdown(rolledBack());
    expect(text).toBe(golden('rollback-report.md', text));
  });

  it('before anything was done, and without a cause, says so', () => {
    const { watcher, change, look } = erringService();
    const text = rollbackMarkdown(
      describeRollback(identity, watcher, { change: { ...change, causes: [] }, look: { ...look, readings: [] } }),
    );
    expect(text).toContain('No likely cause seen.');
    expect(text).toContain('Nothing yet.');
    expect(text).toContain('The rollback command has not ended yet');
  });

  it('says of a command that the scenario does not give that it was not given', () => {
    const at = '2026-01-08T00:09:31.000Z';
    const action = {
      at,
      trigger: 'errors',
      kind: 'command',
      what: '',
      status: 'not given',
      how: 'was not given (actions.rollback)',
    } as const;
    expect(rollbackMarkdown({ ...rolledBack(), actions: [action] })).toContain(
      '- 2026-01-08T00:09:31.000Z the command was not given (actions.rollback)\n',
    );
  });

  it('comes back from its JSON as it was', () => {
    const record = rolledBack();
    expect(parseRollbackRecord(JSON.stringify(record), 'rollback-report.json')).toEqual(record);
  });
});

describe('watch.json', () => {
  it('comes back as it was', () => {
    const { watcher, change } = erringService();
    const ended = { at: '2026-01-08T00:10:00.000Z', by: 'rollback', outcome: 'FAIL', reasons: ['it fired'] } as const;
    const record = describeWatch(identity, watcher, {
      actions: [],
      forgotten: 0,
      wallMillis: change.wallMillis,
      ended: { ...ended, reasons: [...ended.reasons] },
    });
    expect(parseWatchRecord(JSON.stringify(record), 'watch.json')).toEqual(record);
    expect(record.changes.map(({ kind, trigger }) => `${trigger} ${kind}`)).toEqual([
      'rollback-error-rate pending',
      'rollback-error-rate fired',
    ]);
  });

  it.each([
    ['is no JSON', '{', 'it is no JSON'],
    ['has another shape', '{"schemaVersion":"1.0"}', 'hitgateVersion'],
    ['is of another major version', undefined, 'its schema is 2.0, expected 1.0'],
  ])('that %s is refused with a reason', (_, text, words) => {
    const { watcher } = erringService();
    const record = describeWatch(identity, watcher, { actions: [], forgotten: 0, wallMillis: 0 });
    const given = text ?? JSON.stringify({ ...record, schemaVersion: '2.0' });
    expect(() => parseWatchRecord(given, 'watch.json')).toThrow(words);
  });
});
