import type { GateResult } from '../../judge/verdict.ts';
import type { RunReport } from '../../report/run-report.ts';
import { gateTitle } from '../gate-plain-words.ts';
import { gateName, gateText } from '../gate-text.ts';
import { cardTable } from './card-table.ts';
import { gateIntervalPlot } from './gate-interval-plot.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { section } from './page.ts';
import { gateTones, toneShape } from './status-mark.ts';
import { doubtOf } from './trust.ts';

const titles = ['Gate', 'Verdict', 'Observed', '95 % interval', 'Against its limit', 'Samples', 'Why'];

/** The gates, each with its interval drawn against its limit. On a narrow screen each row becomes a card. */
export function gatesSection(report: RunReport): Markup {
  const { gates } = report.verdict;
  const doubt = doubtOf(report);
  const note = doubt === undefined ? undefined : markup`<p class="doubted">${toneShape('void')} ${doubt}</p>`;
  if (gates.length === 0) return section('gates', 'Gates', markup`<p>No gate was judged.</p>`);
  const table = cardTable({
    caption: `The tinted side of a limit is the allowed one. The bar is the 95 % interval of the observed value: a gate passes or fails when all of it lies on one side of the limit.${quantileNote(gates)}`,
    titles,
    rows: gates.map((gate, index) => gateRow(gate, index, doubt === undefined)),
  });
  return section('gates', 'Gates', [note, table]);
}

function gateRow(gate: GateResult, index: number, trusted: boolean): Content[] {
  const { threshold, status, reason } = gate;
  const { observed, interval, n, effectiveN } = gateText(gate);
  const tone = gateTones[status];
  const mark = trusted
    ? markup`<span class="status ${tone}">${toneShape(tone)} ${statusWords[status]}</span>`
    : markup`<span class="status plain">${toneShape('void')} not trusted</span><span class="note"> (${statusWords[status]})</span>`;
  const samples =
    effectiveN === '' ? n : markup`${n}<br/><span class="note">worth ${effectiveN} independent ones</span>`;
  return [
    markup`<span class="subject">${gateTitle(threshold)}</span> <code>${gateName(gate)}</code>`,
    mark,
    observed,
    interval,
    gateIntervalPlot(gate, `gate-${index + 1}`, trusted),
    samples,
    reason,
  ];
}

/** What a p95 is, for a reader who has not met one. */
function quantileNote(gates: readonly GateResult[]): string {
  return gates.some(({ threshold }) => threshold.aggregation.kind === 'quantile')
    ? ' p95: 95 of 100 answers came at least as fast.'
    : '';
}

const statusWords: Readonly<Record<GateResult['status'], string>> = {
  pass: 'pass',
  fail: 'fail',
  'no-data': 'no data: fails',
  inconclusive: 'inconclusive',
  invalid: 'invalid',
};
