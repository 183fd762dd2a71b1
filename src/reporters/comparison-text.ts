import type { ComparedFigure, ComparedStatus, Comparison } from '../judge/comparison/comparison.ts';
import {
  changeWords,
  claimMark,
  comparedCells,
  comparedGroups,
  comparedValue,
  evidenceWords,
  meanChangeWords,
  mixtureWords,
  outcomeStyle,
  rankCells,
  sideWords,
} from './comparison-words.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Span, type Style } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** How a comparison is shown on a terminal. */
export type ComparisonTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  readonly ascii?: boolean;
  /** Whether every class and quantile is shown, also those that are not judged. */
  readonly detailed?: boolean;
  /** Where the comparison is kept, for the last line. */
  readonly folder?: string;
};

const statusStyles: Readonly<Record<ComparedStatus, Style>> = {
  regressed: 'bad',
  'no-data': 'bad',
  inconclusive: 'doubt',
  improved: 'good',
  'no-regression': 'good',
  'not-compared': 'faint',
};

/** The verdict first, then a row for each figure with its interval and margin, the claims, and what moved the mean; ends with a line end. */
export function comparisonText(comparison: Comparison, options: ComparisonTextOptions): string {
  const width = Math.min(100, Math.max(60, options.width || 100));
  const lines: Line[] = [
    ...verdictLines(comparison, width),
    ...labelled('before', sideWords(comparison.before), width),
    ...labelled('after', sideWords(comparison.after), width),
    ...labelled('evidence', evidenceWords(comparison), width),
    [],
    ...gateLines(comparison, width),
    ...claimLines(comparison, width),
    ...labelled(
      'mean',
      [meanChangeWords(comparison), mixtureWords(comparison)].flatMap((words) => words ?? []).join('; '),
      width,
    ),
    ...differenceLines(comparison, width),
    ...(options.detailed === true ? figureLines(comparison, width) : []),
    ...labelled('digest', comparison.digest, width),
  ];
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  const tail = options.folder === undefined ? '' : `folder    ${options.folder}\n`;
  return `${lines.map((line) => renderLine(line, paper)).join('\n')}\n${tail}`;
}

function verdictLines(comparison: Comparison, width: number): Line[] {
  const { outcome, reason, reservations, validity } = comparison;
  const [first = '', ...others] = wrap(`${outcome}  ${reason}`, width, 4);
  return [
    [span(outcome, outcomeStyle(comparison)), span(first.slice(outcome.length), 'strong')],
    ...others.map((text) => [span(text, 'strong')]),
    ...reservations.flatMap((text) => wrap(`! ${text}`, width, 2).map((line) => [span(line, 'doubt')])),
    ...validity
      .slice(1)
      .flatMap(({ side, seen, remedy }) =>
        wrap(`! ${side}: ${seen} → ${remedy}`, width, 2).map((line) => [span(line, 'bad')]),
      ),
    [],
  ];
}

const gateColumns = (['left', 'left', 'right', 'right', 'right', 'left', 'right', 'right'] as const).map(
  (align, index) => ({ align, rank: [0, 0, 2, 2, 0, 1, 0, 3][index] ?? 0 }),
);

function gateLines(comparison: Comparison, width: number): Line[] {
  const { gates, outcome } = comparison;
  if (gates.length === 0) return [[span('nothing was compared', 'doubt')], []];
  const titles = ['', 'figure', 'before', 'after', 'change', '95 % bounds', 'margin', 'detectable'];
  const rows = gates.map((gate) => gateRow(gate, outcome === 'INVALID'));
  const [head, ...body] = alignColumns(gateColumns, [titles.map((title) => span(title, 'faint')), ...rows], width);
  return [head ?? [], ...body.flatMap((line, index) => [line].concat(reasonLines(gates[index], width))), []];
}

function gateRow(gate: Comparison['gates'][number], invalid: boolean): Span[] {
  const { mark, name, before, after, change, bounds, margin, detectable } = comparedCells(gate);
  const style = invalid ? 'faint' : statusStyles[gate.status];
  return [
    span(mark, style),
    span(name),
    span(before),
    span(after),
    span(change, style),
    span(bounds),
    span(margin),
    span(detectable),
  ];
}

/** What is in doubt, or has no data, is explained; the rest shows in its row. */
function reasonLines(gate: Comparison['gates'][number] | undefined, width: number): Line[] {
  const isPlain = gate?.status === 'no-regression' || gate?.status === 'improved' || gate?.status === 'regressed';
  if (gate === undefined || isPlain) return [];
  return wrap(gate.reason, width - 5, 2).map((text) => [span(`     ${text}`, statusStyles[gate.status])]);
}

function claimLines({ claims }: Comparison, width: number): Line[] {
  if (claims.length === 0) return [];
  const lines = claims.flatMap((claim) => {
    const { mark, style } = claimMark(claim);
    return wrap(`${mark}  ${claim.name}: ${claim.reason}`, width, 2).map((text, index) => [
      span(index === 0 ? text : `   ${text}`, style),
    ]);
  });
  return [[span('claims', 'faint')], ...lines, []];
}

function figureLines(comparison: Comparison, width: number): Line[] {
  const columns = (['left', 'right', 'right', 'right'] as const).map((align) => ({ align, rank: 0 }));
  const rows = [
    ['', 'before', 'after', 'change'].map((title) => span(title, 'faint')),
    ...comparedGroups(comparison).flatMap(([title, figures]) =>
      [[span(title, 'strong')]].concat(figures.map(figureRow)),
    ),
  ];
  return [[], ...alignColumns(columns, rows, width), [], ...rankLines(comparison, width)];
}

/** The same figures by ranks; nothing without pairs. */
function rankLines(comparison: Comparison, width: number): Line[] {
  const cells = rankCells(comparison);
  if (cells.length === 0) return [];
  const columns = (['left', 'right', 'left', 'right'] as const).map((align) => ({ align, rank: 0 }));
  const titles = ['by signed ranks', 'change', '95 % bounds', 'p over the margin'];
  const rows = [titles.map((title) => span(title, 'faint')), ...cells.map((row) => row.map((text) => span(text)))];
  return [...alignColumns(columns, rows, width), []];
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
  if (text === '') return [];
  return wrap(text, width - 10, 3).map((line, index): Span[] => [
    span((index === 0 ? label : '').padEnd(10), 'faint'),
    span(line),
  ]);
}

function differenceLines({ differences }: Comparison, width: number): Line[] {
  if (differences.length === 0) return [];
  const lines = differences.flatMap(({ what, before, after }) => wrap(`${what}: ${before} → ${after}`, width - 2, 2));
  return [[span('not the same on both sides', 'doubt')], ...lines.map((line) => [span(`  ${line}`)])];
}
