import type { GateResult } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { gateName } from './gate-text.ts';
import { shorten, visibleText } from './visible-text.ts';

/** Where a gate is written, seen from the root of the repository; line and column count from 1. */
export type AnnotatedPlace = { readonly file: string; readonly line?: number; readonly column?: number };

/** GitHub shows at most so many errors of a step. */
const most = 10;
const longest = 500;

/**
 * A workflow command of GitHub for each gate that is not passed, as lines: an error for a failed one, a warning for an undecided one; when no
 * gate says why the verdict is no PASS, one for the verdict. '' for a PASS.
 */
export function annotations(
  { verdict, scenario }: Pick<RunReport, 'verdict' | 'scenario'>,
  placeOf: (gate: GateResult | undefined) => AnnotatedPlace | undefined,
): string {
  if (verdict.outcome === 'PASS') return '';
  const isInvalid = verdict.outcome === 'INVALID';
  const bad = isInvalid ? [] : verdict.gates.filter(({ status }) => status !== 'pass');
  const isDecided = bad.some(({ status }) => status !== 'inconclusive') || verdict.outcome === 'INCONCLUSIVE';
  const ofGates = bad.slice(0, most - 1).map((gate) =>
    command(levelOf(gate), {
      place: placeOf(gate),
      title: `${scenario.name}: ${gateName(gate)}`,
      text: gate.reason,
    }),
  );
  const rest = bad.length - ofGates.length;
  const more = rest > 0 ? [`${rest} more gates are not passed: see the report`] : [];
  const whole = bad.length > 0 && isDecided ? more : [`${verdict.outcome}: ${verdict.reason}`];
  const level = verdict.outcome === 'INCONCLUSIVE' ? 'warning' : 'error';
  const others = whole.map((text) => command(level, { place: placeOf(undefined), title: scenario.name, text }));
  return [...ofGates, ...others].map((line) => `${line}\n`).join('');
}

function levelOf({ status }: GateResult): 'warning' | 'error' {
  return status === 'inconclusive' ? 'warning' : 'error';
}

type Said = { readonly place: AnnotatedPlace | undefined; readonly title: string; readonly text: string };

function command(level: 'error' | 'warning', { place, title, text }: Said): string {
  const properties = [
    ...(place === undefined ? [] : [['file', place.file], ...numbersOf(place)]),
    ['title', shorten(visibleText(title), longest)],
  ];
  const written = properties.map(([name, value = '']) => `${name}=${escapeProperty(value)}`).join(',');
  return `::${level} ${written}::${escapeData(shorten(visibleText(text), longest))}`;
}

function numbersOf({ line, column }: AnnotatedPlace): string[][] {
  if (line === undefined) return [];
  return [['line', String(line)], ...(column === undefined ? [] : [['col', String(column)]])];
}

/** Text of a workflow command: nothing in it can end it or begin another. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
