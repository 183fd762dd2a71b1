import { percentileNames } from '../../report/percentiles.ts';
import type { RunReport } from '../../report/run-report.ts';
import { formatCount, formatMillis } from '../../units.ts';
import { classFigures, judgedLatency } from '../report-words.ts';
import { alignColumns } from './columns.ts';
import { span, type Line, type Span } from './styled-text.ts';

/** Hits and misses side by side, unknown answers when there are any; '–' where too few samples support a figure. */
export function percentilesSection(report: RunReport, width: number): Line[] {
  const classes = classFigures(report);
  const titles = classes.map(({ cacheClass, count }) => span(`${cacheClass} (n ${formatCount(count)})`, 'faint'));
  const rows = [
    [span(`${judgedLatency(report)}, ms`, 'faint'), ...titles],
    ...percentileNames.map((name) => [span(`  ${name}`)].concat(classes.map(({ figures }) => cell(figures[name])))),
  ];
  const columns = ['left' as const, ...classes.map(() => 'right' as const)].map((align) => ({ align, rank: 0 }));
  return alignColumns(columns, rows, width);
}

function cell(micros: number | undefined): Span {
  return span(micros === undefined ? '–' : formatMillis(micros));
}
