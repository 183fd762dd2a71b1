import type { CapacityStep } from '../../capacity/capacity-step.ts';
import { isTrusted, type StepOutcome } from '../../capacity/search.ts';
import { markup, type Markup } from './markup.ts';
import { decimal, type Point } from './path.ts';
import { pointShape } from './point-shape.ts';
import type { Tone } from './status-mark.ts';

/** How each outcome looks; the shape of its point says the same without a colour. */
export const stepTones: Readonly<Record<StepOutcome, Tone>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'doubt',
  invalid: 'void',
  lost: 'bad',
  interrupted: 'doubt',
};

/** The steps of which a line is drawn: the last of each load, by load, without those that cannot be trusted. */
export function stepsByLoad(steps: readonly CapacityStep[]): CapacityStep[] {
  return [...new Map(steps.filter(isTrusted).map((step) => [step.load, step])).values()].toSorted(
    (one, other) => one.load - other.load,
  );
}

/** The mark of a step: a dot passes, a cross fails, a rhombus is undecided, a triangle is not to be trusted. */
export function stepPoint(outcome: StepOutcome, [x, y]: Point): Markup {
  const tone = stepTones[outcome];
  return markup`<g class="${tone}">${pointShape(tone, [decimal(x), decimal(y)], 4)}</g>`;
}
