import type { ProbeRecord } from '../report/probe-record.ts';
import { markdownTable, markdownText } from './markdown-table.ts';
import { evidenceWords, probeStatusWords, probeTime, type ProbeRow } from './probe-words.ts';
import { targetWords } from './report-words.ts';

/** What probes found out as Markdown of GitHub; ends with a line end. */
export function probeMarkdown(record: ProbeRecord): string {
  const { outcome, scenario, reason, requests, millis } = record;
  const rows = record.results.map((result) => ({
    ...result,
    word: `${probeStatusWords[result.status].mark} ${probeStatusWords[result.status].word}`,
    time: probeTime(result.millis),
    evidence: evidenceWords(result),
  }));
  return [
    `## ${outcome}: probes of ${markdownText(scenario.name)}`,
    `**${markdownText(reason)}**`,
    `Target: ${markdownText(targetWords(record))}. ${requests} requests in ${probeTime(millis)}.`,
    markdownTable(
      [{ title: 'Status' }, { title: 'Probe' }, ...lastTitles],
      rows.map((row) => [row.word, markdownText(row.name)].concat(lastCells(row))),
    ),
    '',
  ].join('\n\n');
}

const lastTitles = [{ title: 'Time', right: true as const }, { title: 'Why' }, { title: 'Seen' }];

function lastCells({ time, reason, evidence }: Pick<ProbeRow, 'time' | 'reason' | 'evidence'>): string[] {
  return [time, markdownText(reason), evidence.map(markdownText).join('<br>')];
}

/** The probes of a run as a table: when, status, name, time, reason, what was seen. */
export function probeRowsMarkdown(rows: readonly ProbeRow[]): string {
  return markdownTable(
    [{ title: 'Load' }, { title: 'Status' }, { title: 'Probe' }, ...lastTitles],
    rows.map((row) => [row.when as string, row.word, markdownText(row.name)].concat(lastCells(row))),
  );
}
