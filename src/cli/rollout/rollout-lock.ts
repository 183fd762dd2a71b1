import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { HitgateError, exitCodes } from '../../errors.ts';
import { makeFolders } from '../run/run-folder.ts';

type Holder = { readonly pid: number; readonly host: string };

/**
 * Takes the lock of a scenario's rollouts below `root`; a lock whose process on this machine is gone is taken over. @returns what gives it back.
 * @throws HitgateError (exit 2) when another process holds it, or may hold it on another machine.
 */
export function lockRollout(root: string, scenario: string): () => void {
  const lock = path.join(root, `.rollout-${scenario}.lock`);
  const draft = `${lock}.${process.pid}`;
  try {
    writeDraft(draft, lock);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      if (tryLink(draft, lock)) return () => rmSync(lock, { force: true });
      const holder = readHolder(lock);
      if (holder === 'gone') continue;
      if (!isStale(holder)) throw heldError(lock, scenario, holder);
      discardStale(lock, draft);
    }
    throw heldError(lock, scenario, undefined);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether the lock was taken; a link is made as a whole or not at all, so that nobody reads a half of it. */
function tryLink(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw unmadeError(lock, error);
  }
}

function writeDraft(draft: string, lock: string): void {
  try {
    makeFolders(path.dirname(draft));
    writeFileSync(draft, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  } catch (error) {
    throw unmadeError(lock, error);
  }
}

function unmadeError(lock: string, cause: unknown): HitgateError {
  return new HitgateError(`The lock ${lock} cannot be made: ${codeOf(cause)}`, {
    code: 'E_OUTPUT',
    exitCode: exitCodes.usage,
    hint: 'give a folder that can be written with --out DIR; nothing was done',
    cause,
  });
}

/** Undefined when nobody can tell who holds it. */
function readHolder(lock: string): Holder | undefined | 'gone' {
  try {
    const value: unknown = JSON.parse(readFileSync(lock, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return undefined;
    const { pid, host } = value;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'gone' : undefined;
  }
}

function isStale(holder: Holder | undefined): boolean {
  return holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Moves a stale lock out of the way first: what was moved may be another's fresh lock, which is then put back. */
function discardStale(lock: string, draft: string): void {
  const moved = `${draft}.stale`;
  try {
    renameSync(lock, moved);
    const holder = readHolder(moved);
    if (holder !== 'gone' && !isStale(holder)) tryLink(moved, lock);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function heldError(lock: string, scenario: string, holder: Holder | undefined): HitgateError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new HitgateError(`A rollout of ${scenario} is under way: ${who} holds ${lock}`, {
    code: 'E_ROLLOUT',
    exitCode: exitCodes.usage,
    hint: 'wait until it has ended; if no such rollout runs any more, remove that file',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
