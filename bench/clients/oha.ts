import type { QuantileName } from '../harness/delay-target.ts';
import { findExecutable } from '../harness/find-executable.ts';
import { queryBody, type AccuracySubject, type Client, type Load, type Reading } from './client.ts';
import { versionIn } from './version-in.ts';

/** oha: closed model, or a rate for all connections, in Rust. */
export const oha: Client = {
  name: 'oha',
  executable: findExecutable('oha'),
  version: (file) => versionIn(file, ['--version'], /oha (\S+)/u),
  cost: [
    {
      name: 'oha GET',
      method: 'GET',
      does: 'reads nothing',
      command: (load) => ({ file: load.executable, args: argsOf(load) }),
      read: ({ stdout }) => parseOha(stdout).requests,
    },
    {
      name: 'oha POST',
      method: 'POST',
      does: 'always the same body; reads nothing',
      command: (load) => ({
        file: load.executable,
        args: ['-m', 'POST', '-T', 'application/json', '-d', queryBody(1), ...argsOf(load)],
      }),
      read: ({ stdout }) => parseOha(stdout).requests,
    },
  ],
  accuracy: [
    atRate('oha -q', 'from its own send time; nothing excluded', []),
    atRate('oha -q, corrected', 'from the planned time; nothing excluded', ['--latency-correction']),
  ],
};

function atRate(name: string, note: string, flags: readonly string[]): AccuracySubject {
  return {
    name,
    note,
    command: (load) => ({ file: load.executable, args: ['-q', String(load.rate), ...flags, ...argsOf(load)] }),
    excluded: () => ({ requests: 0 }),
    read: ({ stdout }) => parseOha(stdout),
  };
}

function argsOf({ url, connections, seconds }: Load): string[] {
  return ['-c', String(connections), '-z', `${seconds}s`, '--no-tui', '--output-format', 'json', url];
}

type OhaResult = {
  readonly latencyPercentiles: Readonly<Record<QuantileName, number | null>>;
  readonly statusCodeDistribution: Readonly<Record<string, number>>;
};

/** Reads oha's JSON, whose times are seconds. What it cuts off at its deadline is neither counted nor lost. */
export function parseOha(text: string): Reading {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of oha's own output
  const { latencyPercentiles, statusCodeDistribution } = JSON.parse(text) as OhaResult;
  const millis: Partial<Record<QuantileName, number>> = {};
  for (const name of ['p50', 'p95', 'p99', 'p99.9'] as const) {
    const seconds = latencyPercentiles[name];
    if (seconds !== null) millis[name] = seconds * 1_000;
  }
  const requests = Object.values(statusCodeDistribution).reduce((sum, count) => sum + count, 0);
  return { requests, lost: 0, millis };
}
