import { describe, expect, it } from 'vitest';
import { judgeGate } from '../../src/judge/judge-gate.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Operator } from '../../src/scenario/threshold.ts';
import { buildRun, type RunParts } from './build-run.ts';
import { closedScenario, openScenario, type WrittenGate } from './build-scenario.ts';
import { judgeFirst } from './judge-first.ts';

const hitGate: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];

/** 1 000 hits in 20 s of which so many take 30 ms and the others 10 ms, spread evenly so that deff is 1. */
function hitsWithSlow(slow: number): RunParts {
  return {
    requests: (second) => {
      const here = Math.floor(((second + 1) * slow) / 20) - Math.floor((second * slow) / 20);
      return [
        { count: 50 - here, outcome: 'hit', millis: 10 },
        { count: here, outcome: 'hit', millis: 30 },
      ];
    },
  };
}

describe('a quantile gate', () => {
  const scenario = closedScenario([hitGate]);

  it.each([
    [0, 'pass'],
    [37, 'pass'],
    [38, 'pass'],
    [39, 'inconclusive'],
    [50, 'inconclusive'],
    [62, 'inconclusive'],
    [63, 'fail'],
    [64, 'fail'],
    [1000, 'fail'],
  ])('with %s of 1000 hits over its p(95) limit is %s', (slow, status) => {
    const result = judgeFirst(scenario, [buildRun(scenario, hitsWithSlow(slow))]);
    expect(result).toMatchObject({ status, n: 1000, deff: 1, over: { count: slow, passAtMost: 38, failAtLeast: 63 } });
  });

  it('has no data, and does not pass, when no hit was recorded', () => {
    const result = judgeFirst(scenario, [
      buildRun(scenario, { requests: [{ count: 1000, outcome: 'miss', millis: 1 }] }),
    ]);
    expect(result).toMatchObject({
      status: 'no-data',
      n: 0,
      reason: 'no hit was recorded: a gate on nothing never passes',
    });
    expect(result).not.toHaveProperty('observed');
  });

  it('has no data when every request failed', () => {
    const result = judgeFirst(scenario, [
      buildRun(scenario, { requests: [{ count: 100, outcome: 'body', status: 200 }] }),
    ]);
    expect(result.status).toBe('no-data');
  });

  it('has no data when one completed run of several recorded no hit', () => {
    const runs = [
      buildRun(scenario, hitsWithSlow(0)),
      buildRun(scenario, { run: 2, requests: [{ count: 50, outcome: 'miss', millis: 1 }] }),
    ];
    expect(judgeFirst(scenario, runs)).toMatchObject({
      status: 'no-data',
      n: 1000,
      reason: expect.stringContaining('in run 2'),
    });
  });

  it('is inconclusive with 58 samples and passes with 59, when none is over', () => {
    const withHits = (count: number): Snapshot =>
      buildRun(scenario, { seconds: 1, requests: [{ count, outcome: 'hit', millis: 5 }] });
    expect(judgeFirst(scenario, [withHits(58)]).status).toBe('inconclusive');
    expect(judgeFirst(scenario, [withHits(59)]).status).toBe('pass');
  });

  it('does not look at requests of another class', () => {
    const requests = [
      { count: 50, outcome: 'hit', millis: 5 },
      { count: 50, outcome: 'miss', millis: 500 },
    ] as const;
    expect(judgeFirst(scenario, [buildRun(scenario, { requests })])).toMatchObject({ status: 'pass', n: 1000 });
  });

  it('without a class looks at all successes', () => {
    const all = closedScenario([['http_req_duration', 'p(95)<23']]);
    const requests = [
      { count: 45, outcome: 'hit', millis: 5 },
      { count: 4, outcome: 'miss', millis: 500 },
      { count: 1, outcome: 'unknown', millis: 500 },
      { count: 9, outcome: 'timeout', millis: 5000 },
    ] as const;
    const result = judgeFirst(all, [buildRun(all, { requests })]);
    expect(result).toMatchObject({ status: 'fail', n: 1000, over: { count: 100 } });
    expect(result.observed).toBeCloseTo(500, 0);
  });

  it('judges waiting by the time to the first byte', () => {
    const waiting = closedScenario([['http_req_waiting{cache:hit}', 'p(95)<23']]);
    const judged = (millis: number): string =>
      judgeFirst(waiting, [buildRun(waiting, { requests: [{ count: 50, outcome: 'hit', millis }] })]).status;
    expect(judged(45)).toBe('pass');
    expect(judged(47)).toBe('fail');
  });

  it('shows the quantile with the order statistics that bound it', () => {
    const ramp: RunParts = {
      requests: () => Array.from({ length: 50 }, (_, index) => ({ count: 1, outcome: 'hit', millis: index + 1 })),
    };
    const { observed, interval } = judgeFirst(scenario, [buildRun(scenario, ramp)]);
    // 20 of each of 1, 2, … 50 ms: ranks 936, 950 and 964 of 1 000 are 47, 48 and 49 ms, within the 0.1 % of a bucket.
    expect(interval?.low).toBeCloseTo(47, 1);
    expect(observed).toBeCloseTo(48, 1);
    expect(interval?.high).toBeCloseTo(49, 1);
    expect(interval?.method).toBe('order statistics');
  });

  it('leaves the upper end open when the samples do not bound it', () => {
    const few = buildRun(scenario, { seconds: 2, requests: [{ count: 5, outcome: 'hit', millis: 5 }] });
    expect(judgeFirst(scenario, [few]).interval).not.toHaveProperty('high');
  });
});

