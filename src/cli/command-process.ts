import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A shell command that was started here, with all that it started in its process group. */
export type CommandProcess = {
  /** How it ended, as the rest of a sentence; undefined while it runs. */
  readonly ended: () => string | undefined;
  /** Aborts when the command ends. */
  readonly ending: AbortSignal;
  /** The last lines that it printed, on both streams; what it printed while it is stopped included. */
  readonly output: () => string;
  /** Asks its process group to end, kills it when it has not within `graceMillis`. @returns false when something of it lives on. */
  readonly stop: (graceMillis: number) => Promise<boolean>;
};

const tailBytes = 1_000;
const killedMillis = 2_000;
const pollMillis = 20;

/** What a command is given besides its text. */
export type CommandOptions = {
  /** Its environment; this process's own when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
};

/**
 * Starts a command by the shell, in a process group of its own, so that Ctrl-C does not reach it and all of it can be ended. What it prints
 * goes to a temporary file, so that no time is spent on it here, and is gone when the command is stopped. When this process exits without stopping it,
 * the group is killed.
 */
export function startCommand(command: string, options: CommandOptions = {}): CommandProcess {
  const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-command-'));
  const file = path.join(folder, 'output');
  const output = openSync(file, 'w');
  const child = spawn(command, { ...options, shell: true, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const ending = new AbortController();
  let ended: string | undefined;
  let printed = '';
  const end = (how: string): void => {
    ended ??= how;
    ending.abort();
  };
  child.once('error', (error) => end(`could not be started: ${error.message}`));
  child.once('exit', (code, signal) => end(signal === null ? `ended with code ${code}` : `was ended by ${signal}`));
  const killNow = (): void => void signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killNow);
  return {
    ended: () => ended,
    ending: ending.signal,
    output: () => (printed === '' ? tailOf(file) : printed),
    stop: async (graceMillis) => {
      const isGone = await endGroup(child.pid, () => ended !== undefined, graceMillis);
      if (isGone) process.off('exit', killNow);
      printed = tailOf(file);
      rmSync(folder, { recursive: true, force: true });
      return isGone;
    },
  };
}

/** SIGTERM, then SIGKILL. Of a group whose leader has ended, only zombies that nobody reaps can be left after that. */
async function endGroup(pid: number | undefined, hasEnded: () => boolean, graceMillis: number): Promise<boolean> {
  signalGroup(pid, 'SIGTERM');
  const isGone = (): boolean => hasEnded() && !signalGroup(pid, 0);
  if (await until(isGone, graceMillis)) return true;
  signalGroup(pid, 'SIGKILL');
  return (await until(isGone, killedMillis)) || hasEnded();
}

/** Whether there is such a group and the signal could be sent; 0 sends nothing. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

async function until(holds: () => boolean, mostMillis: number): Promise<boolean> {
  const end = performance.now() + mostMillis;
  while (!holds()) {
    if (performance.now() >= end) return false;
    await sleep(pollMillis);
  }
  return true;
}

function tailOf(file: string): string {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const bytes = Buffer.alloc(tailBytes);
    const read = readSync(handle, bytes, 0, tailBytes, Math.max(0, fstatSync(handle).size - tailBytes));
    return bytes.subarray(0, read).toString('utf8').trim();
  } catch {
    return '';
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
