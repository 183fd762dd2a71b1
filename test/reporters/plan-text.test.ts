import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { summarisePlan, type PlanText } from '../../src/plan/summarise-plan.ts';
import { planJson } from '../../src/reporters/plan-json.ts';
import { planText } from '../../src/reporters/plan-text.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';
import {
  buildCorpus,
  buildScenario,
  constantRate,
  constantUsers,
  gate,
  sharedIterations,
  type ScenarioParts,
} from '../plan/scenario-builder.ts';

const thresholds: readonly Threshold[] = [
  latencyGate('hit', 23),
  latencyGate('miss', 95),
  gate({ metric: 'cache_hit_rate' }),
  gate({ metric: 'http_req_failed', source: 'rate<0.01', operator: '<', limit: 0.01 }),
  gate({ metric: 'vus_in_flight', source: 'min>=100', aggregation: { kind: 'min' }, operator: '>=', limit: 100 }),
  gate({ metric: 'cache_unknown_rate', source: 'rate==0', operator: '==', limit: 0, implicit: true }),
];

const scenarios: readonly (readonly [string, ScenarioParts])[] = [
  [
    'closed',
    {
      load: constantUsers(120),
      thresholds,
      workload: {
        popularity: { kind: 'hit-rate', rate: 0.9 },
        thinkTime: { kind: 'exponential', meanMicros: 1_500_000 },
      },
    },
  ],
  [
    'open',
    {
      load: constantRate(200, 3_600_000_000),
      thresholds: thresholds.filter(({ metric }) => metric !== 'vus_in_flight'),
      runs: 5,
      workload: {
        cache: { capacity: 700, ttlMicros: 600_000_000 },
        mix: { gdpr: 2, sox: 1 },
      },
    },
  ],
  [
    'cold',
    {
      load: sharedIterations(3),
      warmup: { kind: 'none' },
      description: '',
      workload: { popularity: { kind: 'sequential' }, sequence: 'per-user' },
    },
  ],
  ['bounded', { thresholds: [latencyGate('miss', 95)], workload: { cache: { capacity: 100 } } }],
  ['no-miss', { thresholds: [latencyGate('miss', 95)] }],
];

describe('the text of a plan', () => {
  it.each(scenarios)('of a %s scenario fits one screen and is as the golden file', async (name, parts) => {
    const text = planText(summaryOf(parts));
    const lines = text.split('\n');
    expect(lines.length).toBeLessThanOrEqual(45);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(text).not.toMatch(/NaN|undefined|Infinity/u);
    await expect(text).toMatchFileSnapshot(`golden/plan-${name}.txt`);
  });

  it('says that nothing is sent', () => {
    expect(planText(summaryOf({}))).toContain('sends nothing');
  });

  it('shows the same digest for 10 and for 1 000 users', () => {
    const [few, many] = [10, 1000].map((vus) => summaryOf({ load: constantUsers(vus) }).digest);
    expect(many).toBe(few);
  });
});

describe('the text of a plan with a rate', () => {
  const parts = {
    load: constantUsers(120),
    thresholds,
    workload: { popularity: { kind: 'hit-rate', rate: 0.88 } },
  } as const;
  const plan = buildPlan(buildScenario(parts), buildCorpus(1000));

  it('that is assumed says the chances, and the length for those that are low', async () => {
    const text = planText(summarisePlan(plan, { ratePerSecond: 500, rateFrom: '--assume-rate' }));
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
    await expect(text).toMatchFileSnapshot('golden/plan-assumed.txt');
  });

  it('of a stored run takes its hit rate, its correlation and how its runs differed', async () => {
    const experience = {
      id: '2026-01-31-120000-sla',
      ratePerSecond: 1000,
      hitRate: 0.88,
      gates: [
        { selector: 'http_req_duration{cache:hit}', source: 'p(95)<23', deff: 4, deviation: 0.052 },
        { selector: 'http_req_duration{cache:miss}', source: 'p(95)<95', deff: 1 },
      ],
    };
    const text = planText(summarisePlan(plan, { ratePerSecond: 1000, rateFrom: experience.id, experience }));
    await expect(text).toMatchFileSnapshot('golden/plan-from-run.txt');
  });
});

describe('the summary of a plan', () => {
  it('measures the traffic of the most asked queries', () => {
    // Zipf 0.99 over 1 000: the first 10 have 38.2 %, the first 100 have 68.2 % of the requests (sums of r^-0.99).
    const { traffic } = summaryOf({});
    expect(Math.abs(traffic.top1 - share(10))).toBeLessThan(0.01);
    expect(Math.abs(traffic.top10 - share(100))).toBeLessThan(0.01);
    expect(traffic.neverSeen).toBe(0);
  });

  it.each([
    ['exactly the planned requests when they are known', { load: sharedIterations(4321) }, [4321]],
    ['several lengths when time decides', {}, [1000, 5000, 20_000, 60_000]],
  ])('predicts %s', (_, parts, lengths) => {
    expect(summaryOf(parts).predictions.map(({ requests }) => requests)).toEqual(lengths);
  });

  it('warns when a gate on misses will have no data, without refusing it', () => {
    expect(summaryOf({ thresholds: [latencyGate('miss', 95)] }).warnings[0]).toContain('No miss is foreseen');
  });

  it('is plain data, and printed as it is', () => {
    const summary = summaryOf({ load: sharedIterations(10), thresholds });
    expect(JSON.parse(planJson(summary))).toEqual(summary);
  });

  it('is printed without what has no bound', () => {
    expect(JSON.parse(planJson({ ...summaryOf({}), plannedMicros: Infinity }))).not.toHaveProperty('plannedMicros');
  });
});

function summaryOf(parts: ScenarioParts): PlanText {
  return summarisePlan(buildPlan(buildScenario(parts), buildCorpus(1000)));
}

function latencyGate(name: string, limit: number): Threshold {
  return gate({
    metric: 'http_req_duration',
    selector: `http_req_duration{cache:${name}}`,
    source: `p(95)<${limit}`,
    tags: { cache: name },
    aggregation: { kind: 'quantile', quantile: 0.95 },
    operator: '<',
    limit,
  });
}

function share(top: number): number {
  return weightOf(top) / weightOf(1000);
}

function weightOf(ranks: number): number {
  return Array.from({ length: ranks }, (_, rank) => (rank + 1) ** -0.99).reduce((sum, weight) => sum + weight, 0);
}
