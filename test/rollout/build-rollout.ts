import type { RolloutRules, RolloutState } from '../../src/rollout/advance.ts';
import type { ComparisonFinding, SideFinding, StageFindings } from '../../src/rollout/findings.ts';
import type { RolloutPosition, RolloutRecord } from '../../src/report/rollout-record.ts';

/** The rules that a scenario has when it says nothing, with a command for the share. */
export const plainRules: RolloutRules = {
  stages: [
    { share: 0.1, holdMicros: 300e6 },
    { share: 0.5, holdMicros: 300e6 },
    { share: 1, holdMicros: 300e6 },
  ],
  setShare: { run: 'set-weight', timeoutMicros: 60e6 },
  onInconclusive: 'hold',
  maxHolds: 2,
  afterHolds: 'stop',
  onInterrupt: 'hold',
};

export const passed: SideFinding = { outcome: 'PASS', reason: 'all 3 gates hold' };
const noRegression: ComparisonFinding = {
  outcome: 'NO REGRESSION',
  decides: 'pass',
  reason: 'all 4 figures stayed within the margins',
};

/** Findings of a stage where all is well, but for what is given. */
export function findings(changes: Partial<StageFindings> = {}): StageFindings {
  return { canary: passed, stable: passed, comparison: noRegression, ...changes };
}

/** A rollout at the measurement of its first stage, but for what is given. */
export function stateAt(changes: Partial<RolloutPosition> = {}): RolloutState {
  return {
    status: 'running',
    current: { stage: 0, step: 'measure', held: 0, invalid: 0, share: 0.1, ...changes },
  };
}

/** The record of a rollout that is at its first stage, but for what is given. */
export function recordWith(changes: Partial<RolloutRecord> = {}): RolloutRecord {
  return {
    schemaVersion: '1.0',
    kind: 'rollout',
    hitgateVersion: '0.1.0',
    id: '2026-11-25-101500-rollout-release',
    scenario: 'release',
    file: 'release.yaml',
    digest: 'c9ba'.repeat(16),
    scenarioDigest: '4d3d'.repeat(16),
    startedAt: '2026-11-25T10:15:00.000Z',
    target: { stable: 'http://10.0.0.1:8080', canary: 'http://10.0.0.2:8080' },
    versions: { stable: '2.0.0', canary: '2.1.0' },
    drill: false,
    stages: [...plainRules.stages],
    current: { stage: 0, step: 'measure', held: 0, invalid: 0, share: 0.1 },
    status: 'running',
    history: [],
    ...changes,
  };
}
