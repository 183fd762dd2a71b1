import type { RowStatus, Signoff, SignoffDecision, SignoffRow } from '../report/signoff/signoff.ts';
import { ageWords, countWords, decisionTitle, evidenceNumbers, statusMarks, subjectWords } from './signoff-words.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { shorten, wrap } from './visible-text.ts';

/** How a sign-off is shown on a terminal, and where its files are. */
export type SignoffTextOptions = { readonly color: boolean; readonly width: number; readonly folder?: string };

const greatestWidth = 100;
const leastWidth = 60;
const mostFiles = 8;

const decisionStyles: Readonly<Record<SignoffDecision, Style>> = {
  GO: 'good',
  REHEARSAL: 'doubt',
  'NO-GO': 'bad',
  UNDECIDED: 'doubt',
  INVALID: 'bad',
};

const rowStyles: Readonly<Record<RowStatus, Style>> = {
  backed: 'good',
  undecided: 'doubt',
  'not backed': 'bad',
  failed: 'bad',
};

/** One screen: the decision, a line for each row, the evidence, the return and who signs. Ends with a line end. */
export function signoffText(signoff: Signoff, options: SignoffTextOptions): string {
  const width = Math.min(greatestWidth, Math.max(leastWidth, options.width || greatestWidth));
  const title = decisionTitle(signoff);
  const lines: readonly Line[] = [
    [span(title, decisionStyles[signoff.decision]), span(`  ${subjectWords(signoff)}`, 'strong')],
    [span(countWords(signoff))],
    ...(signoff.target.reference
      ? [[span('all of it was measured on the reference target, not the service', 'bad')]]
      : []),
    [],
    ...rowLines(signoff, width),
    [],
    ...evidenceLines(signoff),
    ...signoff.roi.lines.flatMap((line) =>
      wrap(line, width - 2, 2).map((text, index) => [span(index === 0 ? text : `  ${text}`)]),
    ),
    [span('to sign    ', 'faint'), span(signoff.approvers.join(', '))],
  ];
  const paper = { color: options.color, ascii: false, width };
  const folder = options.folder === undefined ? [] : [`folder     ${options.folder}`];
  return [...lines.map((line) => renderLine(line, paper)), ...folder, ''].join('\n');
}

/** The rows as a table; what was asked for is left out where the line is too short for it. */
function rowLines(signoff: Signoff, width: number): Line[] {
  const heads = signoff.rows.map(({ item, status, evidence }) => {
    const numbers = evidenceNumbers(evidence, signoff.evidence);
    return [statusMarks[status], numbers === '' ? '' : `[${numbers}]`, item];
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...heads.map((head) => head[column]?.length ?? 0)));
  const room = width - widths.reduce((sum, each) => sum + each + 2, 0);
  return alignColumns(
    [0, 0, 0, 1, 0].map((rank) => ({ align: 'left', rank })),
    signoff.rows.map((row, index) => rowLine(row, heads[index] ?? [], room)),
    width,
  );
}

function rowLine({ required, measured, status, note }: SignoffRow, head: readonly string[], room: number): Line {
  const [mark = '', numbers = '', item = ''] = head;
  const said = status === 'backed' ? [measured ?? note] : [measured, note];
  return [
    span(mark, rowStyles[status]),
    span(numbers, 'faint'),
    span(item),
    span(shorten(required, 26), 'faint'),
    span(shorten(said.filter((text) => text !== undefined).join(': '), room)),
  ];
}

function evidenceLines({ evidence }: Signoff): Line[] {
  const lines = evidence.slice(0, mostFiles).map((file, index): Line => {
    const age = ageWords(file);
    return [
      span(
        `[${index + 1}] ${file.kind} ${file.path} sha256 ${file.sha256.slice(0, 12)}…${age === '' ? '' : `, ${age}`}`,
        'faint',
      ),
    ];
  });
  const hidden = evidence.length - mostFiles;
  return hidden > 0 ? [...lines, [span(`${hidden} more files: see signoff.md`, 'faint')]] : lines;
}
