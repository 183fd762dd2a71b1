import { markdownTable } from '../../src/reporters/markdown-table.ts';
import type { Circumstances } from '../harness/results.ts';
import { slopeOf, spreadOf, spreadText } from '../harness/spread.ts';
import { describeRun } from './describe.ts';

/** One run of a client: answers, and the CPU time of its whole process tree. */
export type CostRun = { readonly requests: number; readonly cpuMicros: number };

/** A short and a long run. */
export type CostRound = {
  readonly short: CostRun;
  readonly long: CostRun;
  /** Cores that the server used during the long run: near 1 the server is the limit of the requests per second. */
  readonly serverCores: number;
};

/** One client at one number of connections. */
export type CostRow = {
  readonly subject: string;
  readonly method: 'GET' | 'POST';
  readonly does: string;
  readonly connections: number;
  readonly rounds: readonly CostRound[];
};

export type CostResult = Circumstances & {
  readonly server: string;
  readonly seconds: number;
  readonly rounds: number;
  readonly rows: readonly CostRow[];
};

/** The subject that all others are compared with. */
const reference = 'hitgate POST';

/** The cost of all clients as Markdown, the cheapest first; ratios are to hitgate's POST of the same table. */
export function costTable(result: CostResult): string {
  const detail = `${result.seconds} s flat out against ${result.server}.`;
  const connections = [...new Set(result.rows.map((row) => row.connections))];
  return [describeRun(result, result.rounds, detail), ...connections.map((count) => tableOf(result, count))].join(
    '\n\n',
  );
}

function tableOf({ rows, seconds }: CostResult, connections: number): string {
  const own = rows.filter((row) => row.connections === connections && row.rounds.length > 0);
  const base = medianOf(own.find(({ subject }) => subject === reference));
  const sorted = own.toSorted((a, b) => medianOf(a) - medianOf(b));
  return markdownTable(
    [
      { title: `${connections} connections` },
      { title: 'CPU, ratio', right: true },
      { title: 'CPU µs per request', right: true },
      { title: 'requests/s', right: true },
      { title: 'server, cores', right: true },
      { title: 'beside sending' },
    ],
    sorted.map((row) => [
      row.subject,
      Number.isNaN(base) ? '–' : (medianOf(row) / base).toFixed(2),
      spreadText(spreadOf(microsPerRequest(row.rounds)), 1),
      spreadText(spreadOf(row.rounds.map(({ long }) => long.requests / seconds)), 0),
      (spreadOf(row.rounds.map(({ serverCores }) => serverCores))?.median ?? Number.NaN).toFixed(2),
      row.does,
    ]),
  );
}

function medianOf(row: CostRow | undefined): number {
  return spreadOf(microsPerRequest(row?.rounds ?? []))?.median ?? Number.NaN;
}

/**
 * CPU time per request of each long run, in microseconds, without the start: the start is where the straight line of least squares
 * through all runs, short and long, meets no requests, and never negative.
 */
export function microsPerRequest(rounds: readonly CostRound[]): number[] {
  const runs = rounds.flatMap(({ short, long }) => [short, long]);
  const slope = slopeOf(runs.map(({ requests, cpuMicros }) => [requests, cpuMicros])) ?? 0;
  const mean = (pick: (run: CostRun) => number): number => runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;
  const startMicros = Math.max(0, mean(({ cpuMicros }) => cpuMicros) - slope * mean(({ requests }) => requests));
  return rounds.map(({ long }) => (long.cpuMicros - startMicros) / long.requests);
}
