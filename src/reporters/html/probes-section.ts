import type { ProbeStatus } from '../../probes/probe-result.ts';
import type { RunReport } from '../../report/run-report.ts';
import { probeRows, requestWords } from '../probe-words.ts';
import { sentence } from '../visible-text.ts';
import { cardTable } from './card-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';

const styles: Readonly<Record<ProbeStatus, string>> = { pass: 'good', fail: 'bad', 'no-data': 'doubt' };

/** The probes before and after the load; nothing when there were none. */
export function probesSection(report: RunReport): Markup | undefined {
  if (report.probes === undefined) return undefined;
  const rows = probeRows(report).map(({ name, when, status, word, time, reason, evidence }) => [
    name,
    when,
    markup`<span class="status ${styles[status]}">${word}</span>`,
    time,
    sentence(reason),
    markup`${evidence.map((line) => markup`<div>${line}</div>`)}`,
  ]);
  return section(
    'probes',
    'Probes',
    markup`<p>Functional checks of the live service before and after the load: ${requestWords(report.probes)}.</p>${cardTable({ caption: 'What was asked and seen', titles: ['Probe', 'Load', 'Status', 'Time', 'Why', 'Seen'], rows })}`,
  );
}
