import { findExecutable } from '../harness/find-executable.ts';
import { quantileNames, type QuantileName } from '../harness/delay-target.ts';
import { numberIn, type Client, type Reading } from './client.ts';
import { valueInSpectrum } from './percentile-rows.ts';
import { quantileShares } from './quantiles-of.ts';
import { versionIn } from './version-in.ts';
import { parseWrkRequests } from './wrk.ts';

/** wrk2: wrk at a constant rate, latency counted from the planned send time. It calibrates for its first 10 s. */
export const wrk2: Client = {
  name: 'wrk2',
  executable: findExecutable('wrk2'),
  version: (file) => versionIn(file, ['-v'], /wrk (\S+)/u),
  cost: [],
  accuracy: [
    {
      name: 'wrk2',
      note: 'from the planned time; its calibration excluded',
      command: ({ executable, url, connections, seconds, rate }) => ({
        file: executable,
        args: [
          '-t1',
          `-c${connections}`,
          `-d${seconds + calibrationSeconds(connections)}s`,
          `-R${rate}`,
          '--latency',
          url,
        ],
      }),
      excluded: ({ connections }) => ({ seconds: calibrationSeconds(connections) }),
      read: ({ stdout }) => parseWrk2(stdout),
    },
  ],
};

/** It throws away what it measured in its first 10 s and 5 ms for each connection. */
function calibrationSeconds(connections: number): number {
  return Math.ceil(10 + connections * 0.005);
}

/** Reads what `wrk2 --latency` prints. Its 95th percentile is only in the detailed table. */
export function parseWrk2(text: string): Reading {
  const summary = new Map(
    [...text.matchAll(/^\s*(\d+\.\d+)%\s+(\d+\.\d+)(us|ms|s|m)\s*$/gmu)].map(([, at, value, unit]) => [
      Number(at),
      Number(value) * (millisOf[unit ?? ''] ?? Number.NaN),
    ]),
  );
  const millis: Partial<Record<QuantileName, number>> = {};
  for (const name of quantileNames) {
    const value =
      summary.get(Number((quantileShares[name] * 100).toFixed(3))) ?? valueInSpectrum(text, quantileShares[name]);
    if (value !== undefined) millis[name] = value;
  }
  const failed = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/u.exec(text)?.slice(1) ?? [];
  // Its requests are those of the whole run; those in its histogram are told by the table's total.
  const counted = /Total count\s*=\s*\d+/u.test(text)
    ? numberIn(text, /Total count\s*=\s*(\d+)/u)
    : parseWrkRequests(text);
  return { requests: counted, lost: failed.reduce((sum, count) => sum + Number(count), 0), millis };
}

const millisOf: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000 };
