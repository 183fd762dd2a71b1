import { describe, expect, it } from 'vitest';
import { applyProbes } from '../../src/judge/apply-probes.ts';
import { annotations } from '../../src/reporters/annotations.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { buildReport, latencyGate } from '../report/build-report.ts';
import { probePass } from './example-probes.ts';
import { hostileText } from './hostile-text.ts';

const place = { file: 'scenarios/a,b:c.yaml', line: 7, column: 3 };

function linesOf(report: RunReport): string[] {
  const text = annotations(report, (gate) => (gate === undefined ? { file: 'sla.ts' } : place));
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

describe('the annotations of a run', () => {
  it('are none for a PASS', () => {
    expect(linesOf(buildReport())).toEqual([]);
  });

  it('are an error for each failed gate, where it is written, and properties are escaped', () => {
    const [line = '', ...others] = linesOf(buildReport({ traffic: [{ hitMicros: 40_000 }] }));
    expect(others).toEqual([]);
    expect(line).toMatch(
      /^::error file=scenarios\/a%2Cb%3Ac\.yaml,line=7,col=3,title=sla%3A http_req_duration\{cache%3Ahit\}%3A p\(95\)<23::/u,
    );
  });

  it('are warnings for what is undecided', () => {
    const lines = linesOf(buildReport({ traffic: [{ seconds: 3, ratePerSecond: 50 }] }));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^::warning /u);
  });

  it.each([
    ['an INVALID measurement', buildReport({ generator: { eventLoopUtilisation: 0.95 } }), 'error'],
    ['a run that was cut off', buildReport({ ended: 'aborted' }), 'warning'],
  ] as const)('are one for %s', (_, report, level) => {
    const lines = linesOf(report);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^::${level} file=sla.ts,title=sla::${report.verdict.outcome}: `, 'u'));
  });

  it('are ten at most, and the last says how many more there are', () => {
    const thresholds = Array.from({ length: 30 }, (_, index) => latencyGate('hit', index / 10 + 1));
    const lines = linesOf(buildReport({ scenario: { thresholds } }));
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toContain('::21 more gates or probes are not passed');
  });

  it('are an error for each failed probe and a warning for one without data', () => {
    const probes = { before: probePass('pass', 'pass'), after: probePass('fail', 'no-data') };
    const report = buildReport();
    const lines = linesOf({ ...report, probes, verdict: applyProbes(report.verdict, probes) });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=sla\.ts,title=sla%3A probe citations%3A same on a hit after the load::1 of 3/u,
    );
    expect(lines[1]).toMatch(/^::warning file=sla\.ts,title=sla%3A probe consensus after the load::/u);
  });

  it('say why a run whose probes were not made after its load is undecided', () => {
    const probes = { before: probePass('pass', 'pass') };
    const report = buildReport();
    expect(linesOf({ ...report, probes, verdict: applyProbes(report.verdict, probes) })).toEqual([
      '::warning file=sla.ts,title=sla::INCONCLUSIVE: the probes were not made after the load',
    ]);
  });

  it('cannot be broken by text from outside', () => {
    const report = buildReport({ traffic: [{ hitMicros: 40_000 }], scenario: { name: hostileText } });
    const gates = report.verdict.gates.map((gate) => ({
      ...gate,
      reason: `${hostileText}\r\n::set-output name=a::b 5 %`,
    }));
    const lines = linesOf({ ...report, verdict: { ...report.verdict, gates } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/5 %25$/u);
    // oxlint-disable-next-line no-control-regex -- what must not be there is looked for.
    expect(lines[0]).not.toMatch(/[\u0000-\u001F]/u);
  });
});
