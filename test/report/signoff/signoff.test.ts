import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../../src/errors.ts';
import { concludeSignoff, signoffExitCode } from '../../../src/report/signoff/conclude-signoff.ts';
import type { ProbePass } from '../../../src/probes/probe-pass.ts';
import type { ProbeStatus } from '../../../src/probes/probe-result.ts';
import type { SignoffEvidence } from '../../../src/report/signoff/signoff-evidence.ts';
import type { Signoff, SignoffRow } from '../../../src/report/signoff/signoff.ts';
import type { Threshold } from '../../../src/scenario/threshold.ts';
import { constantUsers, gate } from '../../plan/scenario-builder.ts';
import { latencyGate, planGates, type ReportParts } from '../build-report.ts';
import { checkGate, plainOptions, releaseGates, releaseReport, runOf, wholeEvidence } from './build-evidence.ts';

const whole = wholeEvidence();

function signOff(changes: Partial<SignoffEvidence> = {}, options: Partial<typeof plainOptions> = {}): Signoff {
  return concludeSignoff({ ...whole, ...changes }, { ...plainOptions, ...options });
}

function rowOf({ rows }: Signoff, item: string): SignoffRow | undefined {
  return rows.find((row) => row.item === item);
}

function ofRun(parts: ReportParts): Signoff {
  return signOff({ runs: [runOf(releaseReport(parts))] });
}

/** The comparison with other claims' bounds. */
function claiming(index: number, low: number, high = 1): typeof whole.comparison {
  const { record, file } = whole.comparison;
  const claims = record.claims.map((claim, at) => (at === index ? { ...claim, interval: { low, high } } : claim));
  return { record: { ...record, claims }, file };
}

function compared(changes: Partial<typeof whole.comparison.record>): typeof whole.comparison {
  return { ...whole.comparison, record: { ...whole.comparison.record, ...changes } };
}

function rolledBack(rollback: typeof whole.rollout.record.rollback): typeof whole.rollout {
  return { ...whole.rollout, record: { ...whole.rollout.record, rollback } };
}

function probed(results: (typeof whole.probes)[number]['record']['results']): SignoffEvidence['probes'] {
  return whole.probes.map(({ record, file }) => ({ record: { ...record, results }, file }));
}

/** The gate of the plan whose selector ends so. */
function planGateOn(end: string): Threshold {
  const found = planGates.find(({ selector }) => selector.endsWith(end));
  if (found === undefined) throw new Error(`Expected a gate on ${end}`);
  return found;
}

function without(evidence: SignoffEvidence, key: 'coverage' | 'rollout' | 'comparison'): SignoffEvidence {
  const { [key]: _, ...rest } = evidence;
  return rest;
}

describe('a sign-off of which every row is backed', () => {
  it('is a GO, with a reason for nothing and evidence for every row', () => {
    const signoff = signOff();
    expect(signoff).toMatchObject({ decision: 'GO', reasons: [] });
    expect(signoff.rows.map(({ item }) => item)).toEqual([
      'Cache hit rate',
      'p95 of hits',
      'p95 of misses',
      'Error rate',
      'Load test',
      'Every gate of the run',
      'Test coverage',
      'Citations',
      'Consensus',
      'Probes',
      'Rollback',
      'Before and after',
      'Claim: latency of misses',
      'Claim: availability',
    ]);
    for (const { evidence } of signoff.rows) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { sha256 } of evidence) expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
    }
  });

  it('is a REHEARSAL when it is one, on any target', () => {
    const reference = wholeEvidence(releaseReport({ target: { reference: true } }));
    for (const evidence of [whole, reference])
      expect(concludeSignoff(evidence, { ...plainOptions, rehearsal: true }).decision).toBe('REHEARSAL');
  });

  it('is never a GO on the reference target', () => {
    const signoff = concludeSignoff(wholeEvidence(releaseReport({ target: { reference: true } })), plainOptions);
    expect(signoff).toMatchObject({ decision: 'NO-GO', reasons: ['reference target, not the service'] });
  });
});

