import { markup, type Content, type Markup } from './markup.ts';
import { decimal } from './path.ts';
import { pointShape } from './point-shape.ts';
import { extremes } from './scale.ts';
import type { Tone } from './status-mark.ts';

/** An observed value and its interval on a line with a limit. An end of the interval that is absent reaches out of the plot. */
export type IntervalPlot = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly observed: number;
  readonly interval?: { readonly low?: number; readonly high?: number };
  readonly limit: number;
  /** What stands at the limit: 'limit 23 ms'. */
  readonly limitText: string;
  /** A value to see the others against, with a thin line: no change. */
  readonly origin?: number;
  /** Where values may lie: on one side of the limit, on it alone, or anywhere but there. */
  readonly allowed: 'below' | 'above' | 'only' | 'both';
  readonly tone: Tone | 'plain';
};

const width = 220;
const height = 40;
const middle = 14;
const edge = 8;

/** A small horizontal plot: the allowed side tinted, the limit a line with its value, the interval a bar, the observed value a point. */
export function intervalPlot(plot: IntervalPlot): Markup {
  const { id, title, description, interval, limit, limitText, tone, observed } = plot;
  const at = placeOf(plot);
  const limitAt = decimal(at(limit));
  const bar =
    interval === undefined
      ? undefined
      : markup`<path class="bar" d="M${decimal(interval.low === undefined ? 0 : at(interval.low))} ${middle}H${decimal(interval.high === undefined ? width : at(interval.high))}"/>${endCap(interval.low, at)}${endCap(interval.high, at)}`;
  return markup`<svg class="interval ${tone}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
${allowedArea(plot, limitAt)}<path class="track" d="M0 ${middle}H${width}"/>${plot.origin === undefined ? undefined : markup`<path class="origin" d="M${decimal(at(plot.origin))} 1V27"/>`}${bar}<path class="limit-line" d="M${limitAt} 1V27"/>${pointShape(tone, [decimal(at(observed)), middle], 5)}<text x="${Math.min(width - 2, Math.max(2, limitAt))}" y="38" text-anchor="${anchorOf(limitAt)}">${limitText}</text></svg>`;
}

function placeOf({ observed, interval, limit, origin }: IntervalPlot): (value: number) => number {
  const ends = [interval?.low, interval?.high].filter((end) => end !== undefined);
  const [low, high] = extremes([observed, limit, ...ends, ...(origin === undefined ? [] : [origin])]);
  const span = high - low || Math.abs(high) || 1;
  const from = low - span * 0.12;
  return (value) => edge + ((value - from) / (span * 1.24)) * (width - 2 * edge);
}

function allowedArea({ allowed }: IntervalPlot, limitAt: number): Content {
  switch (allowed) {
    case 'below':
      return markup`<path class="allowed" d="M0 3H${limitAt}V25H0z"/>`;
    case 'above':
      return markup`<path class="allowed" d="M${limitAt} 3H${width}V25H${limitAt}z"/>`;
    case 'both':
      return markup`<path class="allowed" d="M0 3H${width}V25H0z"/>`;
    case 'only':
      return undefined;
  }
}

function endCap(value: number | undefined, at: (value: number) => number): Content {
  return value === undefined ? undefined : markup`<path class="cap" d="M${decimal(at(value))} ${middle - 5}v10"/>`;
}

function anchorOf(x: number): string {
  if (x < 40) return 'start';
  return x > width - 40 ? 'end' : 'middle';
}
