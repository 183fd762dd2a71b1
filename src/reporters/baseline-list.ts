import type { ImportedBaseline } from '../importers/imported-baseline.ts';
import type { RunReport } from '../report/run-report.ts';
import { figureKind } from './imported-words.ts';

/** A baseline of a folder: a run that was kept, or one imported from another tool. */
export type ListedBaseline = { readonly name: string } & (
  | { readonly report: RunReport }
  | { readonly baseline: ImportedBaseline }
);

/** The baselines of a folder as a table for the terminal; says where it looked when there are none. */
export function baselineList(entries: readonly ListedBaseline[], folder: string): string {
  if (entries.length === 0)
    return `no baselines in ${folder}; keep one with: hitgate baseline save latest --name NAME\n`;
  const rows = entries.map((entry) => ('report' in entry ? runRow(entry) : importedRow(entry)));
  const table = [['name', 'verdict', 'scenario', 'target', 'taken (UTC)', 'digest'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function runRow({ name, report }: { readonly name: string; readonly report: RunReport }): string[] {
  return [
    name,
    report.verdict.outcome,
    report.scenario.name,
    report.target.reference ? 'reference target' : report.target.url,
    shortTime(report.startedAt),
    report.plan.digest.slice(0, 12),
  ];
}

/** An imported baseline has no verdict and no digest: it says its format and what its figures are. */
function importedRow({ name, baseline }: { readonly name: string; readonly baseline: ImportedBaseline }): string[] {
  const { source, entries } = baseline;
  const kinds = [...new Set(entries.map(({ figure }) => figureKind(figure)))].join(', ');
  return [
    name,
    'imported',
    `${source.format}: ${kinds}`,
    source.target ?? 'unknown',
    source.takenAt === undefined ? 'unknown' : shortTime(source.takenAt),
    'none',
  ];
}

function shortTime(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
