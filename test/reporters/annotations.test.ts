import { describe, expect, it } from 'vitest';
import { applyProbes } from '../../src/judge/apply-probes.ts';
import { annotations, comparisonAnnotations, problemAnnotations } from '../../src/reporters/annotations.ts';
import type { RunReport } from '../../src/report/run-report.ts';
import { buildReport, latencyGate } from '../report/build-report.ts';
import { example } from './example-comparison.ts';
import { probePass } from './example-probes.ts';
import { hostileText } from './hostile-text.ts';

const place = { file: 'scenarios/a,b:c.yaml', line: 7, column: 3 };

function linesOf(report: RunReport): string[] {
  const text = annotations(report, (gate) => (gate === undefined ? { file: 'sla.ts' } : place));
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text.split('\n').slice(0, -1);
}

/** What is said of so many problems of one file. */
function linesFor(count: number): string[] {
  const problems = Array.from({ length: count }, (_, index) => ({
    message: `${index} is wrong`,
    line: index + 1,
    hint: 'mend it',
  }));
  const text = problemAnnotations(problems, ({ line = 0 }) => ({ file: 'sla.yaml', line }));
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

/** The figures of the example that are as given. */
function gatesThat(statuses: readonly string[]): typeof example.gates {
  return example.gates.filter(({ status }) => statuses.includes(status));
}

/** What is said of the example, changed and without reservations. */
function saidOf(changes: Partial<typeof example>): string[] {
  const place = { file: 'sla.ts' };
  return comparisonAnnotations({ ...example, reservations: [], ...changes }, { scenario: 'sla', place })
    .split('\n')
    .slice(0, -1);
}

describe('the annotations of a comparison', () => {
  it.each(['NO REGRESSION', 'IMPROVED'] as const)('are none for %s', (outcome) => {
    expect(saidOf({ outcome, gates: gatesThat(['improved']) })).toEqual([]);
  });

  it('are an error for what regressed or has no data, and a warning for what is undecided', () => {
    expect(saidOf({}).map((line) => line.slice(0, line.indexOf('::', 2)))).toEqual([
      '::error file=sla.ts,title=sla%3A before and after%3A p(95){cache%3Ahit}',
      '::warning file=sla.ts,title=sla%3A before and after%3A p(95){cache%3Amiss}',
      '::error file=sla.ts,title=sla%3A before and after%3A p(99){cache%3Amiss}',
    ]);
  });

  it('are an error for a claim that does not hold', () => {
    const claims = example.claims.map((claim) => ({ ...claim, status: 'does-not-hold' as const }));
    expect(saidOf({ outcome: 'CLAIM NOT MET', gates: [], claims })).toEqual([
      '::error file=sla.ts,title=sla%3A before and after%3A availability at least 99.9 %25::0 of 10 901 requests failed (availability between 99.97 %25 and 100 %25)',
    ]);
  });

  it('are warnings where the comparison decides nothing by itself', () => {
    const lines = saidOf({ reservations: example.reservations, gates: gatesThat(['regressed']) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^::warning file=sla\.ts,title=sla%3A before and after%3A p\(95\)\{cache%3Ahit\}::/u);
  });

  it.each([
    ['an INVALID one', 'INVALID', 'error'],
    ['one that is undecided for no single figure', 'INCONCLUSIVE', 'warning'],
  ] as const)('are one for %s', (_, outcome, level) => {
    const gates = outcome === 'INVALID' ? example.gates : gatesThat(['improved']);
    expect(saidOf({ outcome, reason: 'why', gates })).toEqual([
      `::${level} file=sla.ts,title=sla%3A before and after::${outcome}: why`,
    ]);
  });
});

describe('the annotations of an input that cannot be used', () => {
  it('are an error for each problem at its line, with what to do', () => {
    expect(linesFor(2)).toEqual([
      '::error file=sla.yaml,line=1,title=hitgate::0 is wrong → mend it',
      '::error file=sla.yaml,line=2,title=hitgate::1 is wrong → mend it',
    ]);
  });

  it.each([
    [9, 9, '8 is wrong → mend it'],
    [10, 10, '9 is wrong → mend it'],
    [11, 10, '2 more problems: see the log'],
    [25, 10, '16 more problems: see the log'],
  ])('of %i problems are %i, and the last says %s', (count, shown, last) => {
    const lines = linesFor(count);
    expect(lines).toHaveLength(shown);
    expect(lines.at(-1)).toContain(`::${last}`);
  });

  it('are at no place where none is known', () => {
    expect(problemAnnotations([{ message: 'no run' }], () => undefined)).toBe('::error title=hitgate::no run\n');
  });
});