// The plan's own numbers are not allowed themselves, but for the users, of whom 100 are enough.
const planRows = [
  { item: 'p95 of hits', plan: planGateOn('{cache:hit}'), limits: [22.9, 23, 23.1], other: '<=' },
  { item: 'p95 of misses', plan: planGateOn('{cache:miss}'), limits: [94.9, 95, 95.1], other: '<=' },
  { item: 'Cache hit rate', plan: planGateOn('cache_hit_rate'), limits: [0.8731, 0.873, 0.8729], other: '>=' },
  { item: 'Error rate', plan: planGateOn('http_req_failed'), limits: [0.0099, 0.01, 0.0101], other: '<=' },
  { item: 'Load test', plan: planGateOn('vus_in_flight'), limits: [101, 100, 99], other: '>' },
] as const;

describe.each(planRows)('the row $item', ({ item, plan, limits, other }) => {
  const othersThan = releaseGates.filter(({ selector }) => selector !== plan.selector);
  const gatedBy = (changes: Partial<Threshold>): Signoff =>
    ofRun({ scenario: { thresholds: [{ ...plan, ...changes }, ...othersThan] } });

  it('is backed by a gate at the plan’s limit and by a stricter one, not by one that allows more', () => {
    const signoffs = limits.map((limit) => gatedBy({ limit }));
    expect(signoffs.map((each) => rowOf(each, item)?.status)).toEqual(['backed', 'backed', 'not backed']);
    expect(signoffs.map(({ decision }) => decision)).toEqual(['GO', 'GO', 'NO-GO']);
  });

  it('is backed by the other operator only where it allows no more', () => {
    const status = other === '>' ? 'backed' : 'not backed';
    expect(rowOf(gatedBy({ limit: limits[1], operator: other }), item)?.status).toBe(status);
  });

  it.each([
    ['pass', 'backed'],
    ['fail', 'failed'],
    ['inconclusive', 'undecided'],
    ['invalid', 'undecided'],
    ['no-data', 'not backed'],
  ] as const)('is, where its gate is %s, %s', (status, expected) => {
    const report = releaseReport();
    const gates = report.verdict.gates.map((each) =>
      each.threshold.selector === plan.selector ? { ...each, status } : each,
    );
    const signoff = signOff({ runs: [runOf({ ...report, verdict: { ...report.verdict, gates } })] });
    expect(rowOf(signoff, item)?.status).toBe(expected);
    expect(signoff.decision === 'GO').toBe(status === 'pass');
  });

  it('is not backed when nothing was recorded, and without a gate', () => {
    const unseen = { traffic: [{ seconds: 0 }], scenario: { thresholds: othersThan } };
    expect(rowOf(ofRun({ traffic: [{ seconds: 0 }] }), item)?.status).not.toBe('backed');
    expect(rowOf(ofRun(unseen), item)?.status).not.toBe('backed');
    expect(ofRun(unseen).decision).not.toBe('GO');
  });
});

// The p95 of the built traffic is 1.135 times its typical time.
it.each([
  ['p95 of hits', { hitMicros: 19_000 }, { hitMicros: 20_264 }, { hitMicros: 21_500 }],
  ['p95 of misses', { missMicros: 78_000 }, { missMicros: 83_700 }, { missMicros: 90_000 }],
  ['Cache hit rate', { hitRate: 0.91 }, { hitRate: 0.873 }, { hitRate: 0.84 }],
  ['Error rate', {}, { failures: { status: 121 } }, { failures: { status: 4_000 } }],
])('%s that was measured at the limit is not backed', (item, below, at, above) => {
  const statuses = [below, at, above].map((traffic) => rowOf(ofRun({ traffic: [traffic] }), item)?.status);
  expect(statuses).toEqual(['backed', 'undecided', 'failed']);
});

const withoutUsers = releaseGates.filter(({ metric }) => metric !== 'vus_in_flight');

