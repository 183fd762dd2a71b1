import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { lockRollout } from '../../../src/cli/rollout/rollout-lock.ts';
import { scratch } from './build-session.ts';

/** The highest process id that Linux gives; nobody has it on a machine that runs a test. */
const nobody = 4_194_304 - 1;

function lockFile(root: string): string {
  return path.join(root, '.rollout-release.lock');
}

function holdAs(root: string, holder: unknown): void {
  writeFileSync(lockFile(root), typeof holder === 'string' ? holder : JSON.stringify(holder));
}

describe('the lock of a rollout', () => {
  it('is had by one, until it is given back, and leaves nothing', async () => {
    const root = await scratch();
    const unlock = lockRollout(root, 'release');
    expect(() => lockRollout(root, 'release')).toThrow(`process ${process.pid} on ${hostname()} holds`);
    unlock();
    lockRollout(root, 'release')();
    expect(readdirSync(root)).toEqual([]);
  });

  it('is another one for another scenario', async () => {
    const root = await scratch();
    const unlock = lockRollout(root, 'release');
    expect(() => lockRollout(root, 'other')()).not.toThrow();
    unlock();
  });

  it('is taken over from a process of this machine that is gone', async () => {
    const root = await scratch();
    holdAs(root, { pid: nobody, host: hostname() });
    const unlock = lockRollout(root, 'release');
    expect(readdirSync(root)).toEqual(['.rollout-release.lock']);
    unlock();
  });

  it.each([
    ['a process that lives', { pid: process.pid, host: hostname() }],
    ['a process of another machine', { pid: nobody, host: 'elsewhere' }],
    ['nobody knows whom', 'half a fi'],
    ['nobody', {}],
  ])('is never taken over from %s', async (_, holder) => {
    const root = await scratch();
    holdAs(root, holder);
    expect(() => lockRollout(root, 'release')).toThrow('A rollout of release is under way');
    expect(readdirSync(root)).toEqual(['.rollout-release.lock']);
  });

  it('says that it cannot be made where nothing can be written', () =>
    expect(() => lockRollout('/proc/hitgate', 'release')).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: 'The lock /proc/hitgate/.rollout-release.lock cannot be made: ENOENT',
      }),
    ));
});
