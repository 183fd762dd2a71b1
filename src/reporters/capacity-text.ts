import type { CapacityStep } from '../capacity/capacity-step.ts';
import type { StepOutcome } from '../capacity/search.ts';
import type { LoadUnit } from '../capacity/step-scenario.ts';
import type { CapacityRecord } from '../report/capacity-record.ts';
import {
  briefReasonOf,
  capacityHeadline,
  capacityNotes,
  certaintyWords,
  intervalWords,
  kneeWords,
  leftOutWords,
  loadWords,
  outcomeWords,
  reasonOf,
  stepCells,
} from './capacity-words.ts';
import { targetWords } from './report-words.ts';
import { alignColumns, type Column } from './terminal/columns.ts';
import { outcomeStyles } from './terminal/outcome-styles.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { shorten, wrap } from './visible-text.ts';

/** How a search is shown on a terminal; `brief` is one line. */
export type CapacityTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  /** Where it is kept. */
  readonly folder: string;
  readonly brief?: boolean;
};

const stepStyles: Readonly<Record<StepOutcome, Style>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'doubt',
  invalid: 'bad',
  lost: 'bad',
  interrupted: 'faint',
};

const titles = [
  '',
  'step',
  'load',
  'requests',
  'hit p95 ms',
  'miss p95 ms',
  'hits',
  'per s',
  'mean ms',
  'time',
  'why not',
];
const columns: readonly Column[] = titles.map((_, index) => ({
  align: index === 1 || index === 10 ? 'left' : 'right',
  rank: [0, 0, 0, 3, 0, 0, 2, 1, 4, 2, 0][index] ?? 0,
}));

/**
 * One screen: the verdict in a sentence, a row for each step (latencies in milliseconds), and what a reader must not overlook; ends with a line
 * end. Only the folder's path may be longer than a line.
 */
export function capacityText(record: CapacityRecord, options: CapacityTextOptions): string {
  const { conclusion, scenario, settings } = record;
  const { outcome } = conclusion;
  const headline = capacityHeadline(record);
  if (options.brief === true) return `${outcome} capacity of ${scenario.name}: ${headline} (${options.folder})\n`;
  const width = Math.min(100, Math.max(60, options.width || 100));
  const asked = settings.atLeast === undefined ? '' : ` at least ${loadWords(settings.atLeast, settings.unit)}:`;
  const wrapped = (text: string, style?: Style): Line[] => wrap(text, width, 4).map((line) => [span(line, style)]);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['interval', intervalWords(record)],
    ['knee', kneeWords(record)],
    ['target', targetWords(record)],
    ['left out', leftOutWords(record)],
    ['certainty', certaintyWords(record)],
  ];
  const lines: Line[] = [
    ...wrapped(`${outcome}${asked} ${headline}`, outcomeStyles[outcome]),
    [],
    ...stepTable(record, width),
    [],
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : factLines(name, text, width))),
    ...capacityNotes(record).flatMap((note) => factLines('note', note, width)),
  ];
  const paper = { color: options.color, ascii: false, width };
  return [...lines.map((line) => renderLine(line, paper)), `folder     ${options.folder}`, ''].join('\n');
}

/** One line on a step that has just ended. */
export function stepLine(step: CapacityStep, unit: LoadUnit): string {
  const { mark, word } = outcomeWords[step.outcome];
  const why = step.outcome === 'pass' ? '' : `: ${reasonOf(step)}`;
  const { hitP95, missP95, rate, time } = stepCells(step);
  return `${mark} step ${step.number}, ${loadWords(step.load, unit)}: ${word} after ${time}, ${rate}/s, p95 of hits ${hitP95} ms, of misses ${missP95} ms${why}`;
}

function stepTable({ steps }: CapacityRecord, width: number): Line[] {
  const rows = steps.map((step): Line => {
    const cells = stepCells(step);
    const style = stepStyles[step.outcome];
    return [
      span(cells.mark, style),
      span(`${cells.number} ${cells.purpose}`),
      span(cells.load, style),
      span(cells.requests),
      span(cells.hitP95),
      span(cells.missP95),
      span(cells.hitRate),
      span(cells.rate),
      span(cells.mean),
      span(cells.time),
      span(cells.gate === '' ? '' : shorten(`${cells.outcome}: ${briefReasonOf(step)}`, 36), style),
    ];
  });
  return alignColumns(columns, [titles.map((title) => span(title, 'faint')), ...rows], width);
}

function factLines(name: string, text: string, width: number): Line[] {
  return wrap(text, width - 11, 3).map((line, index) => [
    span((index === 0 ? name : '').padEnd(11), 'faint'),
    span(line),
  ]);
}
