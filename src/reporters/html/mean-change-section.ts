import type { Comparison, MeanChange } from '../../judge/comparison/comparison.ts';
import { meanChangeWords } from '../comparison-words.ts';
import { capitalised } from '../visible-text.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { section } from './page.ts';
import { decimal } from './path.ts';
import { extremes } from './scale.ts';

const height = 26;
const left = 120;
const right = 310;

/** Where the change of the mean comes from: a bar to the left is faster, to the right slower; the parts add up to the whole. */
export function meanChangeSection(comparison: Comparison): Markup | undefined {
  const { meanChange } = comparison;
  if (meanChange === undefined) return undefined;
  return section(
    'mean',
    'Where the change of the mean comes from',
    markup`<p>${capitalised(meanChangeWords(comparison) ?? '')}.</p>${bars(meanChange)}<p class="note">The part of the hit rate is priced at the means before, the others at the hit rate after; so a changed hit rate moves the mean although neither class changed.</p>`,
  );
}

function bars(change: MeanChange): Markup {
  const parts = [
    ['by the hit rate', change.byHitRateMillis, 'part'],
    ['by hits', change.byHitsMillis, 'part'],
    ['by misses', change.byMissesMillis, 'part'],
    ['in all', change.totalMillis, 'total'],
  ] as const;
  const [low, high] = extremes([0, ...parts.map(([, millis]) => millis)]);
  const span = high - low || 1;
  const at = (millis: number): number => left + ((millis - low) / span) * (right - left);
  const rows: Content[] = parts.map(([name, millis, style], index) => {
    const y = index * height + 6;
    const [start, end] = [Math.min(at(0), at(millis)), Math.max(at(0), at(millis))];
    const word = millis === 0 ? '' : millis < 0 ? ' faster' : ' slower';
    return markup`<text x="${left - 8}" y="${y + 12}" text-anchor="end">${name}</text><path class="${style}" d="M${decimal(start)} ${y}H${decimal(Math.max(end, start + 1))}V${y + 16}H${decimal(start)}z"/><text x="${right + 8}" y="${y + 12}">${Math.abs(millis).toFixed(3)} ms${word}</text>`;
  });
  return markup`<svg class="change-bars" viewBox="0 0 420 ${parts.length * height + 6}" role="img" aria-labelledby="mean-title" aria-describedby="mean-desc"><title id="mean-title">Parts of the change of the mean</title><desc id="mean-desc">A bar for each part; the sentence above it says the same.</desc>${rows}<path class="origin" d="M${decimal(at(0))} 0V${parts.length * height + 4}"/></svg>`;
}
