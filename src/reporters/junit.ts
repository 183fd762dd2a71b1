import type { GateResult, ValidityFinding, Verdict } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { totalsOf } from '../report/run-totals.ts';
import { formatCount, microsPerSecond } from '../units.ts';
import { comparedCases } from './comparison-junit.ts';
import { gateName, gateText } from './gate-text.ts';
import { modelWords, targetWords } from './report-words.ts';
import { xmlDocument, type XmlElement } from './xml.ts';

/** How the XML is written. */
export type JunitOptions = {
  /** What an inconclusive gate becomes; most servers take a skipped test for a good one, so a failure is the default. */
  readonly inconclusive?: 'failure' | 'skipped';
};

type Kind = 'passed' | 'failure' | 'error' | 'skipped';
type TestCase = { readonly name: string; readonly kind: Kind; readonly type: string; readonly message: string };

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
  ];
  const all = [...verdictCase(report, cases, inconclusive), ...cases];
  const compared = baselineCases(report, inconclusive);
  const kinds = [...all, ...compared].map(({ kind }) => kind);
  const counts = {
    tests: kinds.length,
    failures: kinds.filter((kind) => kind === 'failure').length,
    errors: kinds.filter((kind) => kind === 'error').length,
    skipped: kinds.filter((kind) => kind === 'skipped').length,
    time: (totalsOf(runs).durationMicros / microsPerSecond).toFixed(3),
  };
  const suite = {
    name: 'testsuite',
    attributes: { name: scenario.name, ...counts, timestamp: report.startedAt },
    children: [
      properties(report),
      ...all.map((each) => testCase(each, scenario.name)),
      ...compared.map(({ element }) => element),
    ],
  };
  return xmlDocument({ name: 'testsuites', attributes: { name: 'hitgate', ...counts }, children: [suite] });
}

/** What was compared with the baseline. Where that decides nothing by itself, what is undecided in it is skipped: it did not change the verdict. */
function baselineCases({ verdict: { baseline } }: RunReport, inconclusive: Kind): ReturnType<typeof comparedCases> {
  if (baseline === undefined) return [];
  const open = baseline.reservations.length === 0 ? inconclusive : 'skipped';
  return comparedCases(baseline, open, `against ${baseline.name}: `);
}

function gateCase(gate: GateResult, invalid: boolean, inconclusive: Kind): TestCase {
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

function kindOf(status: 'pass' | 'fail' | 'no-data' | 'inconclusive', inconclusive: Kind): Kind {
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

function verdictCase({ verdict }: RunReport, cases: readonly TestCase[], inconclusive: Kind): TestCase[] {
  const { outcome, reason: message } = verdict;
  const said = cases.some(({ kind }) => kind === 'failure' || kind === 'error');
  if (said || (outcome === 'PASS' && cases.length > 0)) return [];
  if (outcome === 'INCONCLUSIVE' && cases.some(({ kind }) => kind === inconclusive)) return [];
  const kinds = { PASS: 'passed', FAIL: 'failure', INCONCLUSIVE: inconclusive, INVALID: 'error' } as const;
  return [{ name: 'verdict', kind: kinds[outcome], type: outcome.toLowerCase(), message }];
}

function testCase({ name, kind, type, message }: TestCase, scenario: string): XmlElement {
  const attributes = { name, classname: `hitgate.${scenario}`, time: 0 };
  switch (kind) {
    case 'passed':
      return { name: 'testcase', attributes, children: [{ name: 'system-out', text: message }] };
    case 'skipped':
      return { name: 'testcase', attributes, children: [{ name: 'skipped', attributes: { message } }] };
    case 'failure':
    case 'error':
      return { name: 'testcase', attributes, children: [{ name: kind, attributes: { message, type } }] };
  }
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
