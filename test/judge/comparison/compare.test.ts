import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../../src/errors.ts';
import { compareReports } from '../../../src/judge/comparison/compare.ts';
import type { ComparedFigure, ComparedGate, Comparison } from '../../../src/judge/comparison/comparison.ts';
import { asPairs, buildSide, scenarioWith, traffic } from './build-sides.ts';

const before = buildSide([
  {
    requests: [
      { count: 40, outcome: 'hit', millis: 20 },
      { count: 10, outcome: 'miss', millis: 80 },
    ],
  },
]);
const after = buildSide([
  {
    requests: [
      { count: 90, outcome: 'hit', millis: 10 },
      { count: 10, outcome: 'status', status: 503 },
    ],
  },
]);

function figure(figures: readonly ComparedFigure[], name: ComparedFigure['name']): ComparedFigure | undefined {
  return figures.find((candidate) => candidate.name === name);
}

function gate({ gates }: Comparison, name: string): ComparedGate | undefined {
  return gates.find((candidate) => candidate.name === name);
}

/** Seven pairs whose runs differ by a few per cent, both sides of a pair alike but for the factor. */
function pairs(hitFactor: number, missFactor = 1) {
  const levels = [1, 1.03, 0.98, 1.01, 0.97, 1.02, 0.99];
  const wobble = [1, 1.004, 0.997, 1.002, 1.003, 0.998, 1.001];
  return asPairs(
    buildSide(levels.map((level) => traffic(10 * level, 80 * level))),
    buildSide(
      levels.map((level, index) =>
        traffic(10 * level * hitFactor * (wobble[index] ?? 1), 80 * level * missFactor * (wobble[index] ?? 1)),
      ),
    ),
  );
}

/** 100 answers a second, of which so many are hits. */
function withHits(hits: number) {
  return {
    requests: [
      { count: hits, outcome: 'hit' as const, millis: 10 },
      { count: 100 - hits, outcome: 'miss' as const, millis: 80 },
    ],
  };
}

/** Four runs that differ by a per cent or so. */
function steady(hit: number, miss: number) {
  return [1, 1.01, 0.99, 1.005].map((level) => traffic(hit * level, miss * level));
}

describe('a comparison of interleaved pairs', () => {
  it('of a service with itself is NO REGRESSION, and never decides that something got worse', () => {
    const comparison = compareReports(...pairs(1));
    expect(comparison).toMatchObject({ outcome: 'NO REGRESSION', evidence: 'pairs', reservations: [], validity: [] });
    expect(comparison.gates.map(({ status }) => status)).not.toContain('regressed');
  });

  it('finds a drift of 15 % on hits, on hits only', () => {
    const comparison = compareReports(...pairs(1.15));
    expect(comparison.outcome).toBe('REGRESSED');
    expect(gate(comparison, 'p(95){cache:hit}')).toMatchObject({ status: 'regressed', n: 7, margin: 0.1 });
    expect(gate(comparison, 'p(95){cache:hit}')?.change).toBeCloseTo(0.15, 2);
    expect(gate(comparison, 'p(95){cache:miss}')?.status).toBe('no-regression');
  });

  it('calls it IMPROVED when the whole interval is below what it was', () => {
    const comparison = compareReports(...pairs(1, 0.5));
    expect(comparison.outcome).toBe('IMPROVED');
    expect(gate(comparison, 'p(95){cache:miss}')?.status).toBe('improved');
  });

  it.each([
    ['by the margin of the median, 5 %,', 0.95, 'IMPROVED'],
    ['by less than any margin, however sure that is,', 0.955, 'NO REGRESSION'],
  ])('says of misses that got better %s %s', (_, factor, outcome) => {
    const comparison = compareReports(...pairs(1, factor));
    for (const name of ['med{cache:miss}', 'p(95){cache:miss}'])
      expect(gate(comparison, name)?.status).toBe('improved');
    expect(comparison.outcome).toBe(outcome);
    expect(comparison.reason).toContain(
      outcome === 'IMPROVED' ? 'nothing got worse' : 'better, but by less than the margin: med{cache:miss}',
    );
  });

  it('leaves out the pair of which a side did not complete', () => {
    const [left, right] = pairs(1);
    const cut = right.runs.map((run, index) => (index === 6 ? { ...run, ended: 'aborted' as const } : run));
    const comparison = compareReports(left, { ...right, runs: cut, aborted: true });
    expect(gate(comparison, 'p(95){cache:hit}')?.n).toBe(6);
    expect(comparison.reservations).toEqual([expect.stringContaining('cut off')]);
  });

  it('prints the least change that it would have found', () => {
    const { detectable = 1 } = gate(compareReports(...pairs(1)), 'p(95){cache:hit}') ?? {};
    expect(detectable).toBeGreaterThan(0);
    expect(detectable).toBeLessThan(0.02);
  });
});

