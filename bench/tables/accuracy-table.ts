import { markdownTable } from '../../src/reporters/markdown-table.ts';
import { quantileShares } from '../clients/quantiles-of.ts';
import { quantileNames, type QuantileName, type Quantiles } from '../harness/delay-target.ts';
import { frozenQuantile } from '../harness/freeze-truth.ts';
import type { Circumstances } from '../harness/results.ts';
import { spreadOf, spreadText, type Spread } from '../harness/spread.ts';
import { describeRun } from './describe.ts';

/** What a client said in one round, and what the target did meanwhile. Times are milliseconds. */
export type AccuracyRound = {
  readonly requests: number;
  readonly lost: number;
  readonly told: Quantiles;
  readonly truth: Quantiles;
  /** Requests that the target counted. */
  readonly truthCount: number;
  /** CPU time of the client over the whole run, its start included, divided by the run's wall time. */
  readonly clientCores: number;
};

/** A load, and whether the target freezes. */
export type AccuracyCase = { readonly connections: number; readonly rate: number; readonly frozen: boolean };

export type AccuracyRow = AccuracyCase & {
  readonly subject: string;
  readonly note: string;
  readonly rounds: readonly AccuracyRound[];
};

export type AccuracyResult = Circumstances & {
  readonly seconds: number;
  readonly rounds: number;
  readonly hitMillis: number;
  readonly missMillis: number;
  readonly missShare: number;
  readonly everyMillis: number;
  readonly freezeMillis: number;
  readonly rows: readonly AccuracyRow[];
};

/** How far each client is from the truth, as Markdown: one table for each load, the nearest p99 first. */
export function accuracyTable(result: AccuracyResult): string {
  const cases = result.rows.filter((row, index) => result.rows.findIndex((other) => isSameCase(other, row)) === index);
  const detail =
    `${result.seconds} s of an even rate against a target in C that answers after ${result.hitMillis} ms, and one in ten after ` +
    `${result.missMillis} ms; over all requests, without asking which they are.`;
  return [describeRun(result, result.rounds, detail), ...cases.flatMap((one) => sectionOf(result, one))].join('\n\n');
}

function isSameCase(a: AccuracyCase, b: AccuracyCase): boolean {
  return a.connections === b.connections && a.rate === b.rate && a.frozen === b.frozen;
}

function sectionOf(result: AccuracyResult, one: AccuracyCase): string[] {
  const rows = result.rows
    .filter((row) => isSameCase(row, one) && row.rounds.length > 0)
    .toSorted((a, b) => distance(a) - distance(b));
  const load = `${one.connections} connections, ${one.rate} requests/s`;
  if (!one.frozen) return [`**${load}: error in ms, told minus true**`, errorTable(rows)];
  const freeze = `the target frozen ${result.freezeMillis} ms every ${result.everyMillis / 1_000} s`;
  return [`**${load}, ${freeze}: told, in ms**`, frozenTable(result, rows)];
}

/** The greatest error of the p99 in any round; clients that tell none come last. */
function distance(row: AccuracyRow): number {
  const spread = errorOf(row, 'p99');
  return spread === undefined ? Infinity : Math.abs(spread.median);
}

/** Error of a quantile over the rounds; undefined when the client does not tell it. */
export function errorOf({ rounds }: AccuracyRow, name: QuantileName): Spread | undefined {
  return spreadOf(
    rounds.flatMap(({ told, truth }) => {
      const [said, was] = [told[name], truth[name]];
      return said === undefined || was === undefined ? [] : [said - was];
    }),
  );
}

function errorTable(rows: readonly AccuracyRow[]): string {
  return markdownTable(
    [{ title: 'client' }, ...quantileNames.map((title) => ({ title, right: true as const })), ...commonTitles],
    [
      ['_the truth itself_', ...quantileNames.map((name) => spreadText(truthOf(rows, name), 2)), '', '', ''],
      ...rows.map((row) => [
        row.subject,
        ...quantileNames.map((name) => spreadText(errorOf(row, name), 2)),
        ...commonCells(row),
      ]),
    ],
  );
}

const commonTitles = [{ title: 'lost', right: true }, { title: 'cores', right: true }, { title: '' }] as const;

function commonCells({ rounds, note }: AccuracyRow): string[] {
  return [
    String(spreadOf(rounds.map(({ lost }) => lost))?.median ?? '–'),
    (spreadOf(rounds.map(({ clientCores }) => clientCores))?.median ?? Number.NaN).toFixed(2),
    note,
  ];
}

/** The truth of all runs of the open model: what it was for the requests of a closed one is its own affair. */
function truthOf(rows: readonly AccuracyRow[], name: QuantileName): Spread | undefined {
  const open = rows.filter(({ subject }) => !subject.endsWith('closed'));
  return spreadOf(open.flatMap(({ rounds }) => rounds.flatMap(({ truth }) => truth[name] ?? [])));
}

function frozenTable(result: AccuracyResult, rows: readonly AccuracyRow[]): string {
  const foreseen = quantileNames.map((name) => frozenQuantile(result, quantileShares[name]).toFixed(1));
  return markdownTable(
    [
      { title: 'client' },
      ...quantileNames.map((title) => ({ title, right: true as const })),
      { title: 'p99 minus that of the target', right: true },
      ...commonTitles,
    ],
    [
      ['_what users see, computed_', ...foreseen, '', '', '', ''],
      ...rows.map((row) => [
        row.subject,
        ...quantileNames.map((name) => spreadText(spreadOf(row.rounds.flatMap(({ told }) => told[name] ?? [])), 1)),
        spreadText(errorOf(row, 'p99'), 2),
        ...commonCells(row),
      ]),
    ],
  );
}
