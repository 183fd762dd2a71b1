import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Command } from '../harness/children.ts';
import type { QuantileName } from '../harness/delay-target.ts';
import type { AccuracySubject, Client, Load, Reading } from './client.ts';

const program = createRequire(import.meta.url).resolve('autocannon');
const postDriver = fileURLToPath(new URL('drivers/autocannon-post.mjs', import.meta.url));

/** autocannon: closed model, or a burst in each second, in JavaScript. Comes with this repository. */
export const autocannon: Client = {
  name: 'autocannon',
  executable: process.execPath,
  version: () => versionOfPackage(),
  cost: [
    {
      name: 'autocannon GET',
      method: 'GET',
      does: 'reads nothing',
      command: (load) => command(load, []),
      read: ({ stdout }) => parseAutocannon(stdout).requests,
    },
    {
      name: 'autocannon POST',
      method: 'POST',
      does: 'a new body and a hook for each answer, classifies by cache_hit',
      command: ({ executable, url, connections, seconds }) => ({
        file: executable,
        args: [postDriver, url, String(connections), String(seconds)],
      }),
      read: ({ stdout }) => parseAutocannon(stdout).requests,
    },
  ],
  accuracy: [
    atRate('autocannon -R', 'with its correction, its default; nothing excluded', []),
    atRate('autocannon -R, uncorrected', 'nothing excluded', ['--ignoreCoordinatedOmission']),
    {
      name: 'autocannon, closed',
      note: 'no rate: as much as it can; nothing excluded',
      command: (load) => command(load, []),
      excluded: () => ({ requests: 0 }),
      read: ({ stdout }) => parseAutocannon(stdout),
    },
  ],
};

function atRate(name: string, note: string, flags: readonly string[]): AccuracySubject {
  return {
    name,
    note,
    command: (load) => command(load, ['-R', String(load.rate), ...flags]),
    excluded: () => ({ requests: 0 }),
    read: ({ stdout }) => parseAutocannon(stdout),
  };
}

function command({ executable, url, connections, seconds }: Load, flags: readonly string[]): Command {
  return { file: executable, args: [program, '-c', String(connections), '-d', String(seconds), '-j', ...flags, url] };
}

function versionOfPackage(): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every package has a version
  return (JSON.parse(readFileSync(path.join(path.dirname(program), 'package.json'), 'utf8')) as { version: string })
    .version;
}

type AutocannonResult = {
  readonly latency: Readonly<Record<'p50' | 'p99' | 'p99_9', number>>;
  readonly requests: { readonly total: number };
  readonly errors: number;
};

/** Reads autocannon's JSON, whose latencies are whole milliseconds and have no 95th percentile. */
export function parseAutocannon(text: string): Reading {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of autocannon's own output
  const { latency, requests, errors } = JSON.parse(text) as AutocannonResult;
  const millis: Partial<Record<QuantileName, number>> = {
    p50: latency.p50,
    p99: latency.p99,
    'p99.9': latency.p99_9,
  };
  return { requests: requests.total, lost: errors, millis };
}
