import { describe, expect, it } from 'vitest';
import { judge, type JudgeInput } from '../../src/judge/judge.ts';
import type { Verdict } from '../../src/judge/verdict.ts';
import type { RunEnd, Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { buildRun, type Requests, type RunParts } from './build-run.ts';
import { closedScenario, openScenario, type WrittenGate } from './build-scenario.ts';

const sla: readonly WrittenGate[] = [
  ['http_req_duration{cache:hit}', 'p(95)<23'],
  ['http_req_duration{cache:miss}', 'p(95)<95'],
  ['cache_hit_rate', 'rate>0.873'],
  ['http_req_failed', 'rate<0.01'],
  ['vus_in_flight', 'min>=100'],
];
const scenario = closedScenario(sla);

const healthyRequests: readonly Requests[] = [
  { count: 455, outcome: 'hit', millis: 12 },
  { count: 45, outcome: 'miss', millis: 70 },
];
const good: RunParts = { requests: healthyRequests, inFlight: [120] };

/** Judges runs of the SLA scenario as they completed. */
function judgeRuns(runs: readonly Snapshot[], input: Partial<JudgeInput> = {}): Verdict {
  return judge({ scenario, snapshots: runs, aborted: false, ...input });
}

function judgeRun(parts: Partial<RunParts>, input: Partial<JudgeInput> = {}): Verdict {
  return judgeRuns([buildRun(input.scenario ?? scenario, { ...good, ...parts })], input);
}

function hits(count: number, lateMillis = 0): Requests {
  return { count, outcome: 'hit', millis: 12, lateMillis };
}

function findingsOf({ validity }: Verdict): string[] {
  return validity.map(({ code }) => code);
}

function warningsOf({ warnings }: Verdict): string[] {
  return warnings.map(({ code }) => code);
}

describe('a verdict', () => {
  it('is PASS when every gate passes, and says on how many runs', () => {
    const verdict = judgeRun({});
    expect(verdict).toMatchObject({ outcome: 'PASS', judgedOn: 'service', runs: 1, validity: [] });
    expect(verdict.reason).toBe('all 5 gates passed, judged on one run');
    expect(verdict.gates.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
  });

  it('is FAIL by the first gate that fails, and counts the others', () => {
    const slow = judgeRun({
      requests: [
        { count: 455, outcome: 'hit', millis: 40 },
        { count: 45, outcome: 'miss', millis: 200 },
      ],
    });
    expect(slow.outcome).toBe('FAIL');
    expect(slow.reason).toMatch(
      /^http_req_duration\{cache:hit\}: p\(95\)<23: 9 100 of 9 100 hits.*; one more gate failed; judged on one run$/u,
    );
  });

  it('is FAIL, not PASS, when no run had a cache hit, however fast the answers: 26 published runs passed like that', () => {
    const runs = Array.from({ length: 26 }, (_, index) =>
      buildRun(scenario, {
        ...good,
        run: index + 1,
        seconds: 3,
        requests: [{ count: 500, outcome: 'miss', millis: 1 }],
      }),
    );
    for (const snapshots of [runs, ...runs.map((run) => [run])]) {
      const verdict = judgeRuns(snapshots);
      expect(verdict.outcome).toBe('FAIL');
      expect(verdict.reason).toContain('no hit was recorded: a gate on nothing never passes');
      expect(verdict.gates[0]?.status).toBe('no-data');
    }
  });

  it('is FAIL when every request failed', () => {
    const verdict = judgeRun({ requests: [{ count: 500, outcome: 'body', status: 200 }] });
    expect(verdict.outcome).toBe('FAIL');
    expect(verdict.gates.map(({ status }) => status)).toEqual(['no-data', 'no-data', 'no-data', 'fail', 'pass']);
  });

  it('is INCONCLUSIVE when a gate is, and no gate fails', () => {
    const verdict = judgeRun({
      requests: [
        { count: 455, outcome: 'hit', millis: 12 },
        { count: 2, outcome: 'miss', millis: 70 },
      ],
    });
    expect(verdict.outcome).toBe('INCONCLUSIVE');
    expect(verdict.reason).toContain('http_req_duration{cache:miss}');
    expect(warningsOf(verdict)).toContain('few-samples');
  });

  it('is INCONCLUSIVE, not PASS, without a gate', () => {
    const none = closedScenario([]);
    expect(judge({ scenario: none, snapshots: [buildRun(none, good)], aborted: false })).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: 'the scenario has no gate: nothing was judged',
    });
  });

  it('is FAIL without a run', () => expect(judgeRuns([]).outcome).toBe('FAIL'));

  it('judges an open load on response time', () => {
    const open = openScenario(...sla.slice(0, 4));
    expect(judge({ scenario: open, snapshots: [buildRun(open, good)], aborted: false }).judgedOn).toBe('response');
  });

  it('is serialisable, and the same when it is judged again from what was stored', () => {
    const runs = [buildRun(scenario, good)];
    const verdict = judgeRuns(runs);
    const stored: { scenario: Scenario; snapshots: Snapshot[]; verdict: Verdict } = JSON.parse(
      JSON.stringify({ scenario, snapshots: runs, verdict }),
    );
    expect(judge({ scenario: stored.scenario, snapshots: stored.snapshots, aborted: false })).toEqual(verdict);
    expect(stored.verdict).toEqual(verdict);
  });
});

