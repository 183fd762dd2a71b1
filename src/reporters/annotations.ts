import type { Problem } from '../errors.ts';
import type { Comparison } from '../judge/comparison/comparison.ts';
import { decisionOf } from '../judge/comparison/conclude.ts';
import type { GateResult } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { figureWeight } from './comparison-words.ts';
import { gateName } from './gate-text.ts';
import { probeRows } from './probe-words.ts';
import { mostAnnotations, workflowCommands, type AnnotatedPlace, type Annotation } from './workflow-command.ts';

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
  const found =
    verdict.outcome === 'INVALID' ? [] : [...gatesOf(report, placeOf), ...probesOf(report, placeOf(undefined))];
  return commandsOf(found, {
    level: verdict.outcome === 'INCONCLUSIVE' ? 'warning' : 'error',
    place: placeOf(undefined),
    title: scenario.name,
    text: `${verdict.outcome}: ${verdict.reason}`,
    more: 'gates or probes are not passed: see the report',
  });
}

/**
 * The same for a comparison: an error for each figure that regressed or has no data and each claim that does not hold, a warning for what is
 * undecided, and for what a comparison says that decides nothing by itself. '' for one that is passed.
 */
export function comparisonAnnotations(
  comparison: Comparison,
  { scenario, place }: { readonly scenario: string; readonly place: AnnotatedPlace | undefined },
): string {
  const { outcome, reason, reservations, gates, claims } = comparison;
  const decision = decisionOf(comparison);
  if (decision === 'pass') return '';
  const name = `${scenario}: before and after`;
  const found = [...gates, ...claims].flatMap((figure): Annotation[] => {
    const weight = figureWeight(figure, reservations);
    if (weight === 'good' || weight === 'none') return [];
    const level = weight === 'bad' ? 'error' : 'warning';
    return [{ level, place, title: `${name}: ${figure.name}`, text: figure.reason }];
  });
  const why = [reason, ...reservations].join('; ');
  return commandsOf(outcome === 'INVALID' ? [] : found, {
    level: decision === 'inconclusive' ? 'warning' : 'error',
    place,
    title: name,
    text: `${outcome}: ${why}`,
    more: 'figures or claims are not passed: see the report',
  });
}

/** A workflow command for each thing that is wrong with an input, where it is written. */
export function problemAnnotations(
  problems: readonly Problem[],
  placeOf: (problem: Problem) => AnnotatedPlace | undefined,
): string {
  const found = problems.map((problem): Annotation => {
    const text = problem.hint === undefined ? problem.message : `${problem.message} → ${problem.hint}`;
    return { level: 'error', place: placeOf(problem), title: 'hitgate', text };
  });
  return commandsOf(found, {
    level: 'error',
    place: undefined,
    title: 'hitgate',
    text: '',
    more: 'problems: see the log',
  });
}

/** What is found, as many as GitHub shows; `whole` takes the last place when some are left out, and when nothing found says what it says. */
function commandsOf(found: readonly Annotation[], { more, ...whole }: Annotation & { readonly more: string }): string {
  const isSaid = found.some(({ level }) => level === 'error') || (whole.level === 'warning' && found.length > 0);
  if (isSaid && found.length <= mostAnnotations) return workflowCommands(found);
  const shown = found.slice(0, mostAnnotations - 1);
  const text = isSaid ? `${found.length - shown.length} more ${more}` : whole.text;
  return workflowCommands([...shown, { ...whole, text }]);
}

function gatesOf(
  { verdict, scenario }: Pick<RunReport, 'verdict' | 'scenario'>,
  placeOf: (gate: GateResult) => AnnotatedPlace | undefined,
): Annotation[] {
  return verdict.gates
    .filter(({ status }) => status !== 'pass')
    .map((gate) => ({
      level: gate.status === 'inconclusive' ? 'warning' : 'error',
      place: placeOf(gate),
      title: `${scenario.name}: ${gateName(gate)}`,
      text: gate.reason,
    }));
}

function probesOf(report: Pick<RunReport, 'scenario' | 'probes'>, place: AnnotatedPlace | undefined): Annotation[] {
  return probeRows(report)
    .filter(({ status }) => status !== 'pass')
    .map(({ when, name, status, reason }) => ({
      level: status === 'no-data' ? 'warning' : 'error',
      place,
      title: `${report.scenario.name}: probe ${name} ${when} the load`,
      text: reason,
    }));
}
