import type { GateStatus, Outcome } from '../../judge/verdict.ts';
import { markup, type Markup } from './markup.ts';

/** How good something is, for its colour; each has a shape of its own, so that no meaning hangs on the colour. */
export type Tone = 'good' | 'bad' | 'doubt' | 'void';

/** The tone of an outcome. */
export const outcomeTones: Readonly<Record<Outcome, Tone>> = {
  PASS: 'good',
  FAIL: 'bad',
  INCONCLUSIVE: 'doubt',
  INVALID: 'void',
};

/** The tone of a gate: nothing recorded is a failure. */
export const gateTones: Readonly<Record<GateStatus, Tone>> = {
  pass: 'good',
  fail: 'bad',
  'no-data': 'bad',
  inconclusive: 'doubt',
  invalid: 'void',
};

/** A ring with a tick, an octagon with a cross, a rhombus with a question mark, a triangle with an exclamation mark. */
const shapes: Readonly<Record<Tone, Markup>> = {
  good: markup`<circle cx="12" cy="12" r="10"/><path d="M7 12.5l3.5 3.5 6.5-8"/>`,
  bad: markup`<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M8 8l8 8M16 8l-8 8"/>`,
  doubt: markup`<path d="M12 1.5L22.5 12 12 22.5 1.5 12z"/><path d="M9.3 9.6a2.8 2.8 0 1 1 3.9 2.5q-1.2.5-1.2 2M12 17v.2"/>`,
  void: markup`<path d="M12 2.5L22.5 21H1.5z"/><path d="M12 9v6M12 18v.2"/>`,
};

/** The shape of a tone, for beside the word that says the same. */
export function toneShape(tone: Tone): Markup {
  return markup`<svg class="shape" viewBox="0 0 24 24" aria-hidden="true">${shapes[tone]}</svg>`;
}
