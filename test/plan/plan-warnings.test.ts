import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { foreseeLength } from '../../src/plan/foresee-length.ts';
import { foreseeWarnings } from '../../src/plan/plan-warnings.ts';
import { summarisePlan } from '../../src/plan/summarise-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import {
  buildCorpus,
  buildScenario,
  constantRate,
  constantUsers,
  gate,
  sharedIterations,
  type ScenarioParts,
} from './scenario-builder.ts';

const thresholds = [
  gate({
    metric: 'http_req_duration',
    selector: 'http_req_duration{cache:miss}',
    source: 'p(95)<95',
    tags: { cache: 'miss' },
    aggregation: { kind: 'quantile', quantile: 0.95 },
    operator: '<',
    limit: 95,
  }),
];
const halfMisses = { popularity: { kind: 'hit-rate', rate: 0.5 } } as const;

describe('the length that is foreseen', () => {
  it.each<[string, ScenarioParts, number | undefined, string]>([
    ['counted requests', { load: sharedIterations(4321) }, 4321, 'plan'],
    ['an arrival rate', { load: constantRate(50, 60_000_000) }, 3000, 'plan'],
    ['users, without a rate', {}, undefined, 'nothing'],
  ])('of %s is as many as the plan says', (_, parts, requests, from) => {
    const length = foreseeLength(planOf(parts), undefined);
    expect(length.from).toBe(from);
    expect(length.requests).toBe(requests);
  });

  it('of a Poisson load too long to count is the area under its rate', () => {
    const load = { ...constantRate(5000, 7_200_000_000), arrivals: 'poisson' } as const;
    expect(foreseeLength(planOf({ load }), undefined)).toEqual({
      requests: 36_000_000,
      ratePerSecond: 5000,
      from: 'arrival rate',
    });
  });

  it('of users is an assumed rate times the duration', () => {
    const assumption = { ratePerSecond: 900, rateFrom: '--assume-rate' };
    expect(foreseeLength(planOf({ load: constantUsers(120) }), assumption)).toEqual({
      requests: 27_000,
      ratePerSecond: 900,
      from: 'assumed rate',
      rateFrom: '--assume-rate',
    });
  });

  it('of users who pause is bounded by their pauses', () => {
    const workload = { thinkTime: { kind: 'constant', micros: 3_000_000 } } as const;
    expect(foreseeLength(planOf({ load: constantUsers(10), workload }), undefined)).toEqual({
      atMost: 110,
      from: 'nothing',
    });
  });
});

describe('the warnings of a plan, and before a run', () => {
  it.each([
    [100, ['cannot pass']],
    [150, []],
  ])('of %s requests, half of them misses, are %s', (requests, said) => {
    const plan = planOf({ load: sharedIterations(requests), workload: halfMisses, thresholds });
    const { warnings } = summarisePlan(plan);
    expect(warnings.map((warning) => /cannot pass/u.exec(warning)?.[0])).toEqual(said);
    expect(foreseeWarnings(plan)).toEqual(warnings);
  });

  it('count the samples of all runs', () => {
    const plan = planOf({ load: sharedIterations(100), workload: halfMisses, thresholds, runs: 2 });
    expect(foreseeWarnings(plan)).toEqual([]);
  });

  it('say it of users whose pauses leave room for too few', () => {
    const workload = { ...halfMisses, thinkTime: { kind: 'constant', micros: 3_000_000 } } as const;
    const [warning] = foreseeWarnings(planOf({ load: constantUsers(10), workload, thresholds }));
    expect(warning).toContain('at most 5');
    expect(warning).toContain('59 are needed');
  });

  it('say that no miss is foreseen, which has a warning of its own', () => {
    const plan = planOf({ load: sharedIterations(100), thresholds });
    expect(foreseeWarnings(plan)).toEqual([expect.stringContaining('No miss is foreseen')]);
  });

  it('say that a hit rate does not pass at the predicted one', () => {
    const hitRate = [gate({ metric: 'cache_hit_rate' })];
    const plan = planOf({ load: sharedIterations(2000), thresholds: hitRate, workload: { cache: { capacity: 100 } } });
    expect(foreseeWarnings(plan)).toEqual([expect.stringContaining('does not pass at the predicted hit rate')]);
  });

  it('are none without gates', () => {
    expect(foreseeWarnings(planOf({}))).toEqual([]);
  });
});

function planOf(parts: ScenarioParts): Plan {
  return buildPlan(buildScenario(parts), buildCorpus(1000));
}
