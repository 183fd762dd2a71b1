import { defineScenario } from 'hitgate';

/**
 * A ramp: users come step by step, stay, and leave. It shows at how many users latency begins to rise.
 *
 * The gates judge the whole ramp at once, so a service that fails only at the top may still pass; read the seconds in
 * latency.hlog, and judge the top by scenarios/sla.ts.
 */
export default defineScenario({
  name: 'ramp',
  description: 'From 10 to 120 users and back, with a plateau at the top',
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
      executor: 'ramping-vus',
      startVUs: 10,
      // Each stage goes in a straight line from the users before it to its target.
      stages: [
        { duration: '15s', target: 120 },
        { duration: '15s', target: 120 },
        { duration: '10s', target: 10 },
      ],
      // A user that leaves may end the request it has sent.
      gracefulRampDown: '5s',
    },
  },
  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    cache_hit_rate: ['rate>0.873'],
    http_req_failed: ['rate<0.01'],
    // The plateau was really reached.
    vus_in_flight: ['max>=100'],
  },
});
