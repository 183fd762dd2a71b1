import { markup, type Markup } from './markup.ts';
import { decimal } from './path.ts';
import { paper } from './plot-frame.ts';

/** A word for something that ends at the right edge of a plot, or at `x`. `style` is the class of its line. */
export type MarginLabel = {
  readonly x?: number;
  readonly y: number;
  readonly text: string;
  readonly style: string;
};

const lineHeight = 13;

/** Words in the right margin or at the ends of lines, each as near to its height as the others leave room for. */
export function marginLabels(labels: readonly MarginLabel[]): Markup {
  const sorted = labels.toSorted((one, other) => one.y - other.y);
  const heights: number[] = [];
  for (const { y } of sorted) heights.push(Math.max(y, (heights.at(-1) ?? -Infinity) + lineHeight));
  const over = Math.max(0, (heights.at(-1) ?? 0) - paper.bottom);
  return markup`${sorted.map(({ x = paper.right, text, style }, index) => markup`<text class="on-plot ${style}" x="${decimal(x + 4)}" y="${decimal((heights[index] ?? 0) - over + 4)}">${text}</text>`)}`;
}