describe('a latency at the limit', () => {
  it.each([
    ['p(95)<23', 'fail'],
    ['p(95)<=23', 'pass'],
    ['p(95)>23', 'fail'],
    ['p(95)>=23', 'pass'],
  ])('makes %s %s', (source, status) => {
    const scenario = closedScenario([['http_req_duration{cache:hit}', source]]);
    const run = buildRun(scenario, { requests: [{ count: 50, outcome: 'hit', millis: 23 }] });
    expect(judgeFirst(scenario, [run]).status).toBe(status);
  });
});

describe('a lower limit', () => {
  const scenario = closedScenario([['http_req_duration{cache:miss}', 'med>20']]);

  it.each([
    [473, 'pass'],
    [474, 'inconclusive'],
    [526, 'inconclusive'],
    [527, 'fail'],
  ])('with %s of 1000 misses at 10 ms makes med > 20 ms %s', (fast, status) => {
    const run = buildRun(scenario, {
      requests: (second) => {
        const here = Math.floor(((second + 1) * fast) / 20) - Math.floor((second * fast) / 20);
        return [
          { count: here, outcome: 'miss', millis: 10 },
          { count: 50 - here, outcome: 'miss', millis: 30 },
        ];
      },
    });
    expect(judgeFirst(scenario, [run])).toMatchObject({
      status,
      over: { count: fast, passAtMost: 473, failAtLeast: 527 },
    });
  });
});

describe('an equality', () => {
  it.each<[Operator, number, string]>([
    ['==', 10, 'pass'],
    ['==', 10.1, 'fail'],
    ['!=', 10, 'fail'],
    ['!=', 10.1, 'pass'],
  ])('of a quantile compares the point: %s %s is %s', (operator, tenth, status) => {
    const scenario = closedScenario([hitGate]);
    const [threshold] = scenario.thresholds;
    if (threshold === undefined) throw new Error('Expected a gate');
    // A latency of 1 ms is a bucket of its own, so that the point is exact.
    const run = buildRun(scenario, { requests: [{ count: 50, outcome: 'hit', millis: 1 }] });
    const result = judgeGate({ ...threshold, operator, limit: tenth / 10 }, [run], scenario);
    expect(result.status).toBe(status);
    expect(result.reason).toContain('compared as it is');
  });
});

describe('correlated samples', () => {
  const scenario = closedScenario([hitGate]);
  /** 36 of 1000 over, as in a pass, but all in one second. */
  const burst: RunParts = {
    requests: (second) => [
      { count: second === 7 ? 14 : 50, outcome: 'hit', millis: 10 },
      { count: second === 7 ? 36 : 0, outcome: 'hit', millis: 30 },
    ],
  };

  it('do not pass when the slices say that the run tells less than its samples do', () => {
    expect(judgeFirst(scenario, [buildRun(scenario, hitsWithSlow(36))]).status).toBe('pass');
    const result = judgeFirst(scenario, [buildRun(scenario, burst)]);
    expect(result.status).toBe('inconclusive');
    // 1 + (20/19 · ((36 − 1.8)² + 19 · 1.8²) / (1000 · 0.036 · 0.964) − 1) · (t(0.95, 9)/1.645)²; neighbours share −1.8 · (2 · 34.2 − 17 · 1.8), which is below 0
    expect(result.deff).toBeCloseTo(46.14, 1);
    expect(result.effectiveN).toBeCloseTo(1000 / 46.14, 1);
  });

  it('widen the interval', () => {
    const { interval } = judgeFirst(scenario, [buildRun(scenario, burst)]);
    expect(interval?.method).toBe('order statistics of the effective sample size');
  });
});

