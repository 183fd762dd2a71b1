import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startCommand, type CommandProcess } from '../../src/cli/command-process.ts';

const node = JSON.stringify(process.execPath);

/** Waits until the command printed a text, at most 20 s. */
async function printed(command: CommandProcess, text: string): Promise<string> {
  for (let attempt = 0; attempt < 400 && !command.output().includes(text); attempt += 1) await sleep(50);
  return command.output();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a command that was started here', () => {
  it('says how it ended and what it printed last, on both streams', async () => {
    const command = startCommand('echo out; echo err >&2; exit 3');
    await new Promise((resolve) => command.ending.addEventListener('abort', resolve));
    expect(command.ended()).toBe('ended with code 3');
    expect(command.output()).toBe('out\nerr');
    expect(await command.stop(1_000)).toBe(true);
    expect(command.output()).toBe('out\nerr');
  });

  it('keeps only the end of what it printed', async () => {
    const command = startCommand(`${node} -e "console.log('x'.repeat(5000) + 'the end')"`);
    expect((await printed(command, 'the end')).length).toBeLessThanOrEqual(1_000);
    await command.stop(1_000);
  });

  it('ends with all that it started', async () => {
    const command = startCommand(
      `${node} -e "console.log(process.pid + ' runs'); setInterval(() => {}, 1e6)" & wait; true`,
    );
    const child = Number.parseInt(await printed(command, 'runs'), 10);
    expect(isAlive(child)).toBe(true);
    expect(await command.stop(5_000)).toBe(true);
    expect(command.ended()).toBeDefined();
    expect(isAlive(child)).toBe(false);
  });

  it('is killed when it does not end', async () => {
    const command = startCommand(
      `exec ${node} -e "process.on('SIGTERM', () => {}); console.log('deaf'); setInterval(() => {}, 1e6)"`,
    );
    await printed(command, 'deaf');
    expect(await command.stop(200)).toBe(true);
    expect(command.ended()).toBe('was ended by SIGKILL');
  });

  it('that does not exist ends by itself', async () => {
    const command = startCommand('exec hitgate-no-such-program');
    await new Promise((resolve) => command.ending.addEventListener('abort', resolve));
    expect(command.ended()).toBe('ended with code 127');
    await command.stop(1_000);
  });
});
