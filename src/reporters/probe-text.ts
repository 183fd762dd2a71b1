import type { ProbeStatus } from '../probes/probe-result.ts';
import type { ProbeRecord } from '../report/probe-record.ts';
import { formatCount } from '../units.ts';
import { evidenceWords, probeStatusWords, probeTime } from './probe-words.ts';
import { targetWords } from './report-words.ts';
import { alignColumns, type Column } from './terminal/columns.ts';
import { outcomeStyles } from './terminal/outcome-styles.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { shorten, wrap } from './visible-text.ts';

/** How probes are shown on a terminal; `brief` is one line. */
export type ProbeTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  readonly brief?: boolean;
};

const styles: Readonly<Record<ProbeStatus, Style>> = { pass: 'good', fail: 'bad', 'no-data': 'doubt' };
const columns: readonly Column[] = [
  { align: 'left', rank: 0 },
  { align: 'left', rank: 0 },
  { align: 'right', rank: 0 },
  { align: 'left', rank: 1 },
];

/** The verdict in a sentence, a row for each probe, and what was seen by those that did not pass; ends with a line end. */
export function probeText(record: ProbeRecord, options: ProbeTextOptions): string {
  const { outcome, reason, scenario, results } = record;
  if (options.brief === true) return `${outcome} probes of ${scenario.name}: ${reason}\n`;
  const width = Math.min(100, Math.max(60, options.width || 100));
  const rows = results.map(({ name, status, millis, reason: why }): Line => {
    const { mark, word } = probeStatusWords[status];
    return [
      span(`${mark} ${word}`, styles[status]),
      span(name),
      span(probeTime(millis), 'faint'),
      span(shorten(why, width - 46)),
    ];
  });
  const requests = record.requests === 1 ? '1 request' : `${formatCount(record.requests)} requests`;
  const lines: Line[] = [
    ...wrap(`${outcome}  probes of ${scenario.name}: ${reason}`, width, 3).map((text, index) => [
      span(text, index === 0 ? outcomeStyles[outcome] : 'strong'),
    ]),
    ...wrap(`${targetWords(record)}; ${requests} in ${probeTime(record.millis)}`, width, 2).map((text) => [span(text)]),
    [],
    ...alignColumns(columns, rows, width),
    ...results.filter(({ status }) => status !== 'pass').flatMap((result) => detailLines(result, width)),
  ];
  return [...lines.map((line) => renderLine(line, { color: options.color, ascii: false, width })), ''].join('\n');
}

function detailLines(result: ProbeRecord['results'][number], width: number): Line[] {
  return [
    [],
    ...wrap(`${result.name}: ${result.reason}`, width, 3).map((text) => [span(text, styles[result.status])]),
    ...evidenceWords(result).flatMap((text) => wrap(text, width - 2, 2).map((line) => [span(`  ${line}`, 'faint')])),
  ];
}
