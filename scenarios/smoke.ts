import { defineScenario } from 'hitgate';

/**
 * Is it alive, and does it cache? A few seconds with a few users, to run before anything longer.
 *
 * Its verdict is about correctness first: classes are known, answers have citations, a hit repeats what the miss said. The
 * latency gates are those of the SLA, but ten users prove little about them; that is what scenarios/sla.ts is for.
 */
export default defineScenario({
  name: 'smoke',
  description: 'A few seconds with ten users: alive, cached, and answering the same twice',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    // A fifth of the requests is new, so that a few seconds have enough misses to judge.
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
    // No failure in 299 requests is the least that proves a rate below 1 %.
    http_req_failed: ['rate<0.01'],
  },
  checks: { citations: true, consensus: { atLeast: 0.66 }, sameAnswerOnHit: true },
});
