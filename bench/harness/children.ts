import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import { findExecutable } from './find-executable.ts';

/** What is started. */
export type Command = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** What a child that has ended left behind. */
export type Output = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  /** CPU time of the child and of its own children, all threads, user and kernel; exact to 20 ms. */
  readonly cpuMicros: number;
};

/** The cores of client and target: apart when there are two and the platform can pin, else undefined for both. */
export const cores: { readonly client: number; readonly target: number } | undefined =
  os.cpus().length >= 2 && findExecutable('taskset') !== undefined ? { client: 0, target: 1 } : undefined;

/** The environment without hitgate's own variables, which would change what it runs. */
const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HITGATE_')));

const microsPerTick = 10_000;
const alive = new Set<ChildProcess>();

process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

/** Starts a process on a core of its own when `core` is one; it is killed when the bench ends. */
export function startChild({ file, args, env }: Command, core: number | undefined): ChildProcess {
  const [program, ...rest] = core === undefined ? [file, ...args] : ['taskset', '-c', String(core), file, ...args];
  const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...inherited, ...env } });
  alive.add(child);
  child.once('close', () => alive.delete(child));
  child.once('error', () => alive.delete(child));
  return child;
}

/** Runs a command to its end. @throws Error when it cannot be started, or was killed because it took longer than its bound. */
export async function runChild(command: Command, bounds: { core?: number; seconds: number }): Promise<Output> {
  const before = endedChildrenCpuMicros();
  const child = startChild(command, bounds.core);
  return await outputOf(child, bounds.seconds, () => endedChildrenCpuMicros() - before);
}

/** Waits for a started child. CPU is that of all children that ended since `cpuMicros` began to count. */
export async function outputOf(child: ChildProcess, seconds: number, cpuMicros: () => number): Promise<Output> {
  child.stdin?.end();
  const texts = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1_000);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (late)
      throw new Error(`${child.spawnargs.join(' ')} did not end within ${seconds} s: ${texts.stderr.slice(-400)}`);
    return { ...texts, exitCode, cpuMicros: cpuMicros() };
  } finally {
    clearTimeout(timer);
  }
}

/** CPU time of the children that have ended and were waited for, as the kernel keeps it for this process. */
export function endedChildrenCpuMicros(): number {
  const [, , , , , , , , , , , , , user, kernel] = statFields('self');
  return (Number(user) + Number(kernel)) * microsPerTick;
}

/** CPU time of a process that is still running, all threads. */
export function cpuMicrosOf(pid: number): number {
  const [, , , , , , , , , , , user, kernel] = statFields(String(pid));
  return (Number(user) + Number(kernel)) * microsPerTick;
}

/** The fields from the state on: a name in parentheses, before it, may hold anything. */
function statFields(process: string): string[] {
  const text = readFileSync(`/proc/${process}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
