import type { Signoff } from '../report/signoff/signoff.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';
import {
  ageWords,
  countWords,
  decisionTitle,
  evidenceNumbers,
  rowWords,
  signoffMeanings,
  subjectWords,
} from './signoff-words.ts';

/** `signoff.md`: the decision, the matrix, its evidence, the return, and rows to sign. Ends with a line end. */
export function signoffMarkdown(signoff: Signoff): string {
  const { reasons, roi } = signoff;
  const sections = [
    `## ${decisionTitle(signoff)}: ${markdownText(subjectWords(signoff))}`,
    `**${markdownText(`${signoffMeanings[signoff.decision]}: ${countWords(signoff)}`)}**`,
    ...(reasons.length === 0
      ? []
      : [`### What stands in the way\n\n${reasons.map((reason) => `- ${markdownText(reason)}`).join('\n')}`]),
    `### Go/no-go matrix\n\n${rowsTable(signoff)}`,
    `### Evidence\n\n${evidenceTable(signoff)}\n\nDigest of the request sequence: ${markdownCode(signoff.digest)}`,
    `### Return on investment\n\n${roi.lines.map((line) => `- ${markdownText(line)}`).join('\n')}`,
    `### Sign-off\n\n${signTable(signoff)}`,
    `hitgate ${markdownText(signoff.hitgateVersion)}, ${markdownText(signoff.createdAt)}`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function rowsTable(signoff: Signoff): string {
  const rows = signoff.rows.map(({ item, required, measured = '–', status, note = '', evidence }) =>
    [
      item,
      required,
      measured,
      rowWords(status, signoff),
      note,
      evidenceNumbers(evidence, signoff.evidence) || 'none',
    ].map(markdownText),
  );
  return markdownTable(
    ['Item', 'Required', 'Measured', 'Status', 'Note', 'Evidence'].map((title) => ({ title })),
    rows,
  );
}

function evidenceTable({ evidence }: Signoff): string {
  const rows = evidence.map((file, index) => [
    String(index + 1),
    file.kind,
    markdownCode(file.id ?? '') || '–',
    markdownCode(file.path),
    markdownCode(file.sha256),
    file.startedAt === undefined ? '–' : markdownText(`${file.startedAt}, ${ageWords(file)}`),
  ]);
  return markdownTable(
    ['No.', 'What', 'Id', 'File', 'SHA-256', 'Measured'].map((title) => ({ title })),
    rows,
  );
}

function signTable({ approvers }: Signoff): string {
  const rows = approvers.map((role) => [markdownText(role), '', '', '']);
  return markdownTable(
    ['Role', 'Name', 'Date', 'Decision'].map((title) => ({ title })),
    rows,
  );
}
