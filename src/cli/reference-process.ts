import { spawn, type ChildProcess } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { targetError } from '../errors.ts';
import { onCores } from './processor-cores.ts';
import type { TargetTruth } from '../report/run-report.ts';

/** A reference target that runs as a process of its own. */
export type ReferenceProcess = {
  readonly url: string;
  readonly profile: string;
  readonly faults: readonly string[];
  /** Forgets what was counted so far, so that the next truth covers the measured phase alone. */
  readonly resetTruth: () => Promise<void>;
  /** What the target itself counted since the last reset; undefined when it is gone or does not answer in 2 s. */
  readonly readTruth: () => Promise<TargetTruth | undefined>;
  /** Ends the process and waits for its end. */
  readonly stop: () => Promise<void>;
};

const readyTimeoutMillis = 15_000;
const truthTimeoutMillis = 2_000;

const readySchema = z.object({ url: z.string(), profile: z.string(), faults: z.array(z.string()) });
const truthClassSchema = z.object({ count: z.number(), service: z.string().optional() });
const truthSchema = z.object({
  classes: z.object({ hit: truthClassSchema, miss: truthClassSchema, unknown: truthClassSchema }),
  failures: z.number(),
});

/**
 * Starts `hitgate target` as a child process on a free port of the loopback interface. The child ends when its standard
 * input closes, so it never outlives this process. With `cores` it is kept on those. @throws HitgateError (exit 5) when it does not become ready.
 */
export async function startReferenceProcess(
  options: readonly string[],
  cores: string | undefined,
): Promise<ReferenceProcess> {
  const main = fileURLToPath(new URL('main.js', import.meta.url));
  const args = [main, 'target', '--port', '0', '--json', '--until-stdin-closes', ...options];
  const [program, all] = cores === undefined ? [process.execPath, args] : onCores(cores, process.execPath, args);
  const child = spawn(program, all, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  const ready = readySchema.parse(JSON.parse(await firstLine(child)));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    const kill = setTimeout(() => child.kill('SIGKILL'), 2_000);
    await ended;
    clearTimeout(kill);
  };
  return {
    ...ready,
    stop,
    resetTruth: async () => {
      await request(ready.url, 'POST', '/truth/reset').catch(() => undefined);
    },
    readTruth: () => readTruth(ready.url),
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let complaint = '';
    const fail = (what: string): void =>
      reject(targetError(`The reference target ${what}${complaint === '' ? '' : `: ${complaint.trim()}`}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready within ${readyTimeoutMillis / 1000} s`);
    }, readyTimeoutMillis);
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(0, 2_000);
    });
    child.once('error', () => fail('could not be started'));
    child.once('exit', (code) => {
      clearTimeout(timer);
      setImmediate(() => fail(`ended with code ${code} before it was ready`));
    });
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
  });
}

/** The reference target's own record at `url`; undefined when there is none, as with any other service. */
export async function readTruth(url: string): Promise<TargetTruth | undefined> {
  try {
    const answer = truthSchema.parse(await (await request(url, 'GET', '/truth')).json());
    const { hit, miss, unknown } = answer.classes;
    return {
      classes: { hit: classOf(hit), miss: classOf(miss), unknown: classOf(unknown) },
      failures: answer.failures,
    };
  } catch {
    return undefined;
  }
}

function classOf({ count, service }: z.infer<typeof truthClassSchema>): TargetTruth['classes']['hit'] {
  return service === undefined ? { count } : { count, service };
}

function request(url: string, method: string, path: string): Promise<Response> {
  return fetch(new URL(path, url), { method, signal: AbortSignal.timeout(truthTimeoutMillis) });
}
