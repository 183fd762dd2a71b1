import { judgeGate } from '../../src/judge/judge-gate.ts';
import type { GateResult } from '../../src/judge/verdict.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** Judges the first gate of a scenario. */
export function judgeFirst(scenario: Scenario, snapshots: readonly Snapshot[]): GateResult {
  const [threshold] = scenario.thresholds;
  if (threshold === undefined) throw new Error('Expected a scenario with a gate');
  return judgeGate(threshold, snapshots, scenario);
}
