import { judge } from '../../src/judge/judge.ts';
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

const limitMillis = 22;

/** Judges `p(95)<22` of simulated runs, so many times, each with numbers of its own. */
export function simulateGate(gate: GateCase, rounds: number, seed: number): GateOutcome {
  const scenario = writeScenario({ thresholds: { 'http_req_duration{cache:hit}': [`p(95)<${limitMillis}`] } });
  let passed = 0;
  let failed = 0;
  for (let round = 0; round < rounds; round += 1) {
    const draw = normals(seed, round);
    const snapshots = Array.from({ length: gate.runs }, (_, index) => {
      const p95Millis = limitMillis * Math.exp(gate.off + gate.deviation * draw());
      return simulateRun(scenario, index + 1, { ...gate, hit: { p95Millis } }, draw);
    });
    const { gates } = judge({ scenario, snapshots, aborted: false });
    const status = gates.find(({ threshold }) => !threshold.implicit)?.status;
    if (status === 'pass') passed += 1;
    if (status === 'fail') failed += 1;
  }
  return { ...gate, rounds, passed, failed };
}
