import type { ComparedFigure, Comparison } from '../judge/comparison.ts';
import { changeWords, comparedGroups, comparedValue, sideWords } from './comparison-words.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Span } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** How a comparison is shown on a terminal. */
export type ComparisonTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  readonly ascii?: boolean;
};

const columns = (['left', 'right', 'right', 'right'] as const).map((align) => ({ align, rank: 0 }));

/** Two stored runs side by side. It says that it describes and decides nothing; ends with a line end. */
export function comparisonText(comparison: Comparison, options: ComparisonTextOptions): string {
  const width = Math.min(100, Math.max(60, options.width || 100));
  const rows = [
    ['', 'before', 'after', 'change'].map((title) => span(title, 'faint')),
    ...comparedGroups(comparison).flatMap(([title, figures]) =>
      [[span(title, 'strong')]].concat(figures.map(figureRow)),
    ),
  ];
  const lines: Line[] = [
    ...labelled('before', sideWords(comparison.before), width),
    ...labelled('after', sideWords(comparison.after), width),
    ...labelled('digest', comparison.digest, width),
    [],
    ...alignColumns(columns, rows, width),
    [],
    ...differenceLines(comparison, width),
    [span(`${comparison.label}; nothing is decided here`, 'doubt')],
  ];
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  return `${lines.map((line) => renderLine(line, paper)).join('\n')}\n`;
}

function figureRow(figure: ComparedFigure): Span[] {
  const { name, before, after } = figure;
  return [
    span(`  ${name}`),
    span(comparedValue(figure, before)),
    span(comparedValue(figure, after)),
    span(changeWords(figure)),
  ];
}

function labelled(label: string, text: string, width: number): Line[] {
  return wrap(text, width - 8, 2).map((line, index): Span[] => [
    span((index === 0 ? label : '').padEnd(8), 'faint'),
    span(line),
  ]);
}

function differenceLines({ differences }: Comparison, width: number): Line[] {
  if (differences.length === 0) return [];
  const lines = differences.flatMap(({ what, before, after }) => wrap(`${what}: ${before} → ${after}`, width - 2, 2));
  return [[span('not the same on both sides', 'doubt')], ...lines.map((line) => [span(`  ${line}`)])];
}