describe('a run that was cut off', () => {
  it('before anything was measured is inconclusive, and says so instead of blaming a gate', () => {
    const verdict = judgeRun({ requests: [], inFlight: [], ended: 'aborted' }, { aborted: true });
    expect(verdict).toMatchObject({
      outcome: 'INCONCLUSIVE',
      reason: 'the run was cut off before anything was measured',
    });
  });

  it.each<[RunEnd, string]>([
    ['aborted', 'the run was cut off'],
    ['target-lost', 'the target was lost during the run'],
  ])('(%s) is INCONCLUSIVE when all gates would pass', (ended, reason) => {
    const verdict = judgeRun({ ended });
    expect(verdict).toMatchObject({ outcome: 'INCONCLUSIVE', reason: expect.stringContaining(reason) });
  });

  it('keeps a failure that is decided', () => {
    const verdict = judgeRun({ requests: [{ count: 500, outcome: 'hit', millis: 40 }], ended: 'aborted' });
    expect(verdict).toMatchObject({ outcome: 'FAIL', reason: expect.stringContaining('; the run was cut off') });
  });

  it('is never PASS between two runs either', () => {
    expect(judgeRuns([buildRun(scenario, good)], { aborted: true }).outcome).toBe('INCONCLUSIVE');
  });
});

