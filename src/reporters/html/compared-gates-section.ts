import { sayChange } from '../../judge/comparison/comparison-reasons.ts';
import type { Claim, ComparedGate, ComparedStatus, Comparison } from '../../judge/comparison/comparison.ts';
import { comparedCells, claimMark } from '../comparison-words.ts';
import { cardTable } from './card-table.ts';
import { dataTable } from './data-table.ts';
import { intervalPlot } from './interval-plot.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { section } from './page.ts';
import { toneShape, type Tone } from './status-mark.ts';

const titles = ['Figure', 'Verdict', 'Before → after', 'Change', 'Against its margin', 'Detectable', 'Why'];

const tones: Readonly<Record<ComparedStatus, Tone | 'plain'>> = {
  regressed: 'bad',
  'no-data': 'bad',
  inconclusive: 'doubt',
  improved: 'good',
  'no-regression': 'good',
  'not-compared': 'plain',
};

/** What was concluded of a comparison: of two sides, or of a run with its baseline. */
type Compared = Pick<Comparison, 'gates' | 'claims' | 'outcome' | 'reservations'>;

/** What was compared in a section of its own. */
export function comparedGatesSection(comparison: Comparison): Markup {
  return section('gates', 'What changed', comparedGates(comparison));
}

/** The change of each figure with its bounds, drawn against the margin; then the claims. */
export function comparedGates({ gates, claims, outcome, reservations }: Compared): Markup {
  const decides = outcome !== 'INVALID' && reservations.length === 0;
  const doubt =
    outcome === 'INVALID'
      ? 'A measurement is INVALID: no row of this table can be trusted.'
      : 'This decides nothing by itself: no row of this table is a pass or a failure.';
  const table =
    gates.length === 0
      ? markup`<p>Nothing was compared.</p>`
      : cardTable({
          caption:
            'The dotted line is no change, the tinted side the changes that the margin allows, the bar the change between its one-sided 95 % bounds. Detectable: what would be found in four of five comparisons like this one.',
          titles,
          rows: gates.map((gate, index) => gateRow(gate, index, decides)),
        });
  return markup`${decides ? undefined : markup`<p class="doubted">${toneShape('void')} ${doubt}</p>`}${table}${claims.length === 0 ? undefined : claimsTable(claims, decides)}`;
}

function gateRow(gate: ComparedGate, index: number, decides: boolean): Content[] {
  const { name, status, before, after, change, bounds, detectable } = comparedCells(gate);
  const tone = decides ? tones[gate.status] : 'plain';
  const shape = tone === 'plain' ? (decides ? undefined : toneShape('void')) : toneShape(tone);
  return [
    markup`<span class="subject">${name}</span>`,
    markup`<span class="status ${tone}">${shape} ${status}</span>`,
    markup`${before}<br/>→ ${after}`,
    markup`${change}<br/><span class="note">${bounds}</span>`,
    changePlot(gate, index, tone),
    detectable,
    gate.reason,
  ];
}

function changePlot(gate: ComparedGate, index: number, tone: Tone | 'plain'): Markup {
  const { name, change, interval, margin, worse, reason } = gate;
  if (change === undefined) return markup`<span class="note">no change to draw</span>`;
  const limit = worse === 'greater' ? margin : -margin;
  return intervalPlot({
    id: `change-${index + 1}`,
    title: `Change of ${name} against its margin`,
    description: reason,
    observed: change,
    ...(interval === undefined ? {} : { interval }),
    limit,
    limitText: `margin ${sayChange(gate, limit)}`,
    origin: 0,
    allowed: worse === 'greater' ? 'below' : 'above',
    tone,
  });
}

function claimsTable(claims: readonly Claim[], decides: boolean): Markup {
  const rows = claims.map((claim) => {
    const { mark, style } = claimMark(claim);
    const word = claim.status.replaceAll('-', ' ');
    return [claim.name, markup`<span class="status ${decides ? style : 'plain'}">${mark} ${word}</span>`, claim.reason];
  });
  return dataTable({ caption: 'Claims about the change', titles: ['Claim', 'Verdict', 'Seen'], rows });
}
