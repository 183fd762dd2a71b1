import { markup, type Markup } from './markup.ts';
import { decimal, type Point } from './path.ts';
import type { Tone } from './status-mark.ts';

/** The point of a plot with the shape of its status: a dot, a cross, a rhombus, a triangle, or a square for none; `size` is half its width, or a little less. */
export function pointShape(tone: Tone | 'plain', [x, y]: Point, size: number): Markup {
  const wide = size + 1;
  switch (tone) {
    case 'good':
      return markup`<circle class="point" cx="${x}" cy="${y}" r="${size}"/>`;
    case 'bad':
      return markup`<path class="point cross" d="M${decimal(x - size)} ${decimal(y - size)}l${2 * size} ${2 * size}m0-${2 * size}l-${2 * size} ${2 * size}"/>`;
    case 'doubt':
      return markup`<path class="point" d="M${x} ${decimal(y - wide)}l${wide} ${wide}-${wide} ${wide}-${wide}-${wide}z"/>`;
    case 'void':
      return markup`<path class="point" d="M${x} ${decimal(y - wide)}l${wide} ${size + wide}h-${2 * wide}z"/>`;
    case 'plain':
      return markup`<path class="point" d="M${decimal(x - size + 1)} ${decimal(y - size + 1)}h${2 * size - 2}v${2 * size - 2}h-${2 * size - 2}z"/>`;
  }
}
