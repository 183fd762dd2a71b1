import type { GateResult, ValidityFinding, Verdict } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { totalsOf } from '../report/run-totals.ts';
import { formatCount, microsPerSecond } from '../units.ts';
import { comparedCases } from './comparison-junit.ts';
import { gateName, gateText } from './gate-text.ts';
import { modelWords, targetWords } from './report-words.ts';
import { caseElement, countCases, type CaseKind, type TestCase } from './junit-case.ts';
import { probeCases } from './probe-junit.ts';
import { xmlDocument, type XmlElement } from './xml.ts';

/** How the XML is written. */
export type JunitOptions = {
  /** What an inconclusive gate becomes; most servers take a skipped test for a good one, so a failure is the default. */
  readonly inconclusive?: 'failure' | 'skipped';
};

/**
 * JUnit XML: one suite for the scenario, one test case for each gate. A gate that failed or had no data is a failure; what
 * makes the measurement invalid is an error, and then no gate counts as passed. When the gates and findings do not say why
 * the verdict is no PASS (a run that was cut off), a test case `verdict` does.
 */
export function junit(report: RunReport, options: JunitOptions = {}): string {
  const inconclusive = options.inconclusive ?? 'failure';
  const { verdict, scenario, runs } = report;
  const cases = [
    ...verdict.validity.map(findingCase),
    ...verdict.gates.map((gate) => gateCase(gate, verdict.outcome === 'INVALID', inconclusive)),
    ...countersCase(verdict),
    ...runProbeCases(report, inconclusive),
  ];
  const all = [...verdictCase(report, cases, inconclusive), ...cases];
  const compared = baselineCases(report, inconclusive);
  const kinds = [...all, ...compared].map(({ kind }) => kind);
  const counts = { ...countCases(kinds), time: (totalsOf(runs).durationMicros / microsPerSecond).toFixed(3) };
  const suite = {
    name: 'testsuite',
    attributes: { name: scenario.name, ...counts, timestamp: report.startedAt },
    children: [
      properties(report),
      ...all.map((each) => caseElement(each, scenario.name)),
      ...compared.map(({ element }) => element),
    ],
  };
  return xmlDocument({ name: 'testsuites', attributes: { name: 'hitgate', ...counts }, children: [suite] });
}

/** What was compared with the baseline. Where that decides nothing by itself, what is undecided in it is skipped: it did not change the verdict. */
function baselineCases({ verdict: { baseline } }: RunReport, inconclusive: CaseKind): ReturnType<typeof comparedCases> {
  if (baseline === undefined) return [];
  const open = baseline.reservations.length === 0 ? inconclusive : 'skipped';
  return comparedCases(baseline, open, `against ${baseline.name}: `);
}

function gateCase(gate: GateResult, invalid: boolean, inconclusive: CaseKind): TestCase {
  const { observed, interval, n } = gateText(gate);
  const seen = [observed, interval, `n ${n}`].filter((text) => text !== '').join(' ');
  const name = gateName(gate);
  const message = `${gate.reason} (${seen})`;
  switch (gate.status) {
    case 'invalid':
      return { name, kind: 'error', type: 'invalid', message };
    case 'pass':
    case 'fail':
    case 'no-data':
    case 'inconclusive':
      if (invalid) return { name, kind: 'skipped', type: 'invalid', message: `not to be trusted: ${message}` };
      return { name, kind: kindOf(gate.status, inconclusive), type: gate.status, message };
  }
}

function kindOf(status: 'pass' | 'fail' | 'no-data' | 'inconclusive', inconclusive: CaseKind): CaseKind {
  if (status === 'pass') return 'passed';
  return status === 'inconclusive' ? inconclusive : 'failure';
}

function findingCase({ code, seen, remedy }: ValidityFinding): TestCase {
  return { name: `validity: ${code}`, kind: 'error', type: 'invalid', message: `${seen}; ${remedy}` };
}

/** The agreement that the scenario asks of the service's counters. */
function countersCase({ counters, outcome }: Verdict): TestCase[] {
  if (counters === undefined) return [];
  const name = 'server counters agree';
  const { held, reason: message } = counters;
  if (outcome === 'INVALID')
    return [{ name, kind: 'skipped', type: 'invalid', message: `not to be trusted: ${message}` }];
  return [{ name, kind: held ? 'passed' : 'failure', type: held ? 'pass' : 'fail', message }];
}

/** The probes before and after the load. */
function runProbeCases({ probes }: RunReport, inconclusive: CaseKind): TestCase[] {
  if (probes === undefined) return [];
  const { before, after } = probes;
  return [
    ...probeCases(before.results, 'probe before the load: ', inconclusive),
    ...probeCases(after?.results ?? [], 'probe after the load: ', inconclusive),
  ];
}

function verdictCase({ verdict }: RunReport, cases: readonly TestCase[], inconclusive: CaseKind): TestCase[] {
  const { outcome, reason: message } = verdict;
  const said = cases.some(({ kind }) => kind === 'failure' || kind === 'error');
  if (said || (outcome === 'PASS' && cases.length > 0)) return [];
  if (outcome === 'INCONCLUSIVE' && cases.some(({ kind }) => kind === inconclusive)) return [];
  const kinds = { PASS: 'passed', FAIL: 'failure', INCONCLUSIVE: inconclusive, INVALID: 'error' } as const;
  return [{ name: 'verdict', kind: kinds[outcome], type: outcome.toLowerCase(), message }];
}

function properties(report: RunReport): XmlElement {
  const { verdict, plan, hitgateVersion, id, runs } = report;
  const values: readonly (readonly [string, string])[] = [
    ['verdict', verdict.outcome],
    ['reason', verdict.reason],
    ['target', targetWords(report)],
    ['model', modelWords(report)],
    ['requests', formatCount(totalsOf(runs).requests)],
    ['digest', plan.digest],
    ['report', id],
    ['hitgate', hitgateVersion],
  ];
  return {
    name: 'properties',
    children: values.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
  };
}
