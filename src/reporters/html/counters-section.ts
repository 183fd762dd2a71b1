import type { CounterFinding } from '../../counters/counter-finding.ts';
import type { RunReport } from '../../report/run-report.ts';
import { counterRows } from '../counter-words.ts';
import { sentence } from '../visible-text.ts';
import { cardTable } from './card-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';

const styles: Readonly<Record<CounterFinding['status'], string>> = {
  agrees: 'good',
  differs: 'doubt',
  'not-usable': 'doubt',
};

/** The service's own counters beside ours; nothing when they were not looked at. */
export function countersSection(report: RunReport): Markup | undefined {
  if (report.serverCounters === undefined) return undefined;
  const rows = counterRows(report).map(({ subject, ours, server, difference, status, word, why }) => [
    subject,
    markup`<span class="status ${styles[status]}">${word}</span>`,
    ours,
    server,
    difference,
    sentence(why),
  ]);
  const { counters } = report.verdict;
  return section(
    'counters',
    'The service’s own counters',
    markup`<p>What the service says at <code>/metrics</code> that it did within the measured phase, beside what was measured. ${counters === undefined ? 'It does not change the verdict.' : `The scenario asks that they agree: ${sentence(counters.reason)}`}</p>${cardTable({ caption: 'Findings', titles: ['Figure', 'Finding', 'Measured', 'Service', 'Difference', 'Seen'], rows })}`,
  );
}
