import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runHook } from '../../../src/cli/hooks/run-hook.ts';
import { startCommand } from '../../../src/cli/command-process.ts';

const env = process.env;
const minute = 60_000_000;

describe('a hook', () => {
  it('is done when it ends with 0 in time, and says what it printed', async () => {
    const outcome = await runHook({ run: 'echo out; echo err >&2', timeoutMicros: minute }, { env, secrets: [] });
    expect(outcome).toMatchObject({ status: 'done', how: 'ended with code 0', output: 'out\nerr' });
  });

  it.each([
    ['exit 3', 'ended with code 3'],
    ['kill -9 $$', 'was ended by SIGKILL'],
    ['exec hitgate-no-such-program', 'ended with code 127'],
  ])('fails when it does not: %s', async (run, how) => {
    expect(await runHook({ run, timeoutMicros: minute }, { env, secrets: [] })).toMatchObject({
      status: 'failed',
      how,
    });
  });

  it('is ended with all that it started when its time is over, and that is no success', async () => {
    const run = 'sleep 600 & echo $!; wait';
    const outcome = await runHook({ run, timeoutMicros: 3_000_000 }, { env, secrets: [] });
    expect(outcome).toMatchObject({ status: 'timed out', how: 'was ended after 3 s, its time-out' });
    const child = Number.parseInt(outcome.output, 10);
    const alive = startCommand(`kill -0 ${child}`);
    await until(() => alive.ended() !== undefined);
    expect(alive.ended()).toBe('ended with code 1');
    await alive.stop(100);
  });

  it('that cannot hear is killed', async () => {
    const run = 'trap "" TERM; echo deaf; while true; do sleep 1; done';
    expect(await runHook({ run, timeoutMicros: 300_000 }, { env, secrets: [] })).toMatchObject({ status: 'timed out' });
  });

  it('is ended by an interruption, and not started after one', async () => {
    const abort = new AbortController();
    const running = runHook({ run: 'sleep 600', timeoutMicros: minute }, { env, secrets: [], signal: abort.signal });
    abort.abort();
    expect(await running).toMatchObject({ status: 'interrupted', how: 'was ended by the interruption' });
    const late = await runHook({ run: 'true', timeoutMicros: minute }, { env, secrets: [], signal: abort.signal });
    expect(late).toMatchObject({ status: 'interrupted', how: 'was not started' });
  });

  it('is told the facts, and its secrets are in no outcome, not even where its output was cut', async () => {
    const secret = 'v3ry-s3cret-value';
    const run = `echo ${secret}; i=0; while [ $i -lt 100 ]; do printf "$KEY"; i=$((i+1)); done; echo; echo $HITGATE_HOOK_SHARE_PERCENT`;
    const outcome = await runHook(
      { run, timeoutMicros: minute },
      { env: { ...env, KEY: secret }, secrets: [secret], facts: { sharePercent: 10 } },
    );
    expect(outcome.output.endsWith('\n10')).toBe(true);
    expect(JSON.stringify(outcome)).not.toContain('s3cret');
    expect(JSON.stringify(outcome)).not.toContain('-value');
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 400 && !holds(); attempt += 1) await sleep(20);
}