describe('the hit rate alone', () => {
  it('moves the mixture while no class moves, and the comparison says so', () => {
    const comparison = compareReports(
      ...asPairs(buildSide([90, 91, 90, 89, 90].map(withHits)), buildSide([80, 81, 80, 80, 79].map(withHits))),
    );
    expect(gate(comparison, 'cache_hit_rate')?.status).toBe('regressed');
    for (const name of ['p(95){cache:hit}', 'p(95){cache:miss}', 'med{cache:hit}'])
      expect(gate(comparison, name)?.status).toBe('no-regression');
    expect(comparison.meanChange?.byHitRateMillis).toBeCloseTo(7, 0);
    expect(comparison.meanChange?.byHitsMillis).toBeCloseTo(0, 6);
  });
});

describe('runs that were measured apart', () => {
  it('are compared by Welch’s t', () => {
    const comparison = compareReports(
      buildSide([10, 10.2, 9.9].map((hit) => traffic(hit, 80))),
      buildSide([10.1, 9.9, 10, 10.05].map((hit) => traffic(hit, 80))),
    );
    expect(comparison).toMatchObject({ evidence: 'runs', outcome: 'NO REGRESSION', reservations: [] });
    expect(gate(comparison, 'p(95){cache:hit}')?.interval?.method).toBe('Welch’s t over 3 and 4 runs');
  });

  it('from different machines are advisory, and say what differs', () => {
    const runs = [10, 10.2, 9.9].map((hit) => traffic(hit, 80));
    const machine = { cpuModel: 'Other CPU', cores: 8, memoryBytes: 8e9, kernel: 'Linux 6', nodeVersion: 'v20.19.0' };
    const comparison = compareReports(buildSide(runs), buildSide(runs, { machine }));
    expect(comparison.reservations).toEqual(['advisory: the sides ran on different machines (cpuModel, cores)']);
  });
});

describe('one run a side', () => {
  it('is compared by its seconds, and is suggestive only', () => {
    const comparison = compareReports(
      buildSide([traffic(10, 80, { seconds: 30 })]),
      buildSide([traffic(11.5, 80, { seconds: 30 })]),
    );
    expect(comparison).toMatchObject({ evidence: 'one run', outcome: 'REGRESSED' });
    expect(comparison.reservations).toEqual([expect.stringContaining('suggestive')]);
    expect(gate(comparison, 'p(95){cache:hit}')).toMatchObject({ status: 'regressed', n: 30 });
    expect(gate(comparison, 'p(95){cache:hit}')?.change).toBeCloseTo(0.15, 2);
    expect(gate(comparison, 'p(95){cache:miss}')?.status).toBe('no-regression');
    expect(gate(comparison, 'http_reqs')?.status).toBe('no-regression');
  });

  it('falls when a rate falls, also where less is worse', () => {
    const comparison = compareReports(
      buildSide([{ ...withHits(90), seconds: 30 }]),
      buildSide([{ ...withHits(70), seconds: 30 }]),
    );
    expect(gate(comparison, 'cache_hit_rate')).toMatchObject({ status: 'regressed' });
    expect(gate(comparison, 'cache_hit_rate')?.change).toBeCloseTo(-0.2, 6);
  });

  it('of few seconds, or recorded without its stretches, decides nothing', () => {
    const short = buildSide([traffic(10, 80, { seconds: 5 })]);
    expect(compareReports(short, short).outcome).toBe('INCONCLUSIVE');
    const { blocks: _, ...measure } = short.runs[0]?.measure ?? {};
    const old = { ...short, runs: short.runs.map((run) => Object.assign({}, run, { measure })) };
    expect(compareReports(old, short).outcome).toBe('INCONCLUSIVE');
  });

  it('gives the same bounds each time', () => {
    const sides = [buildSide([traffic(10, 80)]), buildSide([traffic(10.4, 80)])] as const;
    expect(compareReports(...sides)).toEqual(compareReports(...sides));
  });
});

