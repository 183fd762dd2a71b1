import { defineScenario } from 'hitgate';

/**
 * The open model: requests start when they are due, whether or not earlier ones were answered, as independent people ask.
 *
 * In a closed model (scenarios/sla.ts) a slow service slows its own load down, and a freeze of a second costs each user one
 * slow request. Here everything that was due in that second waits, and the clock of each request starts when it was due.
 * A request that finds no free user is dropped, counted, and fails the run: add users with maxVUs.
 */
export default defineScenario({
  name: 'open',
  description: '500 requests a second that arrive at random, whatever the service does',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'prefill' },
    measure: {
      executor: 'constant-arrival-rate',
      rate: 500,
      timeUnit: '1s',
      duration: '30s',
      // 'even' spaces arrivals equally, as k6 does; 'poisson' has the bursts and gaps of real traffic.
      arrivals: 'poisson',
      // On average 500/s × 19 ms = 10 requests are in flight; the rest is for bursts and slow moments.
      preAllocatedVUs: 100,
      maxVUs: 200,
    },
  },
  thresholds: {
    // Response time: from when the request was due to the last byte of the answer.
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    cache_hit_rate: ['rate>0.873'],
    http_req_failed: ['rate<0.01'],
    // Would be added by itself; written down because it is the gate that makes an open load honest.
    dropped_iterations: ['count==0'],
  },
});
