import type { GateResult, GateStatus, Verdict } from '../../judge/verdict.ts';
import { gateText } from '../gate-text.ts';
import { shorten, wrap } from '../visible-text.ts';
import { alignColumns, type Column } from './columns.ts';
import { span, type Line, type Style } from './styled-text.ts';

/** How much of the gates is shown: all, or only those that do not pass; reasons in full, in one line, or not at all. */
export type GatesDetail = { readonly passing: boolean; readonly reasonLines: 2 | 1 | 0 };

/** Colours by status; nothing recorded looks like the failure that it is. */
const statusStyles: Readonly<Record<GateStatus, Style>> = {
  pass: 'good',
  fail: 'bad',
  'no-data': 'bad',
  invalid: 'bad',
  inconclusive: 'doubt',
};

const columns: readonly Column[] = [
  { align: 'left', rank: 0 },
  { align: 'left', rank: 0 },
  { align: 'right', rank: 0 },
  { align: 'left', rank: 1 },
  { align: 'right', rank: 0 },
  { align: 'right', rank: 3 },
  { align: 'right', rank: 2 },
];
const header = ['', 'gate', 'observed', '95 % interval', 'n', '(eff.)', 'over/allowed'];
/** The longest names of built-in gates fit 100 columns; on a narrow terminal the figures matter more. */
const widestName = (width: number): number => (width >= 100 ? 54 : 46);

/**
 * A row for each gate in the scenario's order, with the reason below each that does not pass. In an INVALID measurement no
 * mark is coloured, so that nothing of it looks like a green light.
 */
export function gatesSection({ gates, outcome }: Verdict, width: number, detail: GatesDetail): Line[] {
  const trusted = outcome !== 'INVALID';
  const titles = header.map((title) =>
    span(title === 'gate' && !trusted ? 'gate (not to be trusted)' : title, 'faint'),
  );
  const shown = gates.filter(({ status }) => detail.passing || status !== 'pass');
  const hidden = gates.length - shown.length;
  const rows = alignColumns(
    columns,
    [titles, ...shown.map((gate) => gateRow(gate, trusted, widestName(width)))],
    width,
  );
  const [top, ...lines] = rows;
  return [
    ...(top === undefined || shown.length === 0 ? [] : [top]),
    ...shown.flatMap((gate, index) => [lines[index] ?? []].concat(reasonLines(gate, width, detail))),
    ...hiddenLine(hidden, trusted),
    ...(gates.length === 0 ? [[span('no gate was judged', 'doubt')]] : []),
  ];
}

function hiddenLine(hidden: number, trusted: boolean): Line[] {
  if (hidden === 0) return [];
  return [
    [span('✓', trusted ? 'good' : 'faint'), span(`  ${hidden} more ${hidden === 1 ? 'gate passes' : 'gates pass'}`)],
  ];
}

function gateRow(gate: GateResult, trusted: boolean, nameWidth: number): Line {
  const { mark, name, observed, interval, n, effectiveN, over } = gateText(gate);
  const style = trusted ? statusStyles[gate.status] : 'faint';
  return [
    span(mark, style),
    span(shorten(name, nameWidth)),
    span(observed, gate.status === 'pass' ? undefined : style),
    span(interval),
    span(n),
    span(effectiveN === '' ? '' : `(${effectiveN})`),
    span(over),
  ];
}

function reasonLines({ status, reason }: GateResult, width: number, detail: GatesDetail): Line[] {
  if (status === 'pass' || detail.reasonLines === 0) return [];
  return wrap(reason, width - 5, detail.reasonLines).map((text) => [span(`     ${text}`, statusStyles[status])]);
}
