import type { ComparedRun } from '../../../src/judge/comparison/compared-run.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { buildRun, type RunParts } from '../build-run.ts';
import { closedScenario } from '../build-scenario.ts';

const scenario = closedScenario([['http_req_duration{cache:hit}', 'p(95)<23']]);

/** The same, with margins and claims against a baseline. */
export function scenarioWith(baseline: Omit<NonNullable<Scenario['baseline']>, 'name'>): Scenario {
  return { ...scenario, baseline: { name: 'before', ...baseline } };
}

/** A stored side of the runs that the parts record; its machine, target and digest are always the same. */
export function buildSide(runs: readonly RunParts[], changes: Partial<ComparedRun> = {}): ComparedRun {
  return {
    id: '2026-01-31-120000-test',
    startedAt: '2026-01-31T12:00:00.000Z',
    hitgateVersion: '0.1.0',
    scenario,
    plan: { digest: 'd1'.repeat(32) },
    target: { url: 'http://127.0.0.1:8080', reference: false },
    machine: { cpuModel: 'Test CPU', cores: 4, memoryBytes: 8e9, kernel: 'Linux 6', nodeVersion: 'v20.19.0' },
    runs: runs.map((parts, index) => buildRun(scenario, { run: index + 1, ...parts })),
    verdict: { judgedOn: 'service' },
    aborted: false,
    ...changes,
  };
}

/** Traffic of one run: 90 hits and 10 misses a second at these latencies, spread by 5 % either way so that quantiles have neighbours. */
export function traffic(hitMillis: number, missMillis: number, changes: Partial<RunParts> = {}): RunParts {
  const spread = [0.95, 0.975, 1, 1.025, 1.05];
  return {
    requests: [
      ...spread.map((factor) => ({ count: 18, outcome: 'hit' as const, millis: hitMillis * factor })),
      ...spread.map((factor) => ({ count: 2, outcome: 'miss' as const, millis: missMillis * factor })),
    ],
    ...changes,
  };
}

/** The two sides of pairs: run i of both is a pair. */
export function asPairs(before: ComparedRun, after: ComparedRun): readonly [ComparedRun, ComparedRun] {
  return [
    { ...before, pairs: { id: 'p', side: 'before' } },
    { ...after, pairs: { id: 'p', side: 'after' } },
  ];
}
