import type { RunReport } from '../report/run-report.ts';

/** The baselines of a folder as a table for the terminal; says where it looked when there are none. */
export function baselineList(
  entries: readonly { readonly name: string; readonly report: RunReport }[],
  folder: string,
): string {
  if (entries.length === 0)
    return `no baselines in ${folder}; keep one with: hitgate baseline save latest --name NAME\n`;
  const rows = entries.map(({ name, report }) => [
    name,
    report.verdict.outcome,
    report.scenario.name,
    report.target.reference ? 'reference target' : report.target.url,
    report.startedAt.slice(0, 16).replace('T', ' '),
    report.plan.digest.slice(0, 12),
  ]);
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