describe('each row', () => {
  it.each([
    ['Cache hit rate', { traffic: [{ hitRate: 0.8 }] }, 'failed'],
    ['p95 of hits', { traffic: [{ hitMicros: 30_000 }] }, 'failed'],
    ['p95 of misses', { traffic: [{ missMicros: 120_000 }] }, 'failed'],
    ['Error rate', { traffic: [{ failures: { status: 4_000 } }] }, 'failed'],
    [
      'Load test',
      { scenario: { load: constantUsers(101), thresholds: withoutUsers }, traffic: [{ users: 101 }] },
      'failed',
    ],
    // A gate on users that the load did not keep is a measurement that is INVALID.
    ['Load test', { traffic: [{ users: 101 }] }, 'undecided'],
    ['Load test', { scenario: { load: constantUsers(102) }, traffic: [{ users: 102 }] }, 'backed'],
    ['Load test', { scenario: { load: constantUsers(103) }, traffic: [{ users: 103 }] }, 'backed'],
    ['p95 of misses', { traffic: [{ seconds: 3, ratePerSecond: 50 }] }, 'undecided'],
    ['p95 of hits', { traffic: [{ hitRate: 0 }] }, 'not backed'],
    ['p95 of hits', { scenario: { thresholds: releaseGates.slice(1) } }, 'not backed'],
  ] as const)('%s of a run with %j is %s', (item, parts, status) => {
    const signoff = ofRun(parts);
    expect(rowOf(signoff, item)?.status).toBe(status);
    expect(signoff.decision === 'GO').toBe(status === 'backed');
  });

  it('is backed by a strict gate beside a lax one', () => {
    const thresholds = [latencyGate('hit', 100), ...releaseGates];
    expect(rowOf(ofRun({ scenario: { thresholds } }), 'p95 of hits')?.status).toBe('backed');
  });

  it.each([
    [0.899, 'failed'],
    [0.9, 'failed'],
    [0.901, 'backed'],
  ])('of a coverage of %d is %s', (share, status) => {
    const signoff = signOff({ coverage: { ...whole.coverage, share } });
    expect(rowOf(signoff, 'Test coverage')?.status).toBe(status);
  });

  it('of the coverage takes the worst of the file and of what the run was told', () => {
    expect(rowOf(ofRun({ coverage: { share: 0.5, source: 'old.info' } }), 'Test coverage')?.status).toBe('failed');
  });

  it.each([
    ['no rollback', {}, undefined, 'not backed'],
    ['one that failed', {}, { status: 'failed', verified: true }, 'failed'],
    ['one that timed out', {}, { status: 'timed out', verified: false }, 'failed'],
    ['one that was interrupted', {}, { status: 'interrupted', verified: true }, 'failed'],
    ['one that nobody verified', {}, { status: 'done', verified: false }, 'not backed'],
    ['one that was verified', {}, { status: 'done', verified: true, verifiedBy: 'health' }, 'backed'],
    ['one that says not how', {}, { status: 'done', verified: true }, 'backed'],
    ['one for a cause', { drill: false }, { status: 'done', verified: true }, 'not backed'],
    ['one for a cause that failed', { drill: false }, { status: 'failed', verified: false }, 'failed'],
    ['one that is not over', { status: 'running' }, { status: 'done', verified: true }, 'not backed'],
  ] as const)('of a rollout with %s is as it should be', (_, changes, rollback, status) => {
    const { record, file } = rolledBack(rollback);
    expect(rowOf(signOff({ rollout: { record: { ...record, ...changes }, file } }), 'Rollback')?.status).toBe(status);
  });

  it('of a release that was rolled back itself says for what', () => {
    const history = [
      { decision: 'promote', reason: 'fine' },
      { decision: 'roll back', reason: 'the p95 of hits is 40 ms' },
      { decision: 'stop', reason: 'back' },
    ];
    const record = { ...whole.rollout.record, drill: false, history };
    expect(rowOf(signOff({ rollout: { ...whole.rollout, record } }), 'Rollback')?.note).toBe(
      'the release itself was rolled back: the p95 of hits is 40 ms',
    );
  });

  it.each([
    ['pass', 'backed'],
    ['fail', 'failed'],
    ['no-data', 'not backed'],
  ] as const)('of probes one of which is %s is %s', (status, expected) => {
    const passing = { name: 'health', status: 'pass' as const, reason: 'healthy' };
    const signoff = signOff({ probes: probed([passing, { name: 'mcp', status, reason: 'why' }]) });
    expect(rowOf(signoff, 'Probes')?.status).toBe(expected);
  });

  it('of a file without probes is not backed', () => {
    expect(rowOf(signOff({ probes: probed([]) }), 'Probes')?.status).toBe('not backed');
  });

  it.each([
    ['both times', ['pass'], ['pass'], 'backed'],
    ['not before the load', ['pass', 'fail'], ['pass', 'pass'], 'failed'],
    ['not after the load', ['pass'], ['fail'], 'failed'],
    ['without data after the load', ['pass'], ['no-data'], 'not backed'],
    ['and were not made after it', ['pass'], undefined, 'not backed'],
    ['but were none', [], [], 'not backed'],
  ] as const)('of probes of the run itself that passed %s is as it should be', (_, before, after, status) => {
    const { startedAt } = releaseReport();
    const passOf = (statuses: readonly ProbeStatus[]): ProbePass => ({
      results: statuses.map((each) => ({
        name: 'health',
        status: each,
        reason: 'why',
        evidence: [],
        startedAt,
        millis: 3,
      })),
      requests: statuses.length,
      startedAt,
      millis: 3,
    });
    const probes = { before: passOf(before), ...(after === undefined ? {} : { after: passOf(after) }) };
    const row = rowOf(signOff({ runs: [runOf({ ...releaseReport(), probes })], probes: [] }), 'Probes');
    expect(row?.status).toBe(status);
    expect(row?.evidence.map(({ kind }) => kind)).toContain('run');
  });

  it.each(['citations', 'consensus'])('of %s needs a gate or a probe, and the worst of both counts', (check) => {
    const item = check === 'citations' ? 'Citations' : 'Consensus';
    const thresholds = releaseGates.filter(({ tags }) => tags['check'] !== check);
    const runs = [runOf(releaseReport({ scenario: { thresholds } }))];
    const probe = { name: check, status: 'pass' as const, reason: 'fine' };
    const statusOf = (changes: Partial<SignoffEvidence>): string | undefined => rowOf(signOff(changes), item)?.status;
    expect(statusOf({ runs, probes: probed([{ ...probe, name: 'health' }]) })).toBe('not backed');
    expect(statusOf({ runs, probes: probed([probe]) })).toBe('backed');
    expect(statusOf({ probes: probed([{ ...probe, status: 'fail' }]) })).toBe('failed');
    expect(statusOf({ probes: probed([{ ...probe, name: 'health' }]) })).toBe('backed');
  });

  it.each([
    [0, 0.8999, 0.8999, 'failed'],
    [0, 0.8999, 0.92, 'undecided'],
    [0, 0.9, 0.92, 'backed'],
    [0, 0.9001, 0.92, 'backed'],
    [1, 0.9989, 0.9989, 'failed'],
    [1, 0.9989, 1, 'undecided'],
    [1, 0.999, 1, 'backed'],
    [1, 0.9991, 1, 'backed'],
  ])('of claim %i between %d and %d is %s', (index, low, high, status) => {
    const item = index === 0 ? 'Claim: latency of misses' : 'Claim: availability';
    expect(rowOf(signOff({ comparison: claiming(index, low, high) }), item)?.status).toBe(status);
  });

  it.each([
    ['INVALID', [], 'not backed', 'not backed'],
    ['REGRESSED', [], 'failed', 'backed'],
    ['NO DATA', [], 'failed', 'backed'],
    ['CLAIM NOT MET', [], 'failed', 'backed'],
    ['INCONCLUSIVE', [], 'undecided', 'backed'],
    ['NO REGRESSION', [], 'backed', 'backed'],
    ['IMPROVED', ['advisory: one run a side'], 'undecided', 'undecided'],
  ] as const)('of a comparison that is %s with the reservations %j', (outcome, reservations, verdict, claims) => {
    const signoff = signOff({ comparison: compared({ outcome, reservations }) });
    expect(rowOf(signoff, 'Before and after')?.status).toBe(verdict);
    expect(rowOf(signoff, 'Claim: availability')?.status).toBe(claims);
  });

  it('of a comparison with another run is not backed, however good', () => {
    const after = { ...whole.comparison.record.after, id: 'another' };
    expect(rowOf(signOff({ comparison: compared({ after }) }), 'Before and after')?.status).toBe('not backed');
  });

  it('of a claim that was not made is not backed', () => {
    const signoff = signOff({ comparison: compared({ claims: [] }) });
    expect(rowOf(signoff, 'Claim: latency of misses')?.status).toBe('not backed');
  });

  it.each([
    [86_400e6 - 1, 'not backed'],
    [86_400e6, 'backed'],
    [86_400e6 + 1, 'backed'],
  ])('of evidence that is a day old, when %d µs are allowed, is %s', (maxAgeMicros, status) => {
    expect(rowOf(signOff({}, { maxAgeMicros }), 'Age of the evidence')?.status).toBe(status);
  });

  it('of evidence of a time to come is not backed', () => {
    const runs = whole.runs.map(({ report, file }) => ({ report, file: { ...file, ageMicros: -1 } }));
    expect(rowOf(signOff({ runs }, { maxAgeMicros: 1e12 }), 'Age of the evidence')?.status).toBe('not backed');
  });

  it('takes the worst of several runs and names the evidence of all', () => {
    const slow = releaseReport({ id: 'slow', traffic: [{ hitMicros: 30_000 }] });
    for (const order of [
      [...whole.runs, runOf(slow)],
      [runOf(slow), ...whole.runs],
    ]) {
      const row = rowOf(signOff({ runs: order }), 'p95 of hits');
      expect(row?.status).toBe('failed');
      expect(row?.evidence).toHaveLength(2);
    }
  });
});

