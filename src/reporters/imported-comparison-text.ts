import type { ImportedComparison, ImportedGroup, ImportedRow } from '../report/imported-comparison.ts';
import { groupTitle, importedChange, importedInterval, importedValue } from './imported-words.ts';
import type { ImportedTextOptions } from './imported-baseline-text.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

const columns = (['left', 'right', 'right', 'right', 'left'] as const).map((align, index) => ({
  align,
  rank: index === 4 ? 1 : 0,
}));
const most = 12;

/** An imported baseline beside another side. It says that nothing is decided; ends with a line end. */
export function importedComparisonText(comparison: ImportedComparison, options: ImportedTextOptions): string {
  const width = Math.min(100, Math.max(60, options.width || 100));
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  const { before, after, groups, label } = comparison;
  const rows = [
    ['', 'before', 'after', 'change', 'suggestive 95 %'].map((title) => span(title, 'faint')),
    ...groups.flatMap(({ figures }) => figures.map(figureRow)),
  ];
  const lines: Line[] = [
    ...labelled('before', `${before.name}: ${before.origin}`, width),
    ...labelled('after', `${after.name}: ${after.origin}`, width),
    [],
    ...titled(groups, alignColumns(columns, rows, width)),
    [],
    ...section('not compared', comparison.leftOut, width),
    ...section(
      'not the same on both sides',
      comparison.differences.map((each) => `${each.what}: ${each.before} → ${each.after}`),
      width,
    ),
    ...section('what these figures are', comparison.notes, width),
    [span(label, 'doubt')],
  ];
  return `${lines.map((line) => renderLine(line, paper)).join('\n')}\n`;
}

function figureRow(row: ImportedRow): Line {
  return [
    span(`  ${row.name}`),
    span(importedValue(row, row.before)),
    span(importedValue(row, row.after)),
    span(importedChange(row)),
    span(importedInterval(row)),
  ];
}

/** The aligned rows with the title of each group above its own: a title is in no column, so that a long one widens none. */
function titled(groups: readonly ImportedGroup[], [header = [], ...rows]: readonly Line[]): Line[] {
  let next = 0;
  return [
    header,
    ...groups.flatMap((group): Line[] => {
      const own = rows.slice(next, next + group.figures.length);
      next += group.figures.length;
      return [[span(groupTitle(group), 'strong')], ...own];
    }),
  ];
}

function section(title: string, sentences: readonly string[], width: number): Line[] {
  if (sentences.length === 0) return [];
  const lines = sentences.flatMap((sentence) =>
    wrap(sentence, width - 4, most).map((line, index): Line => [span(`${index === 0 ? '  - ' : '    '}${line}`)]),
  );
  return [[span(title, 'doubt')], ...lines];
}

function labelled(label: string, text: string, width: number): Line[] {
  return wrap(text, width - 8, 3).map((line, index): Line => [
    span((index === 0 ? label : '').padEnd(8), 'faint'),
    span(line),
  ]);
}
