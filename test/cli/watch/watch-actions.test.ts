import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actions } from '../../../src/scenario/hook.ts';
import { planTriggers } from '../../../src/scenario/trigger.ts';
import { isTold, WatchActions } from '../../../src/cli/watch/watch-actions.ts';
import type { Change } from '../../../src/watch/watcher.ts';
import { valueOf } from '../../watch/build-look.ts';

const url = 'http://hooks.example/services/s3cret-path';
const hooks = setupServer();
let folder = '';
let messages: unknown[] = [];

beforeAll(() => hooks.listen({ onUnhandledRequest: 'error' }));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitgate-watch-'));
  messages = [];
  hooks.use(
    http.post(url, async ({ request }) => {
      messages.push(await request.json());
      return HttpResponse.text('ok');
    }),
  );
});
afterEach(() => {
  hooks.resetHandlers();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => hooks.close());

const webhooks = [{ urlEnv: 'SLACK_WEBHOOK_URL', timeoutMicros: 20_000_000 }];
const command = (run: string, timeoutMicros = 10_000_000) => ({ run, timeoutMicros });

function actionsOf(actions: Partial<Actions>): WatchActions {
  return new WatchActions({
    actions: { webhooks: [], ...actions },
    scenario: 'sla',
    url: 'http://127.0.0.1:8080',
    folder: 'reports/watch',
    env: { PATH: process.env['PATH'], SLACK_WEBHOOK_URL: url, API_TOKEN: 'tok-12345678' },
    secrets: ['tok-12345678', url],
    cwd: folder,
    now: () => '2026-01-08T00:00:00.000Z',
    onDone: () => undefined,
  });
}

function changeOf(name: string, kind: Change['kind'] = 'fired'): Change {
  const trigger = planTriggers.find((each) => each.name === name);
  if (trigger === undefined) throw new RangeError(`Expected a trigger of the plan, got ${name}`);
  return {
    kind,
    trigger,
    atMicros: 0,
    wallMillis: 0,
    reading: valueOf(trigger.condition.figure, 0.0734),
    causes: [{ kind: 'errors', sentence: 'the service itself fails', evidence: 'HTTP 500 44' }],
  };
}

describe('a rollback trigger that fires', () => {
  it('runs its command with what happened, and tells those who wait for it as Slack reads it', async () => {
    const actions = actionsOf({ rollback: command('env | grep HITGATE_HOOK_ | sort > rolled; echo back'), webhooks });
    const records = await actions.act(changeOf('rollback-error-rate'), undefined);
    expect(records.map(({ kind, status }) => `${kind} ${status}`).toSorted()).toEqual(['command done', 'webhook sent']);
    expect(readFileSync(path.join(folder, 'rolled'), 'utf8').split('\n')).toEqual([
      'HITGATE_HOOK_ACTION=rollback',
      'HITGATE_HOOK_CONDITION=error rate > 5.00 % for 5m',
      'HITGATE_HOOK_EVENT=fired',
      'HITGATE_HOOK_FOLDER=reports/watch',
      'HITGATE_HOOK_SCENARIO=sla',
      'HITGATE_HOOK_SEVERITY=critical',
      'HITGATE_HOOK_TRIGGER=rollback-error-rate',
      'HITGATE_HOOK_URL=http://127.0.0.1:8080',
      'HITGATE_HOOK_VALUE=7.34 %',
      '',
    ]);
    const text = [
      '*Firing: rollback-error-rate* (critical, rollback)',
      'error rate > 5.00 % for 5m; error rate: 7.34 % (n 100)',
      'Likely cause: the service itself fails (HTTP 500 44)',
      'sla at http://127.0.0.1:8080',
    ].join('\n');
    expect(messages).toEqual([{ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] }]);
  });

  it.each([
    ['fails', command('exit 3'), 'failed', 'ended with code 3'],
    ['hangs', command('sleep 60', 200_000), 'timed out', 'was ended after 200 ms, its time-out'],
    ['was not given', undefined, 'not given', 'was not given (actions.rollback)'],
  ])('says to roll back by hand when the command %s', async (_, rollback, status, how) => {
    const actions = actionsOf({ ...(rollback === undefined ? {} : { rollback }), webhooks });
    const records = await actions.act(changeOf('rollback-unavailable'), undefined);
    expect(records).toContainEqual(expect.objectContaining({ kind: 'command', status, how }));
    expect(messages).toContainEqual(
      expect.objectContaining({ text: `The rollback did not take place: the command ${how}. Roll back by hand.` }),
    );
  });

  it('is not rolled back twice while another one still fires', async () => {
    const actions = actionsOf({ rollback: command('echo once >> rolled'), webhooks: [] });
    await actions.act(changeOf('rollback-unavailable'), undefined);
    const [record] = await actions.act(changeOf('rollback-error-rate'), 'rollback-unavailable');
    expect(record).toMatchObject({
      status: 'not given',
      how: 'was run for rollback-unavailable already, which is still firing',
    });
    expect(readFileSync(path.join(folder, 'rolled'), 'utf8')).toBe('once\n');
  });

  it('keeps secrets out of what is kept, printed by the command or written into it', async () => {
    const actions = actionsOf({ rollback: command('echo "token is $API_TOKEN"; echo password=hunter22 tok-12345678') });
    await actions.act(changeOf('rollback-error-rate'), undefined);
    expect(JSON.stringify(actions.done)).not.toMatch(/tok-12345678|hunter22/u);
    expect(JSON.stringify(actions.done)).toContain('[masked]');
  });
});

