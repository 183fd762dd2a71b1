import { execFileSync, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { cores, cpuMicrosOf, startChild } from './children.ts';
import { findExecutable } from './find-executable.ts';
import { giveUp } from './say.ts';

/** How the target behaves; delays of 0 are answered at once. */
export type Delays = {
  readonly hitMicros: number;
  readonly missMicros: number;
  readonly freeze?: { readonly everyMillis: number; readonly millis: number };
};

/** The quantiles that are compared. */
export const quantileNames = ['p50', 'p95', 'p99', 'p99.9'] as const;
export type QuantileName = (typeof quantileNames)[number];
export type Quantiles = Readonly<Partial<Record<QuantileName, number>>>;

/** What the target did to all requests since its last reset. */
type Truth = { readonly count: number; readonly millis: Quantiles };

/** A running target. */
export type DelayTarget = {
  readonly url: string;
  readonly truth: () => Promise<Truth>;
  /** Forgets what was, and does not count the next `after` requests. */
  readonly reset: (after?: number) => Promise<void>;
  readonly cpuMicros: () => number;
  readonly stop: () => void;
};

const source = 'bench/targets/delay-target.c';
const binary = 'node_modules/.cache/hitgate/delay-target';

/** Compiles the target; ends the bench with a hint when there is no C compiler. */
export function compileDelayTarget(): void {
  const compiler = findExecutable('cc') ?? findExecutable('gcc') ?? findExecutable('clang');
  if (compiler === undefined)
    giveUp(`There is no C compiler to build ${source} with`, 'install one, so that cc, gcc or clang is on the PATH');
  mkdirSync(path.dirname(binary), { recursive: true });
  execFileSync(compiler, ['-O2', '-o', binary, source], { stdio: 'inherit' });
}

/** Starts the compiled target on the target's core. */
export async function startDelayTarget({ hitMicros, missMicros, freeze }: Delays): Promise<DelayTarget> {
  const args = ['--hit-us', hitMicros, '--miss-us', missMicros].map(String);
  if (freeze !== undefined)
    args.push('--freeze-every-ms', String(freeze.everyMillis), '--freeze-ms', String(freeze.millis));
  const child = startChild({ file: path.resolve(binary), args }, cores?.target);
  const base = `http://127.0.0.1:${await portOf(child)}`;
  return {
    url: `${base}/query`,
    truth: async () => parseTruth(await (await fetch(`${base}/truth`)).text()),
    reset: async (after = 0) => {
      await (await fetch(`${base}/truth/reset?after=${after}`, { method: 'POST' })).text();
    },
    cpuMicros: () => (child.pid === undefined ? 0 : cpuMicrosOf(child.pid)),
    stop: () => child.stdin?.end(),
  };
}

async function portOf(child: ChildProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').once('data', (text: string) => reject(new Error(text)));
    child.once('error', reject);
    child.stdout?.setEncoding('utf8').once('data', (text: string) => {
      const port = /^port (\d+)/u.exec(text)?.[1];
      if (port === undefined) reject(new Error(`Expected the target to name its port, got ${text}`));
      else resolve(port);
    });
  });
}

/** Reads the target's record of all requests; a quantile of nothing is absent. */
export function parseTruth(text: string): Truth {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the target is part of this repository
  const { all } = JSON.parse(text) as { all: { count: number } & Partial<Record<QuantileName, number>> };
  const millis: Partial<Record<QuantileName, number>> = {};
  for (const name of quantileNames) {
    const micros = all[name];
    if (micros !== undefined) millis[name] = micros / 1_000;
  }
  return { count: all.count, millis };
}
