import { defineScenario } from 'hitgate';

/**
 * Functional checks of a live service, by themselves or around a few seconds of load.
 *
 * Try: hitgate probe scenarios/probes.ts                                    the checks alone
 *      hitgate probe scenarios/probes.ts --target http://127.0.0.1:8080
 *      hitgate run scenarios/probes.ts                                      before and after eight seconds of load
 *      hitgate probe scenarios/probes.ts --fault wrong-citations:50%        FAIL: a hit cites other sources than its miss
 */
export default defineScenario({
  name: 'probes',
  description: 'Health, citations, consensus and cache behaviour of a live service',

  target: { preset: 'doc-rag' },

  probes: {
    health: { version: '1.0.0', live: '/health/live' },
    citations: true,
    // At exactly 2/3 the readings of the plan differ: 0.66 lets it pass, 0.67 does not.
    consensus: { atLeast: 0.66 },
    cache: {
      // Another case or a trailing space is another question to this cache.
      key: 'exact',
      // For a service whose answers expire soon: ttl: '5s'. For a question that it always fails: failing: '…'.
    },
  },

  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.8 },
    seed: 1,
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'prefill' },
    measure: { executor: 'constant-vus', vus: 10, duration: '8s' },
  },
  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    cache_hit_rate: ['rate>0.75'],
    http_req_failed: ['rate<0.01'],
  },
});
