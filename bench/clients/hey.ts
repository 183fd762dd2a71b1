import { findExecutable } from '../harness/find-executable.ts';
import { numberIn, queryBody, type Client, type Load, type Reading } from './client.ts';
import { quantilesOf } from './quantiles-of.ts';

/** hey: closed model, or a rate for each worker, in Go. */
export const hey: Client = {
  name: 'hey',
  executable: findExecutable('hey'),
  version: () => 'of the system (it prints none)',
  cost: [
    {
      name: 'hey GET',
      method: 'GET',
      does: 'reads nothing',
      command: (load) => ({ file: load.executable, args: argsOf(load) }),
      read: ({ stdout }) => parseHeyRequests(stdout),
    },
    {
      name: 'hey POST',
      method: 'POST',
      does: 'always the same body; reads nothing',
      command: (load) => ({
        file: load.executable,
        args: ['-m', 'POST', '-T', 'application/json', '-d', queryBody(1), ...argsOf(load)],
      }),
      read: ({ stdout }) => parseHeyRequests(stdout),
    },
  ],
  accuracy: [
    {
      name: 'hey -q',
      note: 'a rate for each worker; from its own send time; nothing excluded',
      command: (load) => ({
        file: load.executable,
        args: ['-q', String(load.rate / load.connections), '-o', 'csv', ...argsOf(load)],
      }),
      excluded: () => ({ requests: 0 }),
      read: ({ stdout }) => parseHeyCsv(stdout),
    },
  ],
};

function argsOf({ url, connections, seconds }: Load): string[] {
  return ['-c', String(connections), '-z', `${seconds}s`, url];
}

/** Answers in what hey prints. */
export function parseHeyRequests(text: string): number {
  return numberIn(text, /\[200\]\s+(\d+) responses/u);
}

/** Reads hey's list of answers, whose times are seconds in steps of 0.1 ms. */
export function parseHeyCsv(text: string): Reading {
  const rows = text.trim().split('\n').slice(1);
  const millis = Float64Array.from(rows, (row) => Number(row.slice(0, row.indexOf(','))) * 1_000).toSorted();
  return { requests: millis.length, lost: 0, millis: quantilesOf(millis) };
}
