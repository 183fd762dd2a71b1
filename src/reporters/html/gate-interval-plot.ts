import type { GateResult } from '../../judge/verdict.ts';
import type { Operator } from '../../scenario/threshold.ts';
import { gateDemand, gateSubject, limitWords } from '../gate-plain-words.ts';
import { gateText } from '../gate-text.ts';
import { intervalPlot, type IntervalPlot } from './interval-plot.ts';
import { markup, type Markup } from './markup.ts';
import { gateTones, type Tone } from './status-mark.ts';

/** The interval of a gate against its limit; nothing where nothing was observed. `trusted` is false where no colour may say that it passes. */
export function gateIntervalPlot(gate: GateResult, id: string, trusted: boolean): Markup {
  const { threshold, observed, interval, status } = gate;
  if (observed === undefined) return markup`<span class="note">nothing was recorded</span>`;
  const { observed: seen, interval: between } = gateText(gate);
  const tone: Tone | 'plain' = trusted ? gateTones[status] : 'plain';
  const plot: IntervalPlot = {
    id,
    title: `${gateSubject(threshold)} against its limit`,
    description: `Observed ${seen}${between === '' ? '' : `, 95 % interval ${between}`}; asked for: ${gateDemand(threshold)}.`,
    observed,
    ...(interval === undefined ? {} : { interval }),
    limit: threshold.limit,
    limitText: `limit ${limitWords(threshold)}`,
    allowed: allowedSides[threshold.operator],
    tone,
  };
  return intervalPlot(plot);
}

const allowedSides: Readonly<Record<Operator, IntervalPlot['allowed']>> = {
  '<': 'below',
  '<=': 'below',
  '>': 'above',
  '>=': 'above',
  '==': 'only',
  '!=': 'both',
};
