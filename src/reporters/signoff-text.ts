import type { RowStatus, Signoff, SignoffDecision, SignoffRow } from '../report/signoff/signoff.ts';
import { ageWords, countWords, decisionTitle, evidenceNumbers, rowWords, subjectWords } from './signoff-words.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

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
    ...(signoff.target.reference ? [[span('reference target, not the service', 'bad')]] : []),
    [],
    ...alignColumns(
      [0, 0, 2, 0, 3].map((rank) => ({ align: 'left', rank })),
      signoff.rows.map((row) => rowLine(row, signoff)),
      width,
    ),
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

function rowLine({ item, required, measured = '–', status, note = '', evidence }: SignoffRow, signoff: Signoff): Line {
  const numbers = evidenceNumbers(evidence, signoff.evidence);
  return [
    span(rowWords(status, signoff), rowStyles[status]),
    span(item),
    span(required, 'faint'),
    span(status === 'backed' || note === '' ? measured : `${measured}: ${note}`),
    span(numbers === '' ? '' : `[${numbers}]`, 'faint'),
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