describe('an untrustworthy measurement', () => {
  it('is INVALID, which beats FAIL, and says what to do', () => {
    const verdict = judgeRun({
      requests: [{ count: 500, outcome: 'hit', millis: 40 }],
      health: { eventLoopUtilisation: 0.95 },
    });
    expect(verdict.outcome).toBe('INVALID');
    expect(verdict.reason).toContain('95.00 % busy');
    expect(verdict.reason).toContain('use 63 users or a think time');
  });

  it.each([
    [0.59, [], []],
    [0.6, [], []],
    [0.61, [], ['busy-generator']],
    [0.8, [], ['busy-generator']],
    [0.81, ['busy-generator'], []],
  ])('by event-loop utilisation %s: findings %s, warnings %s', (eventLoopUtilisation, findings, warnings) => {
    const verdict = judgeRun({ health: { eventLoopUtilisation } });
    expect(findingsOf(verdict)).toEqual(findings);
    expect(warningsOf(verdict).filter((code) => code === 'busy-generator')).toEqual(warnings);
  });

  it.each([
    [2.2, 50, []],
    [2.5, 5, []],
    [2.5, 6, ['late-dispatch']],
    [2.5, 500, ['late-dispatch']],
  ])(
    'by %s ms of lateness of %s in 500 requests, where 2.3 ms are 10 %% of the tightest limit',
    (lateMillis, late, findings) => {
      const verdict = judgeRun({
        requests: [
          { count: 455 - Math.min(455, late), outcome: 'hit', millis: 12 },
          { count: Math.min(455, late), outcome: 'hit', millis: 12, lateMillis },
          { count: 45, outcome: 'miss', millis: 70 },
        ],
      });
      expect(findingsOf(verdict)).toEqual(findings);
    },
  );

  it.each([
    ['a short run with a few late requests does not spoil the others', 122, 2, [122, 122, 122], []],
    ['short runs are late together', 122, 5, [122, 122, 122], ['late-dispatch']],
    ['a run of 999 requests counts with the others', 999, 20, [2_000], []],
    ['a run of 1 000 requests is late by itself', 1_000, 20, [2_000], ['late-dispatch']],
  ])('by the lateness of several runs: %s', (_, count, late, others, findings) => {
    const runs = [
      buildRun(scenario, { seconds: 1, requests: [hits(count - late), hits(late, 3)] }),
      ...others.map((n) => buildRun(scenario, { seconds: 1, requests: [hits(n)] })),
    ];
    expect(findingsOf(judgeRuns(runs))).toEqual(findings);
  });

  it('names both numbers of the lateness', () => {
    const verdict = judgeRun({ requests: [{ count: 500, outcome: 'hit', millis: 12, lateMillis: 4 }] });
    expect(verdict.validity[0]?.seen).toMatch(/was 4\.00 ms, over 2\.30 ms, .* \(23\.00 ms\)/u);
  });

  it('does not blame the generator for users that had to connect again', () => {
    const lateUsers = [
      { count: 420, outcome: 'hit', millis: 12 },
      { count: 20, outcome: 'hit', millis: 12, lateMillis: 50 },
      { count: 60, outcome: 'miss', millis: 70 },
    ] as const;
    expect(findingsOf(judgeRun({ requests: lateUsers }))).toEqual(['late-dispatch']);
    expect(findingsOf(judgeRun({ requests: [...lateUsers, { count: 20, outcome: 'reset' }] }))).toEqual([]);
  });

  it.each([
    [119, 'hit', ['users-missing']],
    [120, 'hit', []],
    [119, 'refused', []],
    [119, 'timeout', []],
  ] as const)('by %s of 120 promised users in flight, with some %s', (users, outcome, findings) => {
    const requests = [...healthyRequests, { count: 1, outcome }];
    expect(findingsOf(judgeRun({ requests, inFlight: [users], health: { promisedInFlight: 120 } }))).toEqual(findings);
  });

  it.each([
    ['c0ffee', []],
    ['decaf', ['wrong-sequence']],
    [null, []],
  ])('by the check of what was sent, where the plan expects %s', (expected, findings) => {
    expect(findingsOf(judgeRun({}, { expectedChecks: [expected] }))).toEqual(findings);
  });

  it('is found in any of the runs', () => {
    const runs = [
      buildRun(scenario, good),
      buildRun(scenario, { ...good, run: 2, health: { eventLoopUtilisation: 0.9 } }),
    ];
    expect(findingsOf(judgeRuns(runs))).toEqual(['busy-generator']);
    expect(judgeRuns(runs, { expectedChecks: ['c0ffee', 'decaf'] }).validity.map(({ seen }) => seen)[1]).toContain(
      'run 2',
    );
  });

  it('is INVALID when the gate on users in flight is, although other gates fail', () => {
    const verdict = judgeRun({ requests: [{ count: 500, outcome: 'hit', millis: 40 }], inFlight: [60] });
    expect(verdict).toMatchObject({ outcome: 'INVALID', reason: expect.stringContaining('vus_in_flight: min>=100') });
  });
});

