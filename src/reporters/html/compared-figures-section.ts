import type { Comparison } from '../../judge/comparison/comparison.ts';
import { changeWords, comparedGroups, comparedValue } from '../comparison-words.ts';
import { capitalised, sentence } from '../visible-text.ts';
import { dataTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import { toneShape } from './status-mark.ts';

/** Why a side cannot be trusted; nothing when both can. */
export function comparedValiditySection({ validity }: Comparison): Markup | undefined {
  if (validity.length === 0) return undefined;
  const items = validity.map(
    ({ side, seen, remedy }) => markup`
<li class="void">${toneShape('void')}<div><p><strong>${capitalised(side)}: ${seen}.</strong></p><p><span class="remedy">What to do:</span> ${sentence(remedy)}</p></div></li>`,
  );
  return section('validity', 'Why it cannot be trusted', markup`<ul class="findings">${items}</ul>`);
}

/** What is not the same on both sides besides the service. */
export function differencesSection({ differences }: Comparison): Markup {
  const rows = differences.map(({ what, before, after }) => [what, before, after]);
  return section(
    'differences',
    'What else differs between the sides',
    rows.length === 0
      ? markup`<p>Nothing: machine, target, load and versions are the same.</p>`
      : dataTable({ caption: 'Each of these may be the cause of a change', titles: ['', 'Before', 'After'], rows }),
  );
}

/** Every figure of every class on both sides. */
export function comparedFiguresSection(comparison: Comparison): Markup {
  const tables = comparedGroups(comparison).map(([title, figures]) => {
    const rows = figures.map((figure) => [
      figure.name,
      comparedValue(figure, figure.before),
      comparedValue(figure, figure.after),
      changeWords(figure),
    ]);
    return dataTable({ caption: title, titles: ['', 'Before', 'After', 'Change'], rows, numbers: true });
  });
  return section('figures', 'All figures', markup`<div class="pair">${tables}</div>`);
}
