import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { cheHitRate, coldHitRate } from '../../src/plan/che.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { predictHits } from '../../src/plan/predict.ts';
import { buildCorpus, buildScenario, constantRate, constantUsers, type ScenarioParts } from './scenario-builder.ts';

const corpus = buildCorpus(1000);

function planOf(parts: ScenarioParts = {}): Plan {
  return buildPlan(buildScenario(parts), corpus);
}

function zipfShares(size: number): number[] {
  const weights = Array.from({ length: size }, (_, rank) => (rank + 1) ** -0.99);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

describe('predictHits', () => {
  it.each([
    [2_000, 0.746],
    [5_000, 0.848],
    [10_000, 0.909],
  ])('of a cold cache is near the closed form after %d requests: %d', (requests, expected) => {
    // The number of distinct queries has a standard deviation below 15: five of them; false alarm below 10^-6.
    const { hitRate } = predictHits(planOf({ warmup: { kind: 'none' } }), { requests });
    expect(Math.abs(hitRate - coldHitRate(zipfShares(1000), requests))).toBeLessThan(75 / requests);
    expect(Math.abs(hitRate - expected)).toBeLessThan(75 / requests + 0.0005);
  });

  it('of a steady LRU is that of true Zipf: 57 % for 10 % of 1 000 queries, where a scattered one gives 20 %', () => {
    const plan = planOf({ workload: { cache: { capacity: 100 } } });
    const { hitRate, attainable, model } = predictHits(plan, { requests: 200_000 });
    expect(Math.abs(hitRate - 0.57)).toBeLessThan(0.01);
    expect(Math.abs(hitRate - cheHitRate(zipfShares(1000), 100))).toBeLessThan(0.01);
    expect([attainable, model]).toEqual([1, 'LRU of 100']);
  });

  it('counts exactly as a Set does, cold and unbounded', () => {
    const plan = planOf({ warmup: { kind: 'none' } });
    fc.assert(
      fc.property(fc.nat(3000), (requests) => {
        const asked = new Set<number>();
        for (let index = 0; index < requests; index += 1) asked.add(plan.sequence.queryAt(0, index));
        expect(predictHits(plan, { requests })).toMatchObject({
          requests,
          misses: asked.size,
          hits: requests - asked.size,
        });
      }),
      { numRuns: 50 },
    );
  });

  it('after a prefill has every hit but the never-seen', () => {
    const plan = planOf({ workload: { popularity: { kind: 'hit-rate', rate: 0.9 } } });
    const fresh = Array.from({ length: 5000 }, (_, index) => plan.sequence.queryAt(0, index)).filter(
      (q) => q < 0,
    ).length;
    const { misses, attainable } = predictHits(plan, { requests: 5000 });
    expect([misses, attainable]).toEqual([fresh, 1 - fresh / 5000]);
  });

  it('lets a prefill end with the popular queries in a bounded cache', () => {
    const plan = planOf({ workload: { cache: { capacity: 100 } } });
    const { hits } = predictHits(plan, { requests: 1 });
    const top = plan.prefillOrder.slice(-100);
    expect(hits === 1).toBe(top.includes(plan.sequence.queryAt(0, 0)));
    expect(predictHits(plan, { requests: 1000 }).hitRate).toBeGreaterThan(0.5);
  });

  it('knows the due times of an open load, so that entries expire', () => {
    const load = constantRate(100, 60_000_000);
    const sequential = { popularity: { kind: 'sequential' } } as const;
    const expiring = planOf({ load, workload: { ...sequential, cache: { ttlMicros: 9_000_000 } } });
    const lasting = planOf({ load, workload: { ...sequential, cache: { ttlMicros: 20_000_000 } } });
    expect(predictHits(expiring, { requests: 3000 }).hits).toBe(900);
    expect(predictHits(lasting, { requests: 3000 }).hits).toBe(2000);
  });

  it('takes the pace of a closed load, and says so when it has none', () => {
    const plan = planOf({ workload: { popularity: { kind: 'sequential' }, cache: { ttlMicros: 9_000_000 } } });
    expect(predictHits(plan, { requests: 3000, ratePerSecond: 100 })).toMatchObject({
      hits: 900,
      model: 'unbounded, TTL 9 s',
    });
    expect(predictHits(plan, { requests: 3000 })).toMatchObject({
      hits: 3000,
      model: 'unbounded; TTL left out: the rate is not known beforehand',
    });
  });

  it('replays a warm-up of known length first', () => {
    const warmup = { kind: 'duration', micros: 10_000_000 } as const;
    const cold = predictHits(planOf({ warmup: { kind: 'none' } }), { requests: 2000 }).hits;
    const closed = planOf({ warmup });
    const told = predictHits(closed, { requests: 2000, warmupRequests: 5000 });
    expect(told.hits).toBeGreaterThan(cold);
    expect(predictHits(closed, { requests: 2000, ratePerSecond: 500 })).toEqual(told);
    expect(predictHits(planOf({ warmup, load: constantRate(500, 30_000_000) }), { requests: 2000 })).toEqual(told);
    const untold = predictHits(closed, { requests: 2000 });
    expect(untold.hits).toBe(cold);
    expect(untold.model).toBe('unbounded; without the warm-up: its number of requests is not known');
  });

  it('never foresees more than is attainable', () => {
    fc.assert(
      fc.property(fc.nat(1200), fc.nat(2000), fc.constantFrom('none', 'prefill'), (capacity, requests, kind) => {
        const prediction = predictHits(planOf({ warmup: { kind }, workload: { cache: { capacity } } }), { requests });
        expect(prediction.hitRate).toBeLessThanOrEqual(prediction.attainable);
        expect(prediction.hits + prediction.misses).toBe(requests);
      }),
      { numRuns: 40 },
    );
  });

  it('is 0, not NaN, for no request', () => {
    expect(predictHits(planOf(), { requests: 0 })).toMatchObject({ requests: 0, hits: 0, hitRate: 0, attainable: 0 });
  });

  it('extrapolates beyond 5 million requests and says so', () => {
    const plan = planOf({ warmup: { kind: 'none' }, workload: { popularity: { kind: 'sequential' } } });
    expect(predictHits(plan, { requests: 5_000_000 })).toMatchObject({ misses: 1000, model: 'unbounded' });
    expect(predictHits(plan, { requests: 864_000_000 })).toMatchObject({
      misses: 1000,
      model: 'unbounded; extrapolated from request 5 000 001 on',
    });
  });

  it('takes the users of a sequence per user in turn', () => {
    const plan = planOf({ warmup: { kind: 'none' }, load: constantUsers(4), workload: { sequence: 'per-user' } });
    const asked = new Set<number>();
    for (let user = 0; user < 4; user += 1)
      for (let index = 0; index < 100; index += 1) asked.add(plan.sequence.queryAt(user, index));
    expect(predictHits(plan, { requests: 400 })).toMatchObject({
      misses: asked.size,
      model: 'unbounded; users in turn',
    });
  });
});