describe('a webhook that is down', () => {
  it.each([
    ['answers 500', () => new HttpResponse(null, { status: 500 }), 'status 500'],
    ['does not answer', () => delay('infinite'), 'no answer within 200 ms'],
  ])('(%s) hides neither the command nor itself', async (_, answer, how) => {
    hooks.use(http.post(url, answer));
    const quick = webhooks.map((webhook) => ({ ...webhook, timeoutMicros: 200_000 }));
    const actions = actionsOf({ rollback: command('true'), webhooks: how.startsWith('no answer') ? quick : webhooks });
    const records = await actions.act(changeOf('rollback-error-rate'), undefined);
    expect(records).toContainEqual(expect.objectContaining({ kind: 'command', status: 'done' }));
    expect(records).toContainEqual(
      expect.objectContaining({ kind: 'webhook', status: 'not sent', how, what: 'SLACK_WEBHOOK_URL' }),
    );
  });
});

describe('a change', () => {
  it.each([
    ['hit-rate-low', 'fired', ['alert']],
    ['service-down', 'fired', ['alert']],
    ['review-hit-rate', 'fired', ['review']],
    ['rollback-error-rate', 'fired', ['rollback']],
    ['rollback-error-rate', 'no data', ['alert']],
    ['rollback-error-rate', 'resolved', []],
    ['rollback-error-rate', 'data again', []],
  ] as const)('of %s that is %s runs %j', async (name, kind, expected) => {
    const actions = actionsOf({
      rollback: command('echo rollback >> done'),
      review: command('echo review >> done'),
      alert: command('echo alert >> done'),
      webhooks,
    });
    const records = await actions.act(changeOf(name, kind), undefined);
    expect(records.filter((record) => record.kind === 'command').map(({ what }) => what)).toEqual(
      expected.map((each) => `echo ${each} >> done`),
    );
    expect(messages).toHaveLength(1);
  });

  it('is told when it is more than a condition that begins or ends to hold', () => {
    const kinds = ['pending', 'cleared', 'fired', 'resolved', 'no data', 'data again'] as const;
    expect(kinds.filter((kind) => isTold(changeOf('hit-rate-low', kind)))).toEqual(kinds.slice(2));
  });

  it('does not pile up commands behind one that hangs, nor records', async () => {
    const actions = actionsOf({ alert: command('sleep 60', 300_000) });
    const all = Array.from({ length: 250 }, () => actions.act(changeOf('hit-rate-low'), undefined));
    await all.at(-1);
    expect(actions.done.actions.at(-1)).toMatchObject({
      status: 'interrupted',
      how: 'was not started: 20 others wait',
    });
    await actions.settle();
    expect(actions.done.actions).toHaveLength(200);
    expect(actions.done.forgotten).toBe(50);
  });
});
