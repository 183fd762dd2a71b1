import type { RunCounters } from '../counters/counter-finding.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { PairSide } from '../plan/pair-order.ts';
import type { Prediction } from '../plan/plan.ts';
import type { Calibration, EncodedHistogram, Snapshot } from '../recorder/snapshot.ts';
import type { CacheClass } from '../recorder/sample.ts';
import type { RunProbes } from '../probes/probe-pass.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Version of the report's shape; a reader refuses another major version. */
export const reportSchemaVersion = '1.0';

/** Everything that is known of a run: it can be judged and rendered again without load. Holds no secret. */
export type RunReport = {
  readonly schemaVersion: string;
  readonly hitgateVersion: string;
  /** `<time>-<scenario>`, the name of the folder. */
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly scenario: Scenario;
  readonly plan: PlanSummary;
  readonly target: TargetIdentity;
  /** The engine that sent the requests; absent in a report of hitgate 0.1, which had its own only. */
  readonly engine?: EngineIdentity;
  readonly machine: MachineFingerprint;
  /** This machine's floor; absent when it was not measured. */
  readonly calibration?: Calibration;
  readonly runs: readonly Snapshot[];
  readonly verdict: Verdict;
  readonly aborted: boolean;
  /** Absent unless the target was the reference target and could be asked. One per run, of the measured phase. */
  readonly truth?: readonly TargetTruth[];
  /** The service's own counters around the measured phase of each run, beside ours; absent when they were not looked at. */
  readonly serverCounters?: readonly RunCounters[];
  /** The functional checks around the load; absent when the scenario has none, or they were left out. */
  readonly probes?: RunProbes;
  /** Test coverage of the target when given (`--coverage`), as a share of 1. */
  readonly coverage?: { readonly share: number; readonly source: string };
  /** Present when its runs were measured in turn with those of another side. */
  readonly pairs?: PairedRuns;
};

/** Which side of which comparison a report is: run i is half of pair i, whose other half is run i of the report with the same `id` and the other side. */
export type PairedRuns = {
  readonly id: string;
  readonly side: PairSide;
  /** The side that was measured first, for each pair. */
  readonly order: readonly PairSide[];
};

export type PlanSummary = {
  readonly digest: string;
  readonly generator: string;
  readonly seed: number;
  readonly corpus: { readonly file: string; readonly digest: string; readonly queries: number };
  /** For exactly the requests that were sent, one per run. */
  readonly predictions: readonly Prediction[];
  /** The check of the sent sequence that the plan expects, one per run; null where it cannot be computed. */
  readonly expectedChecks: readonly (string | null)[];
};

export type TargetIdentity = {
  readonly url: string;
  /** True when hitgate's own reference target answered: nobody may take it for the real service. */
  readonly reference: boolean;
  /** What health said of it ('1.0.0'), when it did. */
  readonly version?: string;
  /** Profile and faults of a reference target. */
  readonly profile?: string;
  readonly faults?: readonly string[];
  /** The cores that the reference target and the generator were kept on; absent when the system chose. */
  readonly keptOnCores?: { readonly target: string; readonly generator: string };
};

/** An engine by name ('hitgate' for our own) and version. */
export type EngineIdentity = { readonly name: string; readonly version: string };

export type MachineFingerprint = {
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly nodeVersion: string;
};

/** The reference target's own record of what it did. */
export type TargetTruth = {
  readonly classes: Readonly<Record<CacheClass, { readonly count: number; readonly service?: EncodedHistogram }>>;
  readonly failures: number;
};
