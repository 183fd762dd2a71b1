import { defineScenario } from 'hitgate';

/**
 * A replay: which question was asked when comes from a log. Bursts and lulls are those of the log, not of a formula.
 *
 * fixtures/replay/morning.jsonl is synthetic: 600 requests over 30 s with two bursts and a lull. With a log of your own:
 * one line a request, {"at_ms": 1250, "id": "pci-0042"}, ids of the corpus; see docs/corpus.md.
 */
export default defineScenario({
  name: 'replay',
  description: 'A synthetic morning of 600 requests with two bursts and a lull, on an empty cache',
  target: { preset: 'doc-rag' },
  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    // speed 2 would send the same requests in half the time.
    popularity: { kind: 'replay', file: '../fixtures/replay/morning.jsonl', speed: 1 },
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    // The log asks 253 different questions: on an empty cache each misses once, which makes the misses to judge.
    warmup: { kind: 'none' },
    // An open load: requests start at the times of the log, and a user must be free for each.
    measure: { executor: 'replay', preAllocatedVUs: 50 },
  },
  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    // 347 of 600 are repetitions: 57.8 % at the most, which proves more than 50 % with 600 answers.
    cache_hit_rate: ['rate>0.5'],
    http_req_failed: ['rate<0.01'],
    dropped_iterations: ['count==0'],
  },
});
