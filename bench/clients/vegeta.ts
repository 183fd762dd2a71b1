import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../harness/children.ts';
import type { QuantileName } from '../harness/delay-target.ts';
import { findExecutable } from '../harness/find-executable.ts';
import { queryBody, type Client, type Load, type Reading } from './client.ts';
import { valueInSpectrum } from './percentile-rows.ts';
import { versionIn } from './version-in.ts';

const bodies = 1_000;

/** vegeta: a rate that does not wait for the service, or flat out with a bounded number of workers, in Go. */
export const vegeta: Client = {
  name: 'vegeta',
  executable: findExecutable('vegeta'),
  version: (file) => versionIn(file, ['-version'], /Version: (v\S+)/u),
  cost: [
    {
      name: 'vegeta GET',
      method: 'GET',
      does: 'writes every result to a file',
      command: (load) => attack(load, 0, [`GET ${load.url}`]),
      read: (_, load) => readReports(load).requests,
    },
    {
      name: 'vegeta POST',
      method: 'POST',
      does: `${bodies} bodies in turn; writes every result to a file`,
      command: (load) =>
        attack(
          load,
          0,
          Array.from({ length: bodies }, (_, index) => postTarget(load.url, index)),
          ['-format=json'],
        ),
      read: (_, load) => readReports(load).requests,
    },
  ],
  accuracy: [
    {
      name: 'vegeta',
      note: 'from its own send time; nothing excluded',
      command: (load) => attack(load, load.rate, [`GET ${load.url}`]),
      excluded: () => ({ requests: 0 }),
      read: (_, load) => readReports(load),
    },
  ],
};

function postTarget(url: string, index: number): string {
  const body = Buffer.from(queryBody(index)).toString('base64');
  return JSON.stringify({ method: 'POST', url, body, header: { 'Content-Type': ['application/json'] } });
}

function attack(load: Load, rate: number, targets: readonly string[], flags: readonly string[] = []): Command {
  const list = path.join(load.folder, 'targets');
  writeFileSync(list, `${targets.join('\n')}\n`);
  return {
    file: load.executable,
    args: [
      'attack',
      `-targets=${list}`,
      `-rate=${rate === 0 ? '0' : `${rate}/1s`}`,
      `-duration=${load.seconds}s`,
      `-connections=${load.connections}`,
      `-workers=${load.connections}`,
      `-max-workers=${load.connections}`,
      '-max-body=0',
      `-output=${resultsIn(load.folder)}`,
      ...flags,
    ],
  };
}

function resultsIn(folder: string): string {
  return path.join(folder, 'results.bin');
}

function readReports({ executable, folder }: Load): Reading {
  const report = (type: string): string =>
    execFileSync(executable, ['report', `-type=${type}`, resultsIn(folder)], { encoding: 'utf8' });
  return parseVegeta(report('json'), report('hdrplot'));
}

type VegetaReport = {
  readonly requests: number;
  readonly latencies: Readonly<Record<'50th' | '95th' | '99th', number>>;
  readonly status_codes: Readonly<Record<string, number>>;
};

/** Reads vegeta's JSON, whose times are nanoseconds, and its table for the one quantile that the JSON lacks. */
export function parseVegeta(json: string, spectrum: string): Reading {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of vegeta's own output
  const { requests, latencies, status_codes: statuses } = JSON.parse(json) as VegetaReport;
  const highest = valueInSpectrum(spectrum, 0.999);
  const millis: Partial<Record<QuantileName, number>> = {
    p50: latencies['50th'] / 1e6,
    p95: latencies['95th'] / 1e6,
    p99: latencies['99th'] / 1e6,
    ...(highest === undefined ? {} : { 'p99.9': highest }),
  };
  return { requests, lost: requests - (statuses['200'] ?? 0), millis };
}
