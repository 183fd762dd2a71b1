import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { parseReplay } from '../../src/plan/parse-replay.ts';
import type { Load } from '../../src/scenario/scenario.ts';
import type { Operator, Threshold } from '../../src/scenario/threshold.ts';
import { problemsOf } from './problems-of.ts';
import {
  buildCorpus,
  buildScenario,
  constantRate,
  constantUsers,
  gate,
  sharedIterations,
  type ScenarioParts,
} from './scenario-builder.ts';

const corpus = buildCorpus(100);
const replay = parseReplay('{"at_ms":0,"id":"q-7"}\n{"at_ms":900,"id":"q-3"}', 'r.jsonl', corpus);
const replayed = { popularity: { kind: 'replay', file: 'r.jsonl', speed: 1 } } as const;
const users = { vus: 4, gracefulStopMicros: 0 };

describe('buildPlan', () => {
  it.each([
    ['constant users', constantUsers(10), undefined, 30_000_000],
    [
      'ramping users',
      {
        executor: 'ramping-vus',
        startVUs: 1,
        stages: [
          { durationMicros: 5, target: 2 },
          { durationMicros: 6, target: 0 },
        ],
        gracefulRampDownMicros: 0,
        gracefulStopMicros: 0,
      },
      undefined,
      11,
    ],
    ['shared iterations', { ...users, executor: 'shared-iterations', iterations: 50, maxDurationMicros: 9 }, 50, 9],
    ['iterations per user', { ...users, executor: 'per-vu-iterations', iterations: 50, maxDurationMicros: 9 }, 200, 9],
    ['a constant rate', constantRate(100, 30_000_000), 3000, 30_000_000],
  ] as const)('counts the requests of %s beforehand when that can be', (_, load: Load, requests, micros) => {
    const plan = buildPlan(buildScenario({ load }), corpus);
    expect([plan.plannedRequests, plan.plannedMicros]).toEqual([requests, micros]);
    expect(plan.arrivals === undefined).toBe(!load.executor.endsWith('arrival-rate'));
  });

  it('replays a log at its own times', () => {
    const load: Load = {
      executor: 'replay',
      maxDurationMicros: 60_000_000,
      preAllocatedVUs: 1,
      maxVUs: 1,
      arrivals: 'even',
      gracefulStopMicros: 0,
    };
    const plan = buildPlan(buildScenario({ load, workload: replayed }), corpus, replay);
    const cursor = plan.arrivals?.();
    expect([cursor?.next(), cursor?.next(), cursor?.next()]).toEqual([0, 900_000, Infinity]);
    expect(plan.plannedRequests).toBe(2);
  });

  it('ends any load with the log', () => {
    const scenario = buildScenario({ load: sharedIterations(50), workload: replayed });
    expect(buildPlan(scenario, corpus, replay).plannedRequests).toBe(2);
  });

  it('gives every user of a shared sequence the same request i', () => {
    const { sequence } = buildPlan(buildScenario(), corpus);
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1_000_000), (user, index) => {
        expect(sequence.queryAt(user, index)).toBe(sequence.queryAt(0, index));
      }),
    );
  });

  it('gives users of a sequence per user sequences of their own', () => {
    const { sequence } = buildPlan(buildScenario({ workload: { sequence: 'per-user' } }), corpus);
    const same = Array.from({ length: 500 }, (_, index) => sequence.queryAt(1, index) === sequence.queryAt(2, index));
    expect(same.filter(Boolean).length).toBeLessThan(150);
  });

  it('prefills every query that is asked, the rarest first', () => {
    const plan = buildPlan(buildScenario({ workload: { popularity: { kind: 'weighted' }, mix: { gdpr: 1 } } }), corpus);
    const weights = Array.from(plan.prefillOrder, (index) => corpus.queries[index]?.weight ?? 0);
    expect(weights).toEqual(weights.toSorted((one, other) => one - other));
    expect(weights).toHaveLength(34);
  });

  it('takes no more memory for a day than for a second', () => {
    const sizes = [1_000_000, 86_400_000_000].map((micros) => {
      const plan = buildPlan(buildScenario({ load: constantRate(1000, micros) }), corpus);
      plan.arrivals?.().next();
      return JSON.stringify(plan, (_, value: unknown) => (ArrayBuffer.isView(value) ? value.byteLength : value)).length;
    });
    expect((sizes[1] ?? 0) - (sizes[0] ?? 0)).toBeLessThan(20);
  });
});