describe('missing data', () => {
  it('after the change is NO DATA', () => {
    const gone = { requests: [{ count: 50, outcome: 'hit' as const, millis: 20 }] };
    const both = {
      requests: [
        { count: 40, outcome: 'hit' as const, millis: 20 },
        { count: 10, outcome: 'miss' as const, millis: 80 },
      ],
    };
    const comparison = compareReports(...asPairs(buildSide([both, both]), buildSide([gone, gone])));
    expect(comparison.outcome).toBe('NO DATA');
    expect(gate(comparison, 'p(95){cache:miss}')).toMatchObject({ status: 'no-data', n: 0 });
  });

  it('before the change is not compared, unless the scenario asks for it by name', () => {
    const none = traffic(10, 80, { requests: [{ count: 50, outcome: 'miss', millis: 80 }] });
    const sides = asPairs(buildSide([none, none]), buildSide([traffic(10, 80), traffic(10, 80)]));
    expect(gate(compareReports(...sides), 'p(95){cache:hit}')?.status).toBe('not-compared');
    const asked = { ...sides[1], scenario: scenarioWith({ margins: { 'p(95){cache:hit}': 0.1 } }) };
    expect(compareReports(sides[0], asked).outcome).toBe('NO DATA');
  });

  it('of everything is INCONCLUSIVE or NO DATA, never a pass', () => {
    const nothing = buildSide([{ requests: [] }, { requests: [] }]);
    expect(compareReports(...asPairs(nothing, nothing)).outcome).toBe('NO DATA');
    expect(compareReports(buildSide([]), buildSide([])).outcome).toBe('NO DATA');
  });
});

describe('margins and claims', () => {
  it.each([
    [0.2, 'no-regression'],
    [0.14, 'regressed'],
  ])('a margin of %d on a rise of 0.15 is %s', (margin, status) => {
    const scenario = scenarioWith({ margins: { 'p(95){cache:hit}': margin } });
    const comparison = compareReports(...asPairs(buildSide(steady(10, 80)), buildSide(steady(11.5, 80), { scenario })));
    expect(gate(comparison, 'p(95){cache:hit}')).toMatchObject({ asked: true, status });
  });

  it.each([
    [7, 'holds'],
    [12, 'does-not-hold'],
    [8, 'inconclusive'],
  ])('the claim of misses nine tenths lower than 80 ms, at %d ms: %s', (miss, status) => {
    const scenario = scenarioWith({
      margins: {},
      claims: [{ kind: 'lower', metric: 'p(95){cache:miss}', lowerBy: 0.9 }],
    });
    const wobbly = [1, 1.02, 0.98, 1.01].map((level) => traffic(10, miss * level));
    const { claims } = compareReports(...asPairs(buildSide(steady(10, 80)), buildSide(wobbly, { scenario })));
    expect(claims).toMatchObject([{ name: 'p(95){cache:miss} at least 90 % lower', status }]);
  });

  it.each([
    [0, 'holds'],
    [1, 'inconclusive'],
    [5, 'does-not-hold'],
  ])('the claim of an availability of 0.999 with %d failures in 1 000 a second: %s', (failed, status) => {
    const scenario = scenarioWith({ margins: {}, claims: [{ kind: 'availability', atLeast: 0.999 }] });
    const failing = {
      requests: [
        { count: 1_000 - failed, outcome: 'hit' as const },
        { count: failed, outcome: 'status' as const, status: 503 },
      ],
    };
    const runs = [failing, failing];
    const { claims } = compareReports(...asPairs(buildSide(runs), buildSide(runs, { scenario })));
    expect(claims).toMatchObject([{ status }]);
  });

  it('a claim that does not hold is an outcome of its own', () => {
    const scenario = scenarioWith({
      margins: {},
      claims: [{ kind: 'lower', metric: 'p(95){cache:miss}', lowerBy: 0.9 }],
    });
    const sides = asPairs(buildSide(steady(10, 80)), buildSide(steady(10, 40), { scenario }));
    expect(compareReports(...sides).outcome).toBe('CLAIM NOT MET');
  });
});