describe('the decision', () => {
  it.each([
    ['GO', 0, signOff()],
    ['NO-GO', 1, ofRun({ traffic: [{ hitMicros: 30_000 }] })],
    ['UNDECIDED', 3, ofRun({ traffic: [{ seconds: 3, ratePerSecond: 50 }] })],
    ['INVALID', 4, ofRun({ generator: { eventLoopUtilisation: 0.95 } })],
    ['NO-GO', 1, ofRun({ traffic: [{ seconds: 3, ratePerSecond: 50, hitMicros: 60_000 }] })],
    ['REHEARSAL', 0, signOff({}, { rehearsal: true })],
  ] as const)('%s ends with %i', (decision, code, signoff) => {
    expect([signoff.decision, signoffExitCode(signoff)]).toEqual([decision, code]);
  });

  it('is no GO for a run whose gates all pass but for one that has no row', () => {
    const thresholds = [
      ...releaseGates,
      gate({ metric: 'cache_hit_rate', source: 'rate<0.9', operator: '<', limit: 0.9 }),
    ];
    const signoff = ofRun({ scenario: { thresholds } });
    expect(signoff.decision).toBe('NO-GO');
    expect(signoff.rows.filter(({ status }) => status === 'failed').map(({ item }) => item)).toEqual([
      'Every gate of the run',
    ]);
  });

  it('is no GO for a run that never began', () => {
    const { decision, rows } = ofRun({ traffic: [] });
    expect(decision).not.toBe('GO');
    expect(rows.slice(0, 6).filter(({ status }) => status === 'backed')).toEqual([]);
  });

  it.each(['aborted', 'target-lost'] as const)('is no GO for a run that was %s', (ended) => {
    expect(ofRun({ ended }).decision).not.toBe('GO');
  });

  it('is never a GO when any evidence is missing or any row is bad, whatever else is', () => {
    const bad: readonly ((evidence: SignoffEvidence) => SignoffEvidence)[] = [
      (evidence) => without(evidence, 'coverage'),
      (evidence) => without(evidence, 'rollout'),
      (evidence) => without(evidence, 'comparison'),
      (evidence) => ({ ...evidence, probes: [] }),
      (evidence) => ({ ...evidence, coverage: { ...whole.coverage, share: 0.9 } }),
      (evidence) => ({ ...evidence, rollout: rolledBack({ status: 'done', verified: false }) }),
      (evidence) => ({ ...evidence, rollout: rolledBack({ status: 'failed', verified: true }) }),
      (evidence) => ({ ...evidence, comparison: claiming(0, 0.89) }),
      (evidence) => ({ ...evidence, comparison: claiming(1, 0.99) }),
      (evidence) => ({ ...evidence, comparison: compared({ outcome: 'REGRESSED' }) }),
      (evidence) => ({ ...evidence, probes: probed([{ name: 'a', status: 'no-data', reason: 'b' }]) }),
      ...badRuns.map((run) => (evidence: SignoffEvidence) => ({ ...evidence, runs: [...evidence.runs, run] })),
    ];
    fc.assert(
      fc.property(fc.subarray([...bad], { minLength: 1 }), fc.boolean(), (changes, rehearsal) => {
        const evidence = changes.reduce((all, change) => change(all), whole as SignoffEvidence);
        const { decision, reasons } = concludeSignoff(evidence, { ...plainOptions, rehearsal });
        expect(['GO', 'REHEARSAL']).not.toContain(decision);
        expect(reasons.length).toBeGreaterThan(0);
      }),
      { seed: 20_250_108, numRuns: 150 },
    );
  });
});

