import { defineScenario } from 'hitgate';

/**
 * A cold start: no warm-up, and the hit rate while the cache fills.
 *
 * Here the hit rate is decided by the workload: every question misses the first time it is asked. The number of requests is
 * fixed (shared-iterations), so that `hitgate plan` foretells the hits exactly, for one request after the other. Users at
 * the same time can only miss more: two that ask the same cold question at once both miss. A measured rate far below the
 * foreseen one means that the service does not keep what it answered.
 *
 * The cache must be empty before: a service that has seen these questions gives more hits than foreseen.
 */
export default defineScenario({
  name: 'cold',
  description: 'The hit rate of the first 10 000 requests to an empty cache',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'zipf', exponent: 0.99 },
    seed: 20250108,
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'none' },
    measure: { executor: 'shared-iterations', vus: 20, iterations: 10_000, maxDuration: '2m' },
  },
  thresholds: {
    // Foreseen are 8 940 hits, 89.4 %. The rate rises from second to second, and the verdict widens its interval for that, by
    // some 5 points: a gate at 87.3 % would be too close to decide, one at 80 % is not, and a cache that forgets breaks it.
    cache_hit_rate: ['rate>0.8'],
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    http_req_failed: ['rate<0.01'],
  },
  checks: { citations: true, sameAnswerOnHit: true },
});
