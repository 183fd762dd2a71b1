import { describe, expect, it } from 'vitest';
import { describeGate, type NeedsContext } from '../../src/plan/gate-needs.ts';
import { describeReplication } from '../../src/plan/replication.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';
import { gate } from './scenario-builder.ts';

const missGate = latencyGate('miss', 0.95);

/** 30 s at 1 000 requests a second, 87.3 % of them hits. */
const context: NeedsContext = {
  hitRate: 0.873,
  runs: 1,
  micros: 30_000_000,
  length: { requests: 30_000, ratePerSecond: 1000, from: 'assumed rate', rateFrom: '--assume-rate' },
  experience: undefined,
};
const unknown: NeedsContext = { ...context, length: { from: 'nothing' } };

describe('the chances of a quantile gate', () => {
  it('are those of statistics: 3 800 misses, 30 000 requests for 90 % at 4 % over, and 336 misses at 2 %', () => {
    const [at4, at2] = chances(missGate, context);
    expect(at4?.trueShare).toBe(0.04);
    expect(at4?.needed?.samples).toBeGreaterThan(3_700);
    expect(at4?.needed?.samples).toBeLessThan(3_900);
    expect(at4?.needed?.requests).toBeGreaterThan(29_000);
    expect(at4?.needed?.requests).toBeLessThan(31_000);
    expect(at2).toMatchObject({ trueShare: 0.02, needed: { samples: 336 } });
    expect(at2?.power).toBeGreaterThan(0.999);
  });

  it('are the exact binomial ones of the planned samples', () => {
    // 30 000 · 0.127 = 3 810 misses pass with up to 168 over: P(X ≤ 168) at 4 % is 0.9069.
    expect(describeGate(missGate, context).least?.planned).toBe(3810);
    expect(chances(missGate, context)[0]?.power).toBeCloseTo(0.9069, 4);
  });

  it.each([
    [0.99, [0.008, 0.004]],
    [0.5, [0.4, 0.2]],
  ])('of p(%s) are at four and two fifths of what is allowed', (quantile, shares) => {
    expect(chances(latencyGate('hit', quantile), context).map(({ trueShare }) => trueShare)).toEqual(shares);
  });

  it('count the samples of all runs', () => {
    const [one, five] = [1, 5].map((runs) => describeGate(missGate, { ...context, runs }).least);
    expect(five?.planned).toBe(19_050);
    expect(five?.chances[0]?.power).toBeGreaterThan(one?.chances[0]?.power ?? 1);
    const perRun = (least: typeof one): number => least?.chances[0]?.needed?.microsPerRun ?? 0;
    expect(perRun(one)).toBe(30_000_000);
    expect(perRun(five)).toBe(6_000_000);
  });

  it('are those of fewer samples when a stored run was correlated', () => {
    const gates = [{ selector: missGate.selector, source: missGate.source, deff: 4 }];
    const experience = { id: 'stored', ratePerSecond: 1000, gates };
    const [free, bound] = [undefined, experience].map((seen) => chances(missGate, { ...context, experience: seen })[0]);
    expect(bound?.power).toBeLessThan((free?.power ?? 0) / 2);
    expect(bound?.needed?.samples).toBe((free?.needed?.samples ?? 0) * 4);
  });

  it('without a foreseen length are no chances but lengths, with the rate that gives them in time', () => {
    const [at4] = chances(missGate, unknown);
    expect(at4).not.toHaveProperty('power');
    expect(at4?.needed).not.toHaveProperty('microsPerRun');
    expect(at4?.needed?.ratePerSecond).toBeCloseTo((at4?.needed?.requests ?? 0) / 30, 6);
  });

  it('without a hit rate are only numbers of samples', () => {
    expect(chances(missGate, { ...context, hitRate: undefined })[0]?.needed).not.toHaveProperty('requests');
  });
});

describe('the chances of a rate gate', () => {
  it('on the hit rate are at the predicted one', () => {
    const [chance] = chances(gate({ metric: 'cache_hit_rate' }), { ...context, hitRate: 0.9 });
    expect(chance).toMatchObject({ rate: 0.9, assumed: 'hit rate' });
    expect(chance?.power).toBeGreaterThan(0.999);
  });

  it('on the hit rate are none where the predicted one does not keep the limit', () => {
    expect(chances(gate({ metric: 'cache_hit_rate' }), { ...context, hitRate: 0.87 })).toEqual([]);
  });

  it.each([
    ['<', 0.01, 0.005, 0.005],
    ['>', 0.99, 0.005, 0.995],
  ] as const)('on anything else are at half of what is allowed: rate%s%s', (operator, limit, trueShare, rate) => {
    const [chance] = chances(gate({ metric: 'http_req_failed', operator, limit }), context);
    expect(chance).toMatchObject({ trueShare, rate, assumed: 'margin' });
  });
});

describe('what replication asks', () => {
  it.each([
    // √R·distance is the non-centrality at which a t test at 4 % has a power of 90 %.
    [5, 0.0503, 0.1285],
    [10, 0.0311, 0.0808],
  ])('of %s runs is how far a quantile keeps its limit at 3 and 8 %%', (planned, at3, at8) => {
    const replication = describeReplication([missGate], planned, undefined);
    expect(replication).toMatchObject({ planned, runs: planned });
    expect(replication?.margins[0]?.margin).toBeCloseTo(at3, 4);
    expect(replication?.margins[1]?.margin).toBeCloseTo(at8, 4);
  });

  it('of one run is told for 5', () => {
    expect(describeReplication([missGate], 1, undefined)).toMatchObject({ planned: 1, runs: 5 });
  });

  it('uses what the runs of a stored run showed', () => {
    const gates = [{ selector: missGate.selector, source: missGate.source, deff: 1, deviation: 0.03 }];
    const margins = describeReplication([missGate], 5, { id: 'stored', ratePerSecond: 1, gates })?.margins;
    expect(margins?.[2]).toMatchObject({
      deviation: 0.03,
      margin: margins?.[0]?.margin,
      gate: expect.stringContaining('p(95)'),
    });
  });

  it('is nothing without a quantile', () => {
    expect(describeReplication([gate({ metric: 'cache_hit_rate' })], 5, undefined)).toBeUndefined();
  });
});

function chances(threshold: Threshold, given: NeedsContext) {
  return describeGate(threshold, given).least?.chances ?? [];
}

function latencyGate(name: string, quantile: number): Threshold {
  return gate({
    metric: 'http_req_duration',
    selector: `http_req_duration{cache:${name}}`,
    source: `p(${quantile * 100})<95`,
    tags: { cache: name },
    aggregation: { kind: 'quantile', quantile },
    operator: '<',
    limit: 95,
  });
}