describe('the question of a query number', () => {
  const parts: ScenarioParts = { workload: { popularity: { kind: 'hit-rate', rate: 0.5 }, mix: { sox: 1, gdpr: 1 } } };

  it.each([['shared'], ['per-user']] as const)(
    'is never repeated for never-seen ones when %s, and fits the mix',
    (sequence) => {
      const plan = buildPlan(buildScenario({ workload: { ...parts.workload, sequence } }), corpus);
      const questions = new Set<string>();
      let [fresh, sox] = [0, 0];
      for (const each of [plan.sequence, plan.warmupSequence])
        for (let index = 0; index < 1000; index += 1) {
          const number = each.queryAt(5, index);
          const query = plan.questionOf(number, 'n1');
          expect(query.class).not.toBe('hipaa');
          if (number >= 0) continue;
          fresh += 1;
          sox += query.class === 'sox' ? 1 : 0;
          questions.add(`${query.docId} ${query.question}`);
        }
      expect(questions.size).toBe(fresh);
      // About 1 000 coins: five standard deviations; the seed is fixed.
      expect(Math.abs(sox / fresh - 0.5)).toBeLessThan(0.08);
    },
  );

  it('is that of the corpus for a number of the corpus, and a marked one for a never-seen', () => {
    const plan = buildPlan(buildScenario(), corpus);
    expect(plan.questionOf(3, 'n1')).toBe(corpus.queries[3]);
    const { id, docId, question } = plan.questionOf(-1 - 42, 'n1');
    const base = corpus.queries.find((query) => id === `${query.id}~42`);
    expect([docId, question]).toEqual([base?.docId, `${base?.question} (case n1-42)`]);
    expect(plan.questionOf(-1 - 42, 'n2').question).not.toBe(question);
  });

  it('is refused for a number that is not in the corpus', () => {
    expect(() => buildPlan(buildScenario(), corpus).questionOf(100, '')).toThrow('Expected a query below 100, got 100');
  });
});

describe('a workload that does not fit its corpus', () => {
  it.each<[string, ScenarioParts, string, string]>([
    ['a class that is missing', { workload: { mix: { gdrp: 1 } } }, 'names class "gdrp"', 'did you mean "gdpr"?'],
    ['a mix of zeros', { workload: { mix: { gdpr: 0 } } }, 'needs a weight above 0', 'give at least'],
    [
      'a mix with an order of its own',
      { workload: { mix: { gdpr: 1 }, popularity: { kind: 'sequential' } } },
      'fixes the order itself',
      'remove workload.mix',
    ],
    ['a replay per user', { workload: { ...replayed, sequence: 'per-user' } }, 'one sequence for all users', 'shared'],
    [
      'the times of a replay without one',
      {
        load: {
          executor: 'replay',
          maxDurationMicros: 1,
          preAllocatedVUs: 1,
          maxVUs: 1,
          arrivals: 'even',
          gracefulStopMicros: 0,
        },
      },
      'takes its times from popularity "replay"',
      'or choose another executor',
    ],
  ])('is refused for %s', (_, parts, message, hint) => {
    const [problem] = problemsOf(() => buildPlan(buildScenario(parts), corpus, replay));
    expect(problem?.file).toBe('scenarios/test.ts');
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toContain(hint);
  });

  it('is refused for a replay without its log', () => {
    expect(problemsOf(() => buildPlan(buildScenario({ workload: replayed }), corpus))[0]?.message).toContain(
      'needs a replay log',
    );
  });

  it('says all of it at once', () => {
    const parts = { workload: { mix: { one: 1, two: 1 } } };
    expect(problemsOf(() => buildPlan(buildScenario(parts), corpus))).toHaveLength(2);
  });
});

