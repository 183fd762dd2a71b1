import { defineScenario } from 'hitgate';

/**
 * The SLA of the FACT integration, and what `npm run bench` runs. Every gate is one line of the plan.
 *
 * Try: hitgate plan scenarios/sla.ts       what it would send and can decide; sends nothing
 *      hitgate run scenarios/sla.ts        against the reference target, which is started and stopped for you
 *      hitgate run scenarios/sla.ts --target http://127.0.0.1:8080        against a real service
 */
export default defineScenario({
  name: 'sla',
  description: 'The SLA of the FACT integration under 120 concurrent users',

  // Without a url the reference target is started; --target or HITGATE_TARGET aims at a real service.
  target: { preset: 'doc-rag' },

  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    // 90 of 100 requests ask the prefilled corpus (Zipf 0.99), 10 ask what nobody has asked before. A prefilled corpus alone
    // would never miss, and a gate on misses without a miss fails: it has no data.
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    // What the service is said to hold, so that the foreseen hit rate can be compared with the measured one.
    cache: { capacity: 10_000, ttl: '1h' },
  },

  phases: {
    warmup: { kind: 'prefill' },
    // The plan promises 100 concurrent users; 120 leave room to prove it. No think time: every user always waits.
    measure: { executor: 'constant-vus', vus: 120, duration: '30s' },
  },

  // One run shows whether the gates hold; five show how much runs differ: --runs 5.
  runs: 1,

  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    // At the expected 90 %, 100 000 answers put the lower bound at 89.8 %: far enough from 87.3 % to decide.
    cache_hit_rate: ['rate>0.873'],
    http_req_failed: ['rate<0.01'],
    vus_in_flight: ['min>=100'],
  },

  // Each check is gated too: it has to hold for every successful answer.
  checks: { citations: true, consensus: { atLeast: 0.66 }, sameAnswerOnHit: true },
});
