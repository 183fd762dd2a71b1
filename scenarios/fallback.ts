import { defineScenario } from 'hitgate';

/**
 * FACT goes away for ten seconds under load, and everybody has to get an answer all the same.
 *
 * Try: hitgate run scenarios/fallback.ts                                    with the fallback: passes
 *      hitgate run scenarios/fallback.ts --target-option fallback=off      without it: FAIL, by availability and failed requests
 *      hitgate plan scenarios/fallback.ts                                   the timeline; sends nothing
 */
export default defineScenario({
  name: 'fallback',
  description: 'Availability while FACT is away, and the time to recover',

  target: { preset: 'doc-rag' },

  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    cache: { capacity: 10_000, ttl: '1h' },
  },

  phases: {
    warmup: { kind: 'prefill' },
    measure: { executor: 'constant-vus', vus: 120, duration: '40s' },
  },

  // For a real target a fault is a command and its undo, which always runs:
  //   run: 'kubectl scale deployment/fact --replicas=0', undo: 'kubectl scale deployment/fact --replicas=3'
  faults: [{ name: 'fact-gone', at: '15s', for: '10s', inject: 'fact-down' }],

  thresholds: {
    // The plan's promise, over the whole measured phase, the fault included.
    availability: ['rate>=0.999'],
    http_req_failed: ['rate<0.01'],
    // While FACT is away: nobody fails, and nobody waits for a second.
    'http_req_failed{during:fact-gone}': ['rate<0.01'],
    'http_req_duration{during:fact-gone}': ['p(95)<1000'],
    // Outside of it all is well. How well is for sla.ts to say, on a quiet machine: these limits tell a service that works from one that does not.
    'http_req_duration{cache:hit,during:none}': ['p(95)<150'],
    'http_req_duration{cache:miss,during:none}': ['p(95)<300'],
    'cache_hit_rate{during:none}': ['rate>0.873'],
    // From when FACT is back until all of that holds again.
    'recovery_time{fault:fact-gone}': ['value<5000'],
  },
});
