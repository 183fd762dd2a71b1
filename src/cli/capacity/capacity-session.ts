import type { CapacityStep } from '../../capacity/capacity-step.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Calibration } from '../../recorder/snapshot.ts';
import type { SearchSettings } from '../../report/capacity-record.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { EngineFlags } from '../commands/engine-options.ts';
import type { CliEnvironment } from '../environment.ts';
import type { Progress } from '../progress.ts';
import type { OpenTarget } from '../run/open-target.ts';

/** How a search is driven and where it is kept. */
export type CapacityOptions = EngineFlags & {
  readonly environment: CliEnvironment;
  readonly tls: TlsSettings | undefined;
  readonly referenceOptions: readonly string[];
  readonly onInconclusive?: 'pass' | 'fail';
};

/** What is searched: the scenario as it was read, the one of the steps, and the search. */
export type PlannedSearch = {
  readonly scenario: Scenario;
  readonly stepScenario: Scenario;
  readonly settings: SearchSettings;
};

/** What the steps of a search are measured with. */
export type CapacitySession = PlannedSearch & {
  readonly options: CapacityOptions;
  readonly secrets: Readonly<Record<string, string>>;
  /** Path and name of the folder of the search. */
  readonly folder: string;
  readonly id: string;
  readonly startedMillis: number;
  readonly target: OpenTarget;
  readonly calibration: Calibration | undefined;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Told of every step that was made. */
  readonly onStep: (step: CapacityStep) => void;
};
