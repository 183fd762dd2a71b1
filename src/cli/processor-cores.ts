import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Which cores the reference target and the generator are kept on, as lists such as "0-2,5". */
export type CoreSplit = { readonly target: string; readonly generator: string };

/**
 * Splits the cores that this process may use: the last one for the reference target, the others for the generator. On a machine with nothing
 * else to do that halves how far latencies are from the target's record, because neither is moved about. Undefined where
 * cores cannot be chosen (not Linux, no `taskset`), or with fewer than two of them.
 */
export function splitCores(): CoreSplit | undefined {
  // Asked for again after `keepOnCores`, the system would name fewer.
  allowedAtFirst ??= readAllowedCores() ?? [];
  const allowed = allowedAtFirst;
  const last = allowed.at(-1);
  if (allowed.length < 2 || last === undefined || !hasTaskset()) return undefined;
  return { target: String(last), generator: allowed.slice(0, -1).join(',') };
}

let allowedAtFirst: readonly number[] | undefined;

/** Keeps all threads of this process, and those that they start, on some cores. False when the system refused. */
export function keepOnCores(cores: string): boolean {
  const { status } = spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)], {
    stdio: 'ignore',
  });
  return status === 0;
}

/** The command that starts a program on some cores. */
export function onCores(cores: string, program: string, args: readonly string[]): readonly [string, readonly string[]] {
  return ['taskset', ['--cpu-list', cores, program, ...args]];
}

/** The numbers in a list of cores as Linux writes it ("0-2,5"); undefined for any other text. */
export function parseCoreList(text: string): number[] | undefined {
  const cores: number[] = [];
  for (const part of text.trim().split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/u.exec(part);
    if (range === null) return undefined;
    const from = Number(range[1]);
    const to = Number(range[2] ?? from);
    if (to < from || to - from > 65_535) return undefined;
    for (let core = from; core <= to; core++) cores.push(core);
  }
  return cores;
}

function readAllowedCores(): number[] | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const list = /^Cpus_allowed_list:\s*(\S+)/mu.exec(readFileSync('/proc/self/status', 'utf8'));
    return parseCoreList(list?.[1] ?? '');
  } catch {
    return undefined;
  }
}

function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;
}