describe('warnings', () => {
  const prediction = { requests: 10_000, hits: 9100, misses: 900, model: 'unbounded', attainable: 0.93 };

  it('name one run, and only that, when all is well', () => expect(warningsOf(judgeRun({}))).toEqual(['one-run']));

  it('are none for several good runs', () => {
    const runs = [1, 2, 3].map((run) => buildRun(scenario, { ...good, run }));
    expect(judgeRuns(runs).warnings).toEqual([]);
  });

  it.each([
    [19, true],
    [20, false],
  ])('tell of few seconds with answers: %s', (seconds, warned) => {
    expect(warningsOf(judgeRun({ seconds })).includes('few-slices')).toBe(warned);
  });

  it.each([
    [58, true],
    [59, false],
    [60, false],
  ])('tell of %s samples, too few for any p(95) to pass: %s', (count, warned) => {
    const requests = [
      { count: count - 3, outcome: 'hit', millis: 5 },
      { count: 3, outcome: 'hit', millis: 30 },
    ] as const;
    const verdict = judgeRun({ seconds: 1, requests });
    expect(verdict.gates[0]?.status).toBe('inconclusive');
    expect(warningsOf(verdict).includes('few-samples')).toBe(warned);
  });

  it.each([
    // measured 0.91 of 10 000: 3 standard errors are 0.9 points, plus 1 point
    [0.91, false],
    [0.9275, false],
    [0.928, true],
    [0.89, true],
  ])('tell of a hit rate other than the foreseen %s: %s', (hitRate, warned) => {
    const verdict = judgeRun({}, { predictions: [{ ...prediction, hitRate }] });
    expect(warningsOf(verdict).includes('unforeseen-hit-rate')).toBe(warned);
    expect(verdict.outcome).toBe('PASS');
  });

  it('do not compare with a prediction that was not computed', () => {
    const none = { ...prediction, requests: 0, hitRate: 0 };
    expect(warningsOf(judgeRun({}, { predictions: [none] }))).toEqual(['one-run']);
  });

  it('tell of unknown classes and of statuses', () => {
    const requests = [
      ...healthyRequests,
      { count: 1, outcome: 'unknown' },
      { count: 2, outcome: 'status', status: 503 },
    ] as const;
    const verdict = judgeRun({ requests });
    expect(warningsOf(verdict)).toEqual(['one-run', 'unknown-class', 'statuses']);
    expect(verdict.warnings[2]?.seen).toBe('the target answered with status 503 (40)');
  });

  it('tell of failures that no gate looks at', () => {
    const ungated = closedScenario(sla.slice(0, 2));
    const requests = [...healthyRequests, { count: 400, outcome: 'timeout' }] as const;
    const verdict = judge({ scenario: ungated, snapshots: [buildRun(ungated, { requests })], aborted: false });
    expect(verdict.outcome).toBe('PASS');
    expect(warningsOf(verdict)).toEqual(['one-run', 'ungated-failures']);
    expect(verdict.warnings[1]?.seen).toContain('8 000 requests failed (timeout)');
  });

  it('tell of latencies over an hour', () => {
    const requests = [...healthyRequests, { count: 1, outcome: 'hit', millis: 4_000_000 }] as const;
    expect(warningsOf(judgeRun({ requests }))).toContain('clamped');
  });
});

describe('a scenario that names a baseline', () => {
  it('is warned that the run was not compared with it', () => {
    const named = { ...scenario, baseline: { name: 'pre-integration', margins: {} } };
    expect(warningsOf(judgeRun({}, { scenario: named }))).toContain('baseline-not-compared');
    expect(warningsOf(judgeRun({}))).not.toContain('baseline-not-compared');
  });
});

describe('a scenario that accepts any certificate', () => {
  it.each([
    [true, true],
    [false, false],
  ])('(insecure: %s) is warned of: %s', (insecure, warned) => {
    const named = { ...scenario, target: { ...scenario.target, tls: { insecure } } };
    expect(warningsOf(judgeRun({}, { scenario: named })).includes('certificate-not-verified')).toBe(warned);
  });
});

describe('a gate on waiting times', () => {
  it('sets no limit to the dispatch lateness, because waiting starts when a request is sent', () => {
    const late = { requests: [{ count: 500, outcome: 'hit', millis: 12, lateMillis: 5 }] } as const;
    const waiting = closedScenario([['http_req_waiting', 'p(95)<23']]);
    const duration = closedScenario([['http_req_duration', 'p(95)<23']]);
    expect(findingsOf(judgeRun(late, { scenario: waiting }))).toEqual([]);
    expect(findingsOf(judgeRun(late, { scenario: duration }))).toEqual(['late-dispatch']);
  });
});
