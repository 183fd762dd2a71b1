import type { ProbeResult } from '../probes/probe-result.ts';
import type { ProbeRecord } from '../report/probe-record.ts';
import { caseElement, countCases, type CaseKind, type TestCase } from './junit-case.ts';
import { targetWords } from './report-words.ts';
import { evidenceWords } from './probe-words.ts';
import { xmlDocument } from './xml.ts';

/** The results of probes as test cases; one without data is `noData`, which should be no pass. */
export function probeCases(results: readonly ProbeResult[], prefix: string, noData: CaseKind): TestCase[] {
  const kinds = { pass: 'passed', fail: 'failure', 'no-data': noData } as const;
  return results.map((result) => ({
    name: `${prefix}${result.name}`,
    kind: kinds[result.status],
    type: result.status,
    message: [result.reason, ...evidenceWords(result)].join('\n'),
    seconds: Number((result.millis / 1000).toFixed(3)),
  }));
}

/** JUnit XML of probes: one suite, one test case for each; one without data is a failure. */
export function probeJunit(record: ProbeRecord): string {
  const { scenario, results, millis, startedAt } = record;
  const cases = probeCases(results, '', 'failure');
  const counts = { ...countCases(cases.map(({ kind }) => kind)), time: (millis / 1000).toFixed(3) };
  const properties = [
    ['outcome', record.outcome],
    ['target', targetWords(record)],
    ['requests', String(record.requests)],
    ['hitgate', record.hitgateVersion],
  ].map(([name, value]) => ({ name: 'property', attributes: { name, value } }));
  const suite = {
    name: 'testsuite',
    attributes: { name: `probes of ${scenario.name}`, ...counts, timestamp: startedAt },
    children: [{ name: 'properties', children: properties }, ...cases.map((each) => caseElement(each, scenario.name))],
  };
  return xmlDocument({ name: 'testsuites', attributes: { name: 'hitgate', ...counts }, children: [suite] });
}
