import { markdownTable } from '../../src/reporters/markdown-table.ts';
import type { Circumstances } from '../harness/results.ts';
import { spreadOf, spreadText } from '../harness/spread.ts';
import { describeRun } from './describe.ts';

/** What one run of hitgate needed, and whether it kept to its plan. */
export type ScaleRound = {
  readonly perSecond: number;
  readonly latenessMillis: { readonly p50: number; readonly p99: number };
  readonly cpuCores: number;
  readonly residentBytes: number;
  /** Requests that failed or were dropped. */
  readonly lost: number;
};

/** A load: so many users of one request a second each, or so many requests a second over some connections. */
export type ScaleLoad =
  | { readonly kind: 'users, closed'; readonly users: number }
  | { readonly kind: 'users, open'; readonly users: number }
  | { readonly kind: 'rate'; readonly rate: number; readonly connections: number };

export type ScaleRow = { readonly load: ScaleLoad; readonly flags: string; readonly rounds: readonly ScaleRound[] };

/** Memory of one long run. `slope` is that of the least-squares line over all after the first minute. */
export type Soak = {
  readonly minutes: number;
  readonly rate: number;
  readonly residentAfterMinute: number;
  readonly residentAtEnd: number;
  readonly slopeBytesPerMinute: number;
  readonly samples: number;
};

export type ScaleResult = Circumstances & {
  readonly seconds: number;
  readonly rounds: number;
  readonly openFiles: number;
  /** Loads that were left out because too few files may be open. */
  readonly skipped: readonly string[];
  readonly rows: readonly ScaleRow[];
  readonly soak?: Soak;
};

const megabyte = 1_048_576;

/** What hitgate needs from few to many users and requests, as Markdown. */
export function scaleTable(result: ScaleResult): string {
  const detail = `${result.seconds} s a load, ${result.openFiles} open files allowed, against a target in C with answers after 5 and 60 ms.`;
  const parts = [describeRun(result, result.rounds, detail)];
  if (result.rows.length > 0) parts.push(loadTable(result));
  if (result.skipped.length > 0) parts.push(`Left out: ${result.skipped.join('; ')}.`);
  if (result.soak !== undefined) parts.push(soakText(result.soak));
  return parts.join('\n\n');
}

/** A load in a few words. */
export function loadName(load: ScaleLoad): string {
  switch (load.kind) {
    case 'users, closed':
      return `${load.users} users, closed, 1 request/s each`;
    case 'users, open':
      return `${load.users} users, open, ${load.users} requests/s`;
    case 'rate':
      return `${load.rate} requests/s, open, ${load.connections} connections`;
  }
}

function loadTable({ rows }: ScaleResult): string {
  return markdownTable(
    [
      { title: 'load' },
      { title: 'requests/s', right: true },
      { title: 'lateness p50, ms', right: true },
      { title: 'lateness p99, ms', right: true },
      { title: 'cores', right: true },
      { title: 'memory, MB', right: true },
      { title: 'beyond the fewest users, kB each', right: true },
      { title: 'failed or dropped', right: true },
    ],
    rows.map((row) => {
      const column = (pick: (round: ScaleRound) => number, digits: number): string =>
        spreadText(spreadOf(row.rounds.map(pick)), digits);
      return [
        `${loadName(row.load)}${row.flags === '' ? '' : `, ${row.flags}`}`,
        column(({ perSecond }) => perSecond, 0),
        column(({ latenessMillis }) => latenessMillis.p50, 3),
        column(({ latenessMillis }) => latenessMillis.p99, 3),
        column(({ cpuCores }) => cpuCores, 2),
        column(({ residentBytes }) => residentBytes / megabyte, 0),
        perUser(rows, row),
        column(({ lost }) => lost, 0),
      ];
    }),
  );
}

/** Memory beyond that of the load of the same kind with the fewest users, for each user more. */
function perUser(rows: readonly ScaleRow[], row: ScaleRow): string {
  if (row.load.kind === 'rate') return '';
  const fewest = rows.find(({ load, flags }) => load.kind === row.load.kind && flags === row.flags);
  if (fewest === undefined || fewest.load.kind === 'rate') return '';
  const more = row.load.users - fewest.load.users;
  const bytes = residentOf(row) - residentOf(fewest);
  return more === 0 ? '' : (bytes / more / 1_024).toFixed(1);
}

function residentOf({ rounds }: ScaleRow): number {
  return spreadOf(rounds.map(({ residentBytes }) => residentBytes))?.median ?? Number.NaN;
}

function megabytes(bytes: number): string {
  return (bytes / megabyte).toFixed(1);
}

function soakText(soak: Soak): string {
  return (
    `A soak of ${soak.minutes} minutes at ${soak.rate} requests/s: ${megabytes(soak.residentAfterMinute)} MB resident after the first ` +
    `minute and ${megabytes(soak.residentAtEnd)} MB at the end, ${(soak.slopeBytesPerMinute / 1_024).toFixed(0)} kB a minute by least squares ` +
    `over ${soak.samples} samples.`
  );
}
