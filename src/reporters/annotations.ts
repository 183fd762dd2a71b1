import type { GateResult } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { gateName } from './gate-text.ts';
import { probeRows } from './probe-words.ts';
import { shorten, visibleText } from './visible-text.ts';

/** Where a gate is written, seen from the root of the repository; line and column count from 1. */
export type AnnotatedPlace = { readonly file: string; readonly line?: number; readonly column?: number };

/** GitHub shows at most so many errors of a step. */
const most = 10;
const longest = 500;

/**
 * A workflow command of GitHub for each gate and each probe that is not passed, as lines: an error for a failed one, a warning for an undecided one; when
 * none of them says why the verdict is no PASS, one for the verdict. '' for a PASS.
 */
export function annotations(
  report: Pick<RunReport, 'verdict' | 'scenario' | 'probes'>,
  placeOf: (gate: GateResult | undefined) => AnnotatedPlace | undefined,
): string {
  const { verdict, scenario } = report;
  if (verdict.outcome === 'PASS') return '';
  const all =
    verdict.outcome === 'INVALID' ? [] : [...gatesOf(report, placeOf), ...probesOf(report, placeOf(undefined))];
  const shown = all.slice(0, most - 1);
  const rest = all.length - shown.length;
  const isSaid = all.some(({ level }) => level === 'error') || (verdict.outcome === 'INCONCLUSIVE' && all.length > 0);
  const more = rest > 0 ? [`${rest} more gates or probes are not passed: see the report`] : [];
  const level = verdict.outcome === 'INCONCLUSIVE' ? 'warning' : 'error';
  const others = (isSaid ? more : [`${verdict.outcome}: ${verdict.reason}`]).map((text): Said => ({
    level,
    place: placeOf(undefined),
    title: scenario.name,
    text,
  }));
  return [...shown, ...others].map((said) => `${command(said)}\n`).join('');
}

type Said = {
  readonly level: 'error' | 'warning';
  readonly place: AnnotatedPlace | undefined;
  readonly title: string;
  readonly text: string;
};

function gatesOf(
  { verdict, scenario }: Pick<RunReport, 'verdict' | 'scenario'>,
  placeOf: (gate: GateResult) => AnnotatedPlace | undefined,
): Said[] {
  return verdict.gates
    .filter(({ status }) => status !== 'pass')
    .map((gate) => ({
      level: gate.status === 'inconclusive' ? 'warning' : 'error',
      place: placeOf(gate),
      title: `${scenario.name}: ${gateName(gate)}`,
      text: gate.reason,
    }));
}

function probesOf(report: Pick<RunReport, 'scenario' | 'probes'>, place: AnnotatedPlace | undefined): Said[] {
  return probeRows(report)
    .filter(({ status }) => status !== 'pass')
    .map(({ when, name, status, reason }) => ({
      level: status === 'no-data' ? 'warning' : 'error',
      place,
      title: `${report.scenario.name}: probe ${name} ${when} the load`,
      text: reason,
    }));
}

function command({ level, place, title, text }: Said): string {
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
