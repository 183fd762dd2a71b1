import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { EngineSettings } from '../../engine/choose-settings.ts';
import type { PairSide } from '../../plan/pair-order.ts';
import type { Calibration, Pace } from '../../recorder/snapshot.ts';
import type { CliEnvironment } from '../environment.ts';
import type { CoreSplit } from '../processor-cores.ts';
import type { Progress } from '../progress.ts';
import type { RunHeader } from '../run/journal.ts';
import type { PairFolder } from './pair-folder.ts';
import type { PlannedSides } from './side.ts';

/** How pairs are measured. */
export type PairOptions = {
  readonly environment: CliEnvironment;
  readonly tls: TlsSettings | undefined;
  readonly pairs: number;
  readonly calibration: boolean;
  readonly pin: boolean;
  readonly workers?: number;
  readonly pace?: Pace;
};

/** What a comparison is measured into and watched by. */
export type PairSession = {
  readonly options: PairOptions;
  readonly secrets: Readonly<Record<string, string>>;
  readonly folder: PairFolder;
  readonly startedMillis: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** A session once its order is drawn; what the first measurement settles is filled in by it. */
export type Measuring = PairSession & {
  readonly sides: PlannedSides;
  /** The side that is first in each pair. */
  readonly order: readonly PairSide[];
  readonly calibration: Calibration | undefined;
  readonly cores: CoreSplit | undefined;
  /** What the report of each side begins with, once it was opened. */
  readonly headers: Partial<Record<PairSide, RunHeader>>;
  /** The engine's settings in all measurements. */
  settings: EngineSettings | undefined;
};
