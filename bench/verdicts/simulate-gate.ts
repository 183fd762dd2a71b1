import { judge } from '../../src/judge/judge.ts';
import type { GateStatus } from '../../src/judge/verdict.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { normals, simulateRun } from './simulate-run.ts';
import { writeScenario } from './written-scenario.ts';

/** What one row of simulated verdicts is about. Deviations are of the logarithm of the latencies from run to run. */
export type GateCase = {
  readonly runs: number;
  readonly correlation: number;
  readonly deviation: number;
  /** ln(true p95 / limit): 0 is exactly on the limit, −0.1 about 10 % below. */
  readonly off: number;
  readonly perSecond: number;
  readonly seconds: number;
};

/** How often simulated runs passed and failed; the rest were inconclusive. */
export type GateOutcome = GateCase & { readonly rounds: number; readonly passed: number; readonly failed: number };

/** The gate of every simulated run. */
export const limitMillis = 22;

/** A scenario with the gate `p(95)<22` on hits. */
export function gatedScenario(): Scenario {
  return writeScenario({ thresholds: { 'http_req_duration{cache:hit}': [`p(95)<${limitMillis}`] } });
}

/** Judges `p(95)<22` of simulated runs, so many times, each with numbers of its own. */
export function simulateGate(gate: GateCase, rounds: number, seed: number): GateOutcome {
  const scenario = gatedScenario();
  let passed = 0;
  let failed = 0;
  for (let round = 0; round < rounds; round += 1) {
    const draw = normals(seed, round);
    const snapshots = Array.from({ length: gate.runs }, (_, index) => {
      const p95Millis = limitMillis * Math.exp(gate.off + gate.deviation * draw());
      return simulateRun(scenario, { ...gate, hit: { p95Millis } }, { run: index + 1, draw });
    });
    const status = statusOf(scenario, snapshots);
    if (status === 'pass') passed += 1;
    if (status === 'fail') failed += 1;
  }
  return { ...gate, rounds, passed, failed };
}

/** The status of the scenario's own gate. */
export function statusOf(scenario: Scenario, snapshots: readonly Snapshot[]): GateStatus | undefined {
  const { gates } = judge({ scenario, snapshots, aborted: false });
  return gates.find(({ threshold }) => !threshold.implicit)?.status;
}