describe('a gate that no target can pass', () => {
  const half = { popularity: { kind: 'hit-rate', rate: 0.5 } } as const;
  const latency = gate({
    metric: 'http_req_duration',
    selector: 'http_req_duration{cache:hit}',
    source: 'p(95)<23',
    tags: { cache: 'hit' },
    aggregation: { kind: 'quantile', quantile: 0.95 },
    operator: '<',
    limit: 23,
  });
  const sequential = { popularity: { kind: 'sequential' } } as const;
  // 400 requests walk four times through 100 queries, so a cold cache gives exactly 300 hits.
  const cold: ScenarioParts = { warmup: { kind: 'none' }, load: sharedIterations(400), workload: sequential };

  it.each<[string, ScenarioParts, boolean]>([
    ['rate>0.749 of 75 %', { ...cold, thresholds: hitRate('>', 0.749) }, false],
    ['rate>0.75 of 75 %', { ...cold, thresholds: hitRate('>', 0.75) }, true],
    ['rate>=0.75 of 75 %', { ...cold, thresholds: hitRate('>=', 0.75) }, false],
    ['rate>=0.751 of 75 %', { ...cold, thresholds: hitRate('>=', 0.751) }, true],
    ['rate==0.751 of 75 %', { ...cold, thresholds: hitRate('==', 0.751) }, true],
    ['rate<0.9 of 75 %', { ...cold, thresholds: hitRate('<', 0.9) }, false],
    ['rate>0.99 after a prefill', { ...cold, warmup: { kind: 'prefill' }, thresholds: hitRate('>', 0.99) }, false],
    ['rate>0.5 of 50 % in a time', { workload: half, thresholds: hitRate('>', 0.5) }, true],
    ['rate>=0.5 of 50 % in a time', { workload: half, thresholds: hitRate('>=', 0.5) }, false],
    ['rate>0.49 of 50 % in a time', { workload: half, thresholds: hitRate('>', 0.49) }, false],
    ['rate>0.99 cold in a time', { warmup: { kind: 'none' }, thresholds: hitRate('>', 0.99) }, false],
    [
      'rate>0.75 after a warm-up of unknown length',
      { ...cold, warmup: { kind: 'until-steady', maxMicros: 1e6 }, thresholds: hitRate('>', 0.75) },
      false,
    ],
    ['hits where each query comes once, cold', { ...cold, load: sharedIterations(100), thresholds: [latency] }, true],
    ['hits where one query comes twice, cold', { ...cold, load: sharedIterations(101), thresholds: [latency] }, false],
    [
      'hits where all is never-seen',
      { workload: { popularity: { kind: 'hit-rate', rate: 0 } }, thresholds: [latency] },
      true,
    ],
    ['misses after a prefill', { thresholds: [{ ...latency, tags: { cache: 'miss' } }] }, false],
  ])('is refused: %s, %#', (_, parts, refused) => {
    const build = (): unknown => buildPlan(buildScenario(parts), corpus);
    expect(refused ? problemsOf(build).length : [build()].length).toBe(1);
  });

  it('is refused with the rate that is attainable, and what to do', () => {
    const scenario = buildScenario({ ...cold, thresholds: hitRate('>', 0.873) });
    expect(problemsOf(() => buildPlan(scenario, corpus))).toEqual([
      {
        file: 'scenarios/test.ts',
        path: ['thresholds', 'cache_hit_rate'],
        message:
          'cache_hit_rate: rate>0.873 cannot be reached: the greatest attainable hit rate of the 400 planned requests is 75.00 %',
        hint: "set phases.warmup to { kind: 'prefill' }, send more requests, or lower the gate",
      },
    ]);
  });
});

function hitRate(operator: Operator, limit: number): readonly Threshold[] {
  return [gate({ metric: 'cache_hit_rate', operator, limit, source: `rate${operator}${limit}` })];
}
