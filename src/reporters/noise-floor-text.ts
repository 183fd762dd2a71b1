import { sayChange } from '../judge/comparison/comparison-reasons.ts';
import type { Comparison } from '../judge/comparison/comparison.ts';
import { leastMargin, type NoiseFloor } from '../judge/comparison/noise-floor.ts';
import type { Question } from '../judge/comparison/questions.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Span } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** A noise floor with what it was measured by. */
export type NoiseFloorInput = {
  readonly floor: NoiseFloor;
  readonly questions: readonly Question[];
  readonly comparison: Pick<Comparison, 'outcome' | 'reason' | 'before' | 'validity'>;
  /** Whether comparisons will be held against it. */
  readonly isKept: boolean;
};

/** How it is shown on a terminal; `brief` leaves the table out. */
export type NoiseFloorTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  readonly brief?: boolean;
};

const shownPairs = [5, 7, 10, 20];

/** The least margin of each figure by the number of pairs, and what the target was found to be against itself; ends with a line end. */
export function noiseFloorText(input: NoiseFloorInput, { color, width: wished, brief }: NoiseFloorTextOptions): string {
  const { floor, comparison, isKept } = input;
  const width = Math.min(100, Math.max(60, wished || 100));
  const title = `noise floor of ${comparison.before.target}, measured against itself in ${floor.pairs} ${floor.pairs === 1 ? 'pair' : 'pairs'}${isKept ? '' : '; it is not kept'}`;
  const verdict = `against itself ${comparison.outcome}: ${comparison.reason}`;
  const lines: Line[] = [
    ...wrap(title, width, 2).map((line): Line => [span(line, 'strong')]),
    ...wrap(verdict, width, 2).map((line): Line => [span(line, isGood(comparison) ? 'faint' : 'bad')]),
    ...(brief === true ? [] : [[], ...tableOf(input, width), []]),
  ];
  return `${lines.map((line) => renderLine(line, { color, ascii: false, width })).join('\n')}\n`;
}

function isGood({ outcome }: Pick<Comparison, 'outcome'>): boolean {
  return outcome === 'NO REGRESSION' || outcome === 'IMPROVED' || outcome === 'INCONCLUSIVE';
}

function tableOf({ floor, questions }: NoiseFloorInput, width: number): Line[] {
  const head = ['least margin with', ...shownPairs.map((pairs) => `${pairs} pairs`), 'margin'];
  const rows = questions.map((question): Line => [
    span(`  ${question.name}`),
    ...shownPairs.map((pairs) => {
      const least = leastMargin(question, floor, pairs);
      return least === undefined ? span('–', 'faint') : marginSpan(question, least);
    }),
    span(amountOf(question, question.margin), 'faint'),
  ]);
  const columns = head.map((_, index) => ({
    align: index === 0 ? ('left' as const) : ('right' as const),
    rank: 0,
  }));
  return alignColumns(columns, [head.map((text) => span(text, 'faint')), ...rows], width);
}

function amountOf(question: Question, amount: number): string {
  return sayChange(question, amount).replace(/^[+−]/u, '');
}

/** Where the least margin is over the margin in use, that one would be refused. */
function marginSpan(question: Question, least: number): Span {
  const text = amountOf(question, least);
  return least > question.margin ? span(text, 'doubt') : span(text);
}