const badRuns = [
  releaseReport({ traffic: [{ hitRate: 0.7 }] }),
  releaseReport({ traffic: [{ missMicros: 130_000 }] }),
  releaseReport({ traffic: [{ failures: { reset: 900 } }] }),
  releaseReport({ traffic: [{ users: 50 }] }),
  releaseReport({ traffic: [{ seconds: 0 }] }),
  releaseReport({ ended: 'aborted' }),
  releaseReport({ generator: { eventLoopUtilisation: 0.95 } }),
  releaseReport({ scenario: { thresholds: [checkGate('citations')] } }),
].map(runOf);

describe('evidence of different releases', () => {
  const other = (parts: ReportParts): SignoffEvidence => ({
    ...whole,
    runs: [...whole.runs, runOf(releaseReport(parts))],
  });
  const plan = releaseReport().plan;
  it.each<[string, SignoffEvidence, string]>([
    ['another scenario', other({ scenario: { name: 'soak' } }), 'scenario is "soak", but "sla" in'],
    ['another digest', other({ plan: { ...plan, digest: 'ab' } }), 'digest is "ab"'],
    ['another target', other({ target: { url: 'http://other' } }), 'target is "http://other"'],
    ['another version', other({ target: { version: '1.0.1' } }), 'target version is "1.0.1", but "1.0.0"'],
    ['the reference target', other({ target: { reference: true } }), 'target is "reference target"'],
    ['another comparison', { ...whole, comparison: compared({ digest: 'ab' }) }, 'digest is "ab"'],
  ])('is refused, and %s is named', (_, evidence, message) => {
    expect(() => concludeSignoff(evidence, plainOptions)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        problems: expect.arrayContaining([expect.objectContaining({ message: expect.stringContaining(message) })]),
      }),
    );
  });

  it('is refused for a rollout of another target', () => {
    const record = { ...whole.rollout.record, target: ['http://else'] };
    expect(problemsOf({ ...whole, rollout: { ...whole.rollout, record } })).toHaveLength(1);
  });

  it.each([
    ['another target', { url: 'http://else', reference: false }, 1],
    ['another version', { version: '1.0.1' }, 1],
    ['the reference target', { reference: true }, 1],
    ['no version that they know of', { version: undefined }, 0],
    ['the same target with a slash', { url: `${releaseReport().target.url}/` }, 0],
  ])('is refused for probes of %s, or is not', (_, changes, problems) => {
    const probes = whole.probes.map(({ record, file }) => ({
      record: { ...record, target: { ...record.target, ...changes } },
      file,
    }));
    expect(problemsOf({ ...whole, probes })).toHaveLength(problems);
  });

  it('is not refused for a rollout whose canary was measured, nor for a slash behind a URL', () => {
    const { url } = releaseReport().target;
    const target = ['http://canary', `${url}/`];
    expect(
      problemsOf({ ...whole, rollout: { ...whole.rollout, record: { ...whole.rollout.record, target } } }),
    ).toEqual([]);
  });
});

function problemsOf(evidence: SignoffEvidence): readonly unknown[] {
  try {
    concludeSignoff(evidence, plainOptions);
    return [];
  } catch (error) {
    return error instanceof HitgateError ? error.problems : [];
  }
}
