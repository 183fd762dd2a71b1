import { defineScenario } from 'hitgate';

/**
 * A release from its baseline to its signature: docs/runbook.md goes the way command by command.
 *
 * Try: hitgate plan scenarios/release.ts                    what it would send and can decide; sends nothing
 *      hitgate rollout scenarios/release.ts --dry-run       the stages and their commands; sends and runs nothing
 */
export default defineScenario({
  name: 'release',
  description: 'The FACT integration, from the service before it to a release that is signed',

  // The release that is on trial, wherever a command has one service only.
  target: { preset: 'doc-rag', url: 'http://127.0.0.1:8081' },

  workload: {
    queries: '../fixtures/queries/compliance.jsonl',
    popularity: { kind: 'hit-rate', rate: 0.9 },
    seed: 20250108,
    cache: { capacity: 10_000, ttl: '1h' },
  },
  phases: {
    warmup: { kind: 'prefill' },
    measure: { executor: 'constant-vus', vus: 120, duration: '30s' },
  },

  // The SLA.
  thresholds: {
    'http_req_duration{cache:hit}': ['p(95)<23'],
    'http_req_duration{cache:miss}': ['p(95)<95'],
    cache_hit_rate: ['rate>0.873'],
    http_req_failed: ['rate<0.01'],
    vus_in_flight: ['min>=100'],
  },

  // What the change is said to bring, against the service before it.
  baseline: {
    name: 'before',
    claims: { 'p(95){cache:miss}': { lowerBy: 0.9 }, availability: { atLeast: 0.999 } },
  },

  // What must work at all, before and after each load.
  probes: {
    health: { version: '1.0.0', live: '/health/live' },
    citations: true,
    consensus: { atLeast: 0.66 },
    cache: { key: 'exact' },
    mcp: {},
  },

  // What is done with a release that is no good. Put your commands here: they run in a shell, each within its time-out.
  actions: {
    rollback: 'echo "all traffic is back on the release before"',
    review: 'echo "somebody has to look: $HITGATE_HOOK_REASON"',
  },
  rollout: {
    stable: 'http://127.0.0.1:8080',
    canary: 'http://127.0.0.1:8081',
    setShare: 'echo "the canary gets $HITGATE_HOOK_SHARE % of the traffic"',
    stages: [
      { share: 0.1, hold: '5m' },
      { share: 0.5, hold: '5m' },
      { share: 1, hold: '5m' },
    ],
  },
});
