import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junit } from '../../src/reporters/junit.ts';
import { xmlDocument } from '../../src/reporters/xml.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { buildReport } from '../report/build-report.ts';
import { exampleReports } from './example-reports.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';
import { readXml, type ReadElement } from './read-xml.ts';

function suiteOf(report: RunReport, options?: Parameters<typeof junit>[1]): ReadElement {
  const root = readXml(junit(report, options));
  const [suite] = root.children;
  if (suite === undefined) throw new Error('no suite');
  return suite;
}

function casesOf(suite: ReadElement): readonly ReadElement[] {
  return suite.children.filter(({ name }) => name === 'testcase');
}

function outcomesOf(suite: ReadElement): string[] {
  return casesOf(suite).map(({ children }) => children[0]?.name ?? 'none');
}

function allowed(given: string): string {
  return given.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

describe.each(exampleReports)('the JUnit XML of a run that is %s', (name, report) => {
  it('is as the golden file and well-formed', () => {
    const text = junit(report);
    expect(text).toBe(golden(`junit-${name}.xml`, text));
    expect(readXml(text).name).toBe('testsuites');
  });

  it('counts what it holds', () => {
    const suite = suiteOf(report);
    const outcomes = outcomesOf(suite);
    const count = (kind: string): string => String(outcomes.filter((outcome) => outcome === kind).length);
    expect(suite.attributes).toMatchObject({
      tests: String(outcomes.length),
      failures: count('failure'),
      errors: count('error'),
      skipped: count('skipped'),
    });
  });

  it('is green only when the verdict is PASS', () => {
    const isGreen = outcomesOf(suiteOf(report)).every((outcome) => outcome === 'system-out');
    expect(isGreen).toBe(report.verdict.outcome === 'PASS');
  });

  it('has a test case for each gate, found by the name of the gate', () => {
    const names = casesOf(suiteOf(report)).map(({ attributes }) => attributes['name']);
    for (const { threshold } of report.verdict.gates)
      expect(names).toContainEqual(expect.stringContaining(`${threshold.selector}: ${threshold.source}`));
  });
});

describe('JUnit XML', () => {
  it('makes a gate without data a failure', () => {
    const [first] = casesOf(suiteOf(buildReport({ traffic: [{ hitRate: 0 }] })));
    expect(first?.children[0]).toMatchObject({ name: 'failure', attributes: { type: 'no-data' } });
  });

  it('makes an inconclusive gate a failure, or skipped when asked', () => {
    const report = buildReport({ traffic: [{ seconds: 6, ratePerSecond: 60 }] });
    const place = report.verdict.gates.findIndex(({ status }) => status === 'inconclusive');
    expect(outcomesOf(suiteOf(report))[place]).toBe('failure');
    expect(outcomesOf(suiteOf(report, { inconclusive: 'skipped' }))[place]).toBe('skipped');
  });

  it('makes what invalidates the measurement an error, and lets no gate of it pass', () => {
    const outcomes = outcomesOf(suiteOf(buildReport({ generator: { eventLoopUtilisation: 0.95 } })));
    expect(outcomes).toContain('error');
    expect(outcomes).not.toContain('system-out');
  });

  it.each([
    ['INCONCLUSIVE', 'failure'],
    ['FAIL', 'failure'],
    ['INVALID', 'error'],
  ] as const)('is not green when the verdict is %s although every gate passed', (outcome, kind) => {
    const report = buildReport();
    const [first] = casesOf(suiteOf({ ...report, verdict: { ...report.verdict, outcome, reason: 'was cut off' } }));
    expect(first?.children[0]?.name).toBe(kind);
  });

  it('has an error in an INVALID measurement even if no finding says why', () => {
    const report = buildReport();
    const suite = suiteOf({ ...report, verdict: { ...report.verdict, outcome: 'INVALID' } });
    expect(outcomesOf(suite)).toContain('error');
  });

  it('has a test case even without a gate, so that no server takes it for a run without tests', () => {
    const suite = suiteOf(buildReport({ scenario: { thresholds: [] } }));
    expect(outcomesOf(suite)).toEqual(['failure']);
  });

  it('is well-formed whatever the names and reasons are, and gives them back', () => {
    const base = buildReport();
    const report = {
      ...base,
      scenario: { ...base.scenario, name: hostileText },
      verdict: {
        ...base.verdict,
        reason: hostileText,
        gates: base.verdict.gates.map((gate) => Object.assign({}, gate, { reason: hostileText })),
      },
    };
    const suite = suiteOf(report);
    expect(suite.attributes['name']).toBe(allowed(hostileText));
  });

  it('gives back any text that XML allows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (attribute, text) => {
        const read = readXml(xmlDocument({ name: 'a', attributes: { b: attribute }, text }));
        expect(read).toEqual({ name: 'a', attributes: { b: allowed(attribute) }, children: [], text: allowed(text) });
      }),
    );
  });
});
