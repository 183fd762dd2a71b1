import type { Comparison } from '../judge/comparison.ts';
import { changeWords, comparedGroups, comparedValue, sideWords } from './comparison-words.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';

const titles = [
  { title: '' },
  { title: 'Before', right: true as const },
  { title: 'After', right: true as const },
  { title: 'Change', right: true as const },
];

/** Two stored runs side by side in GitHub's Markdown. It describes and decides nothing; ends with a line end. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { before, after, digest, label } = comparison;
  const groups = comparedGroups(comparison).map(([title, figures]) => {
    const rows = figures.map((figure) => [
      figure.name,
      comparedValue(figure, figure.before),
      comparedValue(figure, figure.after),
      changeWords(figure),
    ]);
    return `### ${markdownText(title)}\n\n${markdownTable(titles, rows)}`;
  });
  const sections = [
    '## Before and after',
    `- before: ${markdownText(sideWords(before))}\n- after: ${markdownText(sideWords(after))}\n- digest: ${markdownCode(digest)}`,
    `${markdownText(label)}; nothing is decided here.`,
    ...differences(comparison),
    ...groups,
  ];
  return `${sections.join('\n\n')}\n`;
}

function differences({ differences: found }: Comparison): string[] {
  if (found.length === 0) return [];
  const rows = found.map(({ what, before, after }) => [what, before, after].map(markdownText));
  const table = markdownTable([{ title: '' }, { title: 'Before' }, { title: 'After' }], rows);
  return [`### Not the same on both sides\n\n${table}`];
}