describe('what is described besides', () => {
  const comparison = compareReports(before, after);

  it('puts each class side by side, with the change in per cent', () => {
    const [hit] = comparison.classes;
    expect(comparison.classes.map(({ cacheClass }) => cacheClass)).toEqual(['hit', 'miss', 'all']);
    expect(figure(hit?.figures ?? [], 'count')).toMatchObject({ before: 800, after: 1800, changePercent: 125 });
    const p95 = figure(hit?.figures ?? [], 'p95');
    expect(p95?.before).toBeCloseTo(20, 1);
    expect(p95?.after).toBeCloseTo(10, 1);
    expect(p95?.changePercent).toBeCloseTo(-50, 0);
  });

  it('leaves out the figures of a class that one side has not', () => {
    const miss = comparison.classes.find(({ cacheClass }) => cacheClass === 'miss')?.figures ?? [];
    expect(figure(miss, 'count')).toEqual({ name: 'count', unit: 'count', before: 200, after: 0, changePercent: -100 });
    expect(figure(miss, 'p95')).not.toHaveProperty('after');
    expect(figure(miss, 'p95')).not.toHaveProperty('changePercent');
  });

  it('gives a quantile only when a sample lies beyond it', () => {
    const hit = comparison.classes[0]?.figures ?? [];
    expect(figure(hit, 'p99.9')).not.toHaveProperty('before');
    expect(figure(hit, 'p99.9')).toHaveProperty('after');
  });

  it('compares hit rate, error rate and throughput', () => {
    expect(comparison.totals).toEqual([
      { name: 'hit rate', unit: 'share', before: 0.8, after: 1, changePercent: expect.closeTo(25, 10) },
      { name: 'error rate', unit: 'share', before: 0, after: 0.1 },
      { name: 'throughput', unit: 'per second', before: 50, after: 90, changePercent: 80 },
    ]);
  });

  it('adds the runs of a side', () => {
    const twice = { ...before, runs: [...before.runs, ...before.runs] };
    const { classes, totals } = compareReports(before, twice);
    expect(figure(classes[0]?.figures ?? [], 'count')).toMatchObject({ before: 800, after: 1600 });
    expect(figure(totals, 'throughput')).toMatchObject({ before: 50, after: 50 });
  });

  it('names what differs besides the service', () => {
    const elsewhere = buildSide([{ requests: [{ count: 1, outcome: 'hit' }] }], {
      machine: { ...before.machine, cores: 8 },
      engine: { name: 'autocannon', version: '9.0.0' },
      target: { url: 'http://127.0.0.1:9999', reference: true, profile: 'fact', faults: ['slow-hits:40ms'] },
    });
    expect(compareReports(before, elsewhere).differences).toEqual([
      { what: 'machine cores', before: '4', after: '8' },
      { what: 'target', before: 'http://127.0.0.1:8080', after: 'reference target' },
      { what: 'target profile', before: 'none', after: 'fact' },
      { what: 'target faults', before: 'none', after: 'slow-hits:40ms' },
      { what: 'engine', before: 'hitgate’s own', after: 'autocannon 9.0.0' },
    ]);
  });

  it('compares service times when only one side was judged on response times', () => {
    const open = { ...after, verdict: { judgedOn: 'response' } } as const;
    expect(compareReports(before, open).latency).toBe('service');
    expect(compareReports(open, open).latency).toBe('response');
  });

  it('refuses different request sequences with exit code 2', () => {
    const other = { ...after, plan: { digest: 'e2'.repeat(32) } };
    expect(() => compareReports(before, other)).toThrow(HitgateError);
    expect(() => compareReports(before, other)).toThrow(
      expect.objectContaining({ code: 'E_DIGEST', exitCode: 2, message: expect.stringContaining('d1d1d1d1d1d1') }),
    );
  });

  it('has no class and no rate for two runs of nothing', () => {
    const nothing = buildSide([{ requests: [] }]);
    const { classes, totals } = compareReports(nothing, nothing);
    expect(classes).toEqual([]);
    expect(totals[0]).toEqual({ name: 'hit rate', unit: 'share' });
  });
});
