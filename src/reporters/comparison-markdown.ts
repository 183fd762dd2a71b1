import type { Comparison } from '../judge/comparison/comparison.ts';
import {
  changeWords,
  claimMark,
  comparedCells,
  comparedGroups,
  comparedValue,
  evidenceWords,
  meanChangeWords,
  mixtureWords,
  rankCells,
  sideWords,
} from './comparison-words.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';

const figureTitles = [
  { title: '' },
  { title: 'Before', right: true as const },
  { title: 'After', right: true as const },
  { title: 'Change', right: true as const },
];

const gateTitles = [
  { title: '' },
  { title: 'Figure' },
  ...['Before', 'After', 'Change'].map((title) => ({ title, right: true as const })),
  { title: '95 % bounds' },
  { title: 'Margin' },
  { title: 'Detectable', right: true as const },
  { title: 'Verdict' },
];

/** Two sides and the verdict on what changed between them, in GitHub's Markdown; ends with a line end. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { before, after, digest, outcome, reason, reservations } = comparison;
  const words = [meanChangeWords(comparison), mixtureWords(comparison)].flatMap((each) => each ?? []);
  const sections = [
    `## ${markdownText(outcome)}: before and after`,
    markdownText(reason),
    ...reservations.map((text) => `**${markdownText(text)}**`),
    `- before: ${markdownText(sideWords(before))}\n- after: ${markdownText(sideWords(after))}\n- evidence: ${markdownText(evidenceWords(comparison))}\n- digest: ${markdownCode(digest)}`,
    comparedTable(comparison),
    ...claimSections(comparison),
    ...(words.length === 0 ? [] : [`Mean: ${markdownText(words.join('; '))}.`]),
    ...differences(comparison),
    ...byRanks(comparison),
    ...comparedGroups(comparison).map(([title, figures]) => {
      const rows = figures.map((figure) => [
        figure.name,
        comparedValue(figure, figure.before),
        comparedValue(figure, figure.after),
        changeWords(figure),
      ]);
      return `### ${markdownText(title)}\n\n${markdownTable(figureTitles, rows)}`;
    }),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The compared figures as a table, or a sentence when there is none. */
export function comparedTable({ gates, outcome }: Pick<Comparison, 'gates' | 'outcome'>): string {
  if (gates.length === 0) return 'Nothing was compared.';
  const rows = gates.map((gate) => {
    const { mark, name, ...cells } = comparedCells(gate);
    const texts = [cells.before, cells.after, cells.change, cells.bounds, cells.margin, cells.detectable, cells.status];
    return [outcome === 'INVALID' ? '' : mark, markdownCode(name), ...texts.map(markdownText)];
  });
  return markdownTable(gateTitles, rows);
}

function claimSections({ claims: made }: Comparison): string[] {
  if (made.length === 0) return [];
  return [`### Claims\n\n${claimTable(made)}`];
}

/** Claims as a table. */
export function claimTable(claims: Comparison['claims']): string {
  const rows = claims.map((claim) => [claimMark(claim).mark, claim.name, claim.status, claim.reason].map(markdownText));
  return markdownTable([{ title: '' }, { title: 'Claim' }, { title: 'Verdict' }, { title: 'Seen' }], rows);
}

/** Wilcoxon's signed ranks beside the t intervals; nothing without pairs. */
function byRanks(comparison: Comparison): string[] {
  const rows = rankCells(comparison).map(([name, ...cells]) => [markdownCode(name)].concat(cells.map(markdownText)));
  if (rows.length === 0) return [];
  const titles = [
    { title: 'Figure' },
    { title: 'Change', right: true as const },
    { title: '95 % bounds' },
    { title: 'p over the margin', right: true as const },
  ];
  return [`### By signed ranks\n\n${markdownTable(titles, rows)}`];
}

function differences({ differences: found }: Comparison): string[] {
  if (found.length === 0) return [];
  const rows = found.map(({ what, before, after }) => [what, before, after].map(markdownText));
  const table = markdownTable([{ title: '' }, { title: 'Before' }, { title: 'After' }], rows);
  return [`### Not the same on both sides\n\n${table}`];
}
