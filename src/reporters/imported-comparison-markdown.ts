import type { ImportedComparison } from '../report/imported-comparison.ts';
import { groupTitle, importedChange, importedInterval, importedValue } from './imported-words.ts';
import { markdownTable, markdownText } from './markdown-table.ts';

const titles = [
  { title: '' },
  { title: 'Before', right: true as const },
  { title: 'After', right: true as const },
  { title: 'Change', right: true as const },
  { title: 'Suggestive 95 %', right: true as const },
];

/** An imported baseline beside another side in GitHub's Markdown. It says that nothing is decided; ends with a line end. */
export function importedComparisonMarkdown(comparison: ImportedComparison): string {
  const { before, after, groups, label } = comparison;
  const tables = groups.map((group) => {
    const rows = group.figures.map((row) => [
      markdownText(row.name),
      importedValue(row, row.before),
      importedValue(row, row.after),
      importedChange(row),
      importedInterval(row),
    ]);
    return `### ${markdownText(groupTitle(group))}\n\n${markdownTable(titles, rows)}`;
  });
  const sections = [
    '## Beside an imported baseline',
    `- before: ${markdownText(`${before.name}: ${before.origin}`)}\n- after: ${markdownText(`${after.name}: ${after.origin}`)}`,
    `${markdownText(label)}.`,
    ...tables,
    ...list('Not compared', comparison.leftOut),
    ...list(
      'Not the same on both sides',
      comparison.differences.map((each) => `${each.what}: ${each.before} → ${each.after}`),
    ),
    ...list('What these figures are', comparison.notes),
  ];
  return `${sections.join('\n\n')}\n`;
}

function list(title: string, sentences: readonly string[]): string[] {
  if (sentences.length === 0) return [];
  return [`### ${title}\n\n${sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n')}`];
}
