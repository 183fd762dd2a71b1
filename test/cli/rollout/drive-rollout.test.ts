import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { driveRollout, type Asked } from '../../../src/cli/rollout/drive-rollout.ts';
import type { RolloutSession } from '../../../src/cli/rollout/rollout-session.ts';
import { parseRollout, type RolloutRecord } from '../../../src/report/rollout-record.ts';
import { goBack } from '../../../src/rollout/take-up.ts';
import { recordWith } from '../../rollout/build-rollout.ts';
import { buildSession, queryService, serve } from './build-session.ts';

const record = recordWith({ versions: {}, current: { stage: 0, step: 'set share', held: 0, invalid: 0, share: 0 } });
const back: Asked = { transition: goBack(record), what: 'roll back' };

async function log(cwd: string): Promise<string> {
  return readFile(path.join(cwd, 'log'), 'utf8').catch(() => '');
}

async function stored({ folder }: RolloutSession): Promise<RolloutRecord> {
  return parseRollout(await readFile(path.join(folder, 'rollout.json'), 'utf8'), 'rollout.json');
}

async function urls(): Promise<{ readonly stable: string; readonly canary: string }> {
  return { stable: await queryService({}), canary: await queryService({ metrics: () => 'fact_requests 1\n' }) };
}

describe('a rollback', () => {
  it('is done, verified and on disk', async () => {
    const { session, cwd, printed } = await buildSession(await urls());
    expect(await driveRollout(session, record, back)).toBe(0);
    expect(await log(cwd)).toBe('back\n');
    expect(await stored(session)).toMatchObject({ status: 'rolled back', exitCode: 0, rollback: { verified: true } });
    expect(printed.stdout).toContain('ROLLED BACK  release: asked for (--roll-back), as it was cut off');
  });

  it('does not wait for a disk: it goes on, says that its state is not written, and ends with code 6', async () => {
    const { session, cwd, printed } = await buildSession(await urls());
    const full = { ...session, folder: path.join(cwd, 'gone') };
    expect(await driveRollout(full, record, back)).toBe(6);
    expect(await log(cwd)).toBe('back\n');
    expect(printed.stdout).toContain('ROLLED BACK');
    expect(printed.stderr.match(/E_OUTPUT/gu)).toHaveLength(1);
  });

  it('that fails has a code of its own, also without a disk, and calls for an alert', async () => {
    const { session, cwd } = await buildSession({
      ...(await urls()),
      actions: { rollback: 'exit 9', alert: 'echo alert $HITGATE_HOOK_STAGE >> log' },
    });
    expect(await driveRollout({ ...session, folder: path.join(cwd, 'gone') }, record, back)).toBe(7);
    expect(await log(cwd)).toBe('alert 1\n');
  });

  it('runs setShare with 0 although the rollback command failed', async () => {
    const { session, cwd } = await buildSession({
      ...(await urls()),
      actions: { rollback: 'exit 9' },
      rollout: { setShare: 'echo $HITGATE_HOOK_EVENT $HITGATE_HOOK_SHARE >> log' },
    });
    expect(await driveRollout(session, record, back)).toBe(7);
    expect(await log(cwd)).toBe('set-share 0\n');
  });

  it('is not verified when the share cannot be set to 0', async () => {
    const { session } = await buildSession({ ...(await urls()), rollout: { setShare: 'exit 2' } });
    expect(await driveRollout(session, record, back)).toBe(7);
    expect((await stored(session)).rollback).toMatchObject({
      status: 'done',
      verified: false,
      verifiedBy: expect.stringContaining('setShare to 0 % ended with code 2'),
    });
  });
});

describe('a rollout', () => {
  it('does nothing when its state cannot be written', async () => {
    const { session, cwd, printed } = await buildSession({
      ...(await urls()),
      rollout: { setShare: 'echo set >> log' },
    });
    const driven = driveRollout({ ...session, folder: path.join(cwd, 'gone') }, record, undefined);
    await expect(driven).rejects.toMatchObject({ exitCode: 6 });
    expect(await log(cwd)).toBe('');
    expect(printed.stderr).toContain('--resume');
  });

  it('that is interrupted before anything is done leaves the share at 0', async () => {
    const { session, cwd } = await buildSession({
      ...(await urls()),
      signal: AbortSignal.abort(),
      rollout: { setShare: 'echo set >> log' },
    });
    expect(await driveRollout(session, record, undefined)).toBe(130);
    expect(await log(cwd)).toBe('');
    expect(await stored(session)).toMatchObject({ status: 'interrupted', current: { share: 0 } });
  });

  it('that is interrupted while the share is set does not know it, and rolls back where the scenario says so', async () => {
    const abort = new AbortController();
    const { session, cwd, printed } = await buildSession({
      ...(await urls()),
      signal: abort.signal,
      rollout: {
        setShare: 'if [ $HITGATE_HOOK_SHARE = 10 ]; then echo > begun; sleep 600; fi',
        onInterrupt: 'rollback',
      },
    });
    const driven = driveRollout(session, record, undefined);
    await expect.poll(() => existsSync(path.join(cwd, 'begun')), { timeout: 20_000 }).toBe(true);
    abort.abort();
    expect(await driven).toBe(130);
    expect(await log(cwd)).toBe('back\n');
    const kept = await stored(session);
    expect(kept).toMatchObject({ status: 'rolled back', exitCode: 130, current: { share: 0 } });
    expect(kept.history.map(({ what, share }) => [what, share])).toEqual([
      ['interruption', null],
      ['roll back', 0],
    ]);
    expect(printed.stderr).toContain('rolling back, which Ctrl-C does not end');
  });

  it('tells its webhooks of its end, and one that is down changes nothing', async () => {
    const told: string[] = [];
    const url = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => void told.push(chunk.toString()));
      request.on('end', () => response.end());
    });
    const { session, printed } = await buildSession({
      ...(await urls()),
      actions: { webhooks: [{ urlEnv: 'HOOK_URL' }, { urlEnv: 'DOWN_URL' }, { urlEnv: 'UNSET_URL' }] },
      env: { HOOK_URL: url, DOWN_URL: 'http://127.0.0.1:1/s3cret-path' },
    });
    expect(await driveRollout(session, record, back)).toBe(0);
    expect(told.join('')).toContain('hitgate rollout release, stage 1 of 3: ROLLED BACK. The canary’s share is 0 %.');
    const hooks = (await stored(session)).history.at(-1)?.hooks.map(({ what, status }) => [what, status]);
    expect(hooks).toEqual([
      ['actions.rollback', 'done'],
      ['HOOK_URL', 'sent'],
      ['DOWN_URL', 'not sent'],
      ['UNSET_URL', 'not sent'],
    ]);
    expect(JSON.stringify(await stored(session)) + printed.stdout + printed.stderr).not.toContain('s3cret-path');
  });
});