describe('dropped requests of an open load', () => {
  const scenario = openScenario(hitGate);
  const run = (slow: number, droppedPerSecond: number): Snapshot =>
    buildRun(scenario, { ...hitsWithSlow(slow), droppedPerSecond });

  it('count against passing as if they had been too slow', () => {
    expect(judgeFirst(scenario, [run(20, 0)]).status).toBe('pass');
    const result = judgeFirst(scenario, [run(20, 1)]);
    expect(result.status).toBe('inconclusive');
    expect(result.over?.count).toBe(20);
    expect(result.reason).toContain('20 dropped requests');
  });

  it.each([
    [18, 'pass'],
    [19, 'pass'],
    [20, 'inconclusive'],
  ])('leave room for %s over, of the 39 that 1020 samples allow: %s', (slow, status) => {
    expect(judgeFirst(scenario, [run(slow, 1)])).toMatchObject({ status, over: { passAtMost: 19 } });
  });

  it('never make a gate fail', () => {
    expect(judgeFirst(scenario, [run(50, 100)])).toMatchObject({ status: 'inconclusive', over: { failAtLeast: 63 } });
  });

  it('are no help to a lower limit', () => {
    const lower = openScenario(['http_req_duration{cache:hit}', 'med>20']);
    const dropping = buildRun(lower, { requests: [{ count: 50, outcome: 'hit', millis: 10 }], droppedPerSecond: 500 });
    expect(judgeFirst(lower, [dropping]).status).toBe('fail');
  });

  it('response time is judged there: a late start is slow', () => {
    const late = buildRun(scenario, { requests: [{ count: 50, outcome: 'hit', millis: 10, lateMillis: 20 }] });
    expect(judgeFirst(scenario, [late]).status).toBe('fail');
    const closed = closedScenario([hitGate]);
    const same = buildRun(closed, { requests: [{ count: 50, outcome: 'hit', millis: 10, lateMillis: 20 }] });
    expect(judgeFirst(closed, [same]).status).toBe('pass');
  });
});

describe('several runs', () => {
  const scenario = closedScenario([hitGate]);
  const runsAt = (...millis: readonly number[]): Snapshot[] =>
    millis.map((value, index) =>
      buildRun(scenario, { run: index + 1, requests: [{ count: 50, outcome: 'hit', millis: value }] }),
    );

  it('pass when each and their spread are below the limit', () => {
    expect(judgeFirst(scenario, runsAt(20, 20.2, 19.9, 20.1, 20)).status).toBe('pass');
  });

  it('fail when their spread is above the limit', () => {
    expect(judgeFirst(scenario, runsAt(26, 26.2, 25.9, 26.1, 26)).status).toBe('fail');
  });

  it('do not pass when they differ so much that another run may be over', () => {
    const result = judgeFirst(scenario, runsAt(10, 22.5, 12, 22, 21));
    expect(result.status).toBe('inconclusive');
    expect(result.reason).toContain('the quantile of 5 runs lies between');
    expect(result.interval?.method).toBe('t interval of the logarithm over 5 runs');
  });

  it('keep a failure that is decided when the last one was cut off', () => {
    const runs = [
      ...runsAt(26, 26.1),
      buildRun(scenario, { run: 3, seconds: 1, requests: [{ count: 3, outcome: 'hit', millis: 5 }], ended: 'aborted' }),
    ];
    expect(judgeFirst(scenario, runs).status).toBe('fail');
    expect(judgeFirst(scenario, runs.slice(1)).status).toBe('fail');
  });

  it('show the interval of their logarithms, worked by hand', () => {
    // ln 10 and ln 20: mean ln 14.142, s/√2 = 0.34657, t(0.975; 1) = 12.706: exp(2.6492 ± 4.4036)
    const { interval } = judgeFirst(scenario, runsAt(10, 20));
    expect(interval?.low).toBeCloseTo(14.142 / 81.76, 1);
    expect(interval?.high).toBeCloseTo(14.142 * 81.76, -1);
  });
});

describe('a limit that was not counted during the run', () => {
  const stricter = closedScenario([['http_req_duration{cache:hit}', 'p(95)<20']]);
  const stored = closedScenario([hitGate]);

  it('passes and fails by what the histogram knows for certain', () => {
    const below = buildRun(stored, { requests: [{ count: 50, outcome: 'hit', millis: 19.9 }] });
    const above = buildRun(stored, { requests: [{ count: 50, outcome: 'hit', millis: 20.1 }] });
    expect(judgeFirst(stricter, [below]).status).toBe('pass');
    expect(judgeFirst(stricter, [above]).status).toBe('fail');
  });

  it('is inconclusive when all samples lie in the bucket that holds the limit', () => {
    const run = buildRun(stored, { requests: [{ count: 50, outcome: 'hit', millis: 20 }] });
    expect(judgeFirst(stricter, [run]).status).toBe('inconclusive');
  });

  it('takes the correlation from a limit that was', () => {
    const burst = buildRun(stored, {
      requests: (second) => [
        { count: second === 7 ? 14 : 50, outcome: 'hit', millis: 10 },
        { count: second === 7 ? 36 : 0, outcome: 'hit', millis: 30 },
      ],
    });
    expect(judgeFirst(stricter, [burst])).toMatchObject({ status: 'inconclusive', over: { count: 36 } });
    expect(judgeFirst(stricter, [burst]).deff).toBeGreaterThan(30);
  });

  it('says that it was not corrected when there is none', () => {
    const run = buildRun(stored, { limits: [], requests: [{ count: 50, outcome: 'hit', millis: 10 }] });
    expect(judgeFirst(stricter, [run]).reason).toContain('not corrected for correlation');
  });
});
