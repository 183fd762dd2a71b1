import type { NamedEngine } from '../../engine/engines.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Calibration, Pace } from '../../recorder/snapshot.ts';
import type { RolloutScenarios } from '../../rollout/stage-scenarios.ts';
import type { CommandHook, Actions } from '../../scenario/hook.ts';
import type { Rollout } from '../../scenario/rollout.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { CliEnvironment } from '../environment.ts';
import type { Progress } from '../progress.ts';

/** A rollout as it is to be done: everything that can be wrong without sending anything was looked at. */
export type PreparedRollout = {
  readonly scenario: Scenario;
  readonly rollout: Rollout;
  readonly rollback: CommandHook;
  readonly actions: Actions;
  readonly scenarios: RolloutScenarios;
  /** Of every scenario that is sent. */
  readonly plans: ReadonlyMap<Scenario, Plan>;
  /** Digest of the request sequence, and of the whole scenario. */
  readonly digest: string;
  readonly scenarioDigest: string;
  readonly tls: TlsSettings | undefined;
  /** Secret headers of requests. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values that must never be printed. */
  readonly hidden: readonly string[];
};

/** How a rollout is carried out, beside what it is. */
export type RolloutOptions = {
  readonly environment: CliEnvironment;
  readonly out: string;
  readonly quiet: boolean;
  readonly calibration: boolean;
  readonly workers?: number;
  readonly pace?: Pace;
};

/** A rollout that is under way. */
export type RolloutSession = PreparedRollout & {
  readonly engine: NamedEngine;
  readonly options: RolloutOptions;
  /** Folder of the rollout, and its name. */
  readonly folder: string;
  readonly id: string;
  readonly progress: Progress;
  readonly calibration: Calibration | undefined;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
};

/** The plan of something that a rollout sends. @throws RangeError for a scenario that is none of its own. */
export function planOf({ plans }: PreparedRollout, scenario: Scenario): Plan {
  const plan = plans.get(scenario);
  if (plan === undefined) throw new RangeError('Expected a scenario of this rollout');
  return plan;
}
