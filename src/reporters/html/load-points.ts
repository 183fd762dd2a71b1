import type { CapacityStep } from '../../capacity/capacity-step.ts';
import type { StepOutcome } from '../../capacity/search.ts';
import { markup, type Markup } from './markup.ts';
import { decimal, type Point } from './path.ts';
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
  const trusted = steps.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail' || outcome === 'inconclusive');
  return [...new Map(trusted.map((step) => [step.load, step])).values()].toSorted(
    (one, other) => one.load - other.load,
  );
}

/** The mark of a step: a dot passes, a cross fails, a rhombus is undecided, a triangle is not to be trusted. */
export function stepPoint(outcome: StepOutcome, [x, y]: Point): Markup {
  const tone = stepTones[outcome];
  return markup`<g class="${tone}">${shapeOf(tone, [decimal(x), decimal(y)])}</g>`;
}

function shapeOf(tone: Tone, [x, y]: Point): Markup {
  switch (tone) {
    case 'good':
      return markup`<circle class="point" cx="${x}" cy="${y}" r="4"/>`;
    case 'bad':
      return markup`<path class="point cross" d="M${decimal(x - 4)} ${decimal(y - 4)}l8 8m0-8l-8 8"/>`;
    case 'doubt':
      return markup`<path class="point" d="M${x} ${decimal(y - 5)}l5 5-5 5-5-5z"/>`;
    case 'void':
      return markup`<path class="point" d="M${x} ${decimal(y - 5)}l5 9h-10z"/>`;
  }
}
