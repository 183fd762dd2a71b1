import { setTimeout as sleep } from 'node:timers/promises';
import { maskSecrets, maskSecretsOfTail } from '../../mask-secrets.ts';
import type { CommandHook } from '../../scenario/hook.ts';
import { formatDuration, microsPerMilli } from '../../units.ts';
import { startCommand } from '../command-process.ts';

/** How a command ended. `interrupted`: it was ended because whoever waited for it was. */
export type HookOutcome = {
  /** The command without secrets. */
  readonly command: string;
  readonly status: 'done' | 'failed' | 'timed out' | 'interrupted';
  /** How it ended, as the rest of a sentence: 'ended with code 3'. */
  readonly how: string;
  readonly millis: number;
  /** The last lines that it printed on both streams, without secrets; '' when it printed nothing. */
  readonly output: string;
};

type HookOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What it is told of the event: `share` becomes `HITGATE_HOOK_SHARE`. */
  readonly facts?: Readonly<Record<string, string | number>>;
  readonly secrets: readonly string[];
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** Of a monotonic clock. */
  readonly nowMillis?: () => number;
};

const graceMillis = 2_000;

/**
 * Runs a command to its end, or ends it and all that it started when its time is over. It never rejects: how it went is in the outcome, and
 * only `done` (code 0 in time) is a success.
 */
export async function runHook(hook: CommandHook, options: HookOptions): Promise<HookOutcome> {
  const { env, facts = {}, secrets, cwd, signal, nowMillis = () => performance.now() } = options;
  const command = maskSecrets(hook.run, secrets);
  const begun = nowMillis();
  const after = (): number => Math.round(nowMillis() - begun);
  if (isAborted(signal)) return { command, status: 'interrupted', how: 'was not started', millis: 0, output: '' };
  const told = Object.entries(facts).map(([name, value]) => [`HITGATE_HOOK_${environmentWord(name)}`, String(value)]);
  const started = startCommand(hook.run, {
    env: { ...env, ...Object.fromEntries(told) },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const waiting = AbortSignal.any(signal === undefined ? [started.ending] : [started.ending, signal]);
  await sleep(Math.ceil(hook.timeoutMicros / microsPerMilli), undefined, { signal: waiting }).catch(() => undefined);
  const ended = started.ended();
  // Now: its time may be over and the run end while it is being stopped.
  const wasInterrupted = isAborted(signal);
  const isGone = await started.stop(graceMillis);
  const output = maskSecretsOfTail(started.output(), secrets);
  if (ended !== undefined) {
    const status = ended === 'ended with code 0' ? 'done' : 'failed';
    return { command, status, how: ended, millis: after(), output };
  }
  const stopped = isGone ? 'was ended' : 'could not be ended';
  if (wasInterrupted)
    return { command, status: 'interrupted', how: `${stopped} by the interruption`, millis: after(), output };
  const how = `${stopped} after ${formatDuration(hook.timeoutMicros)}, its time-out`;
  return { command, status: 'timed out', how, millis: after(), output };
}

/** A call, as the answer changes between two. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function environmentWord(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_').toUpperCase();
}
