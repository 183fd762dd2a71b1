import { defineScenario } from 'hitgate';

/**
 * A soak: a day of moderate load, to find what grows, drifts or expires. Shorten it to try it out: --duration 2m.
 *
 * Memory of hitgate does not grow with the length. In a day the entries of a cache with a TTL of an hour expire 24 times; at
 * about 50 requests a second that costs 0.7 points of the hit rate, which stays above the gate. With much less traffic the
 * same service would fall below it without being worse: mind the rate when you change users or think time.
 */
export default defineScenario({
  name: 'soak',
  description: '100 users for 24 hours, thinking 2 s on average: what grows, drifts or expires',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    thinkTime: { kind: 'exponential', mean: '2s' },
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'prefill' },
    measure: { executor: 'constant-vus', vus: 100, duration: '24h' },
  },
  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    cache_hit_rate: ['rate>0.873'],
    http_req_failed: ['rate<0.01'],
  },
  checks: { citations: true },
});
