import { defineScenario } from 'hitgate';

/**
 * The greatest number of users that the plan names: 1000. Under stress the plan allows up to 5 % of errors.
 *
 * The users think for half a second on average, so that they send about 1 900 requests a second: what a machine of two cores
 * can send and answer. Without think time they would ask for far more, and queue for the reference target's 128 connections.
 * On a larger machine, or with the target on a machine of its own, shorten thinkTime.
 *
 * The latency and hit-rate gates are not the SLA but the limits at which the plan rolls back.
 */
export default defineScenario({
  name: 'stress',
  description: '1000 users with half a second of think time, judged by the limits of a rollback',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    // Exponential: most pauses are short, some are long, and the users do not march in step.
    thinkTime: { kind: 'exponential', mean: '500ms' },
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'prefill' },
    measure: { executor: 'constant-vus', vus: 1000, duration: '60s' },
  },
  thresholds: {
    http_req_failed: ['rate<0.05'],
    'http_req_duration{cache:hit}': ['p(95)<50'],
    'http_req_duration{cache:miss}': ['p(95)<200'],
    cache_hit_rate: ['rate>0.7'],
  },
});
