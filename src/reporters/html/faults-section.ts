import type { RunReport } from '../../report/run-report.ts';
import { faultRows, faultTitles } from '../fault-words.ts';
import { dataTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';

/** The faults that were brought about, run by run; nothing when the scenario has none. */
export function faultsSection(report: RunReport): Markup | undefined {
  const rows = faultRows(report);
  if (rows.length === 0) return undefined;
  return section(
    'faults',
    'Faults',
    dataTable({
      caption: 'Times are from the start of the measured phase',
      titles: faultTitles,
      rows: rows.map(({ name, run, action, planned, happened, outcome, isBad, requests }) => [
        name,
        String(run),
        markup`<code>${action}</code>`,
        planned,
        happened,
        isBad ? markup`<strong>${outcome}</strong>` : outcome,
        requests,
      ]),
    }),
  );
}
