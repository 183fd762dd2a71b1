import { engineNamed } from '../../engine/engines.ts';
import type { ExitCode } from '../../errors.ts';
import type { RolloutRecord } from '../../report/rollout-record.ts';
import { createProgress } from '../progress.ts';
import { calibrateMachine } from '../run/calibrate-machine.ts';
import { driveRollout, type Asked } from './drive-rollout.ts';
import type { PreparedRollout, RolloutOptions } from './rollout-session.ts';

/** What is done: a rollout begun, gone on with or back from, or only its way back tried. */
export type RolloutMode = 'begin' | 'resume' | 'roll back' | 'drill';

/** A rollout with its folder, and with what somebody asked for when it was taken up again. */
export type BegunRollout = {
  readonly record: RolloutRecord;
  readonly folder: string;
  readonly asked?: Asked;
  /** What is odd about the releases. */
  readonly warnings: readonly string[];
};

/** Carries a rollout out, until it ends or the first Ctrl-C is dealt with. @returns its exit code. */
export async function runRollout(
  prepared: PreparedRollout,
  { record, folder, asked }: BegunRollout,
  options: RolloutOptions,
): Promise<ExitCode> {
  const { environment, quiet } = options;
  const abort = new AbortController();
  const stopListening = environment.onInterrupt(() => abort.abort());
  const progress = createProgress(environment.stderr, quiet);
  try {
    const measures = !record.drill && asked?.what !== 'roll back';
    const calibration =
      options.calibration && measures
        ? await calibrateMachine({ clock: environment.clock, signal: abort.signal, progress })
        : undefined;
    const session = {
      ...prepared,
      engine: engineNamed('hitgate'),
      options,
      folder,
      id: record.id,
      progress,
      calibration,
      signal: abort.signal,
    };
    return await driveRollout(session, record, asked);
  } finally {
    progress.stop();
    stopListening();
  }
}
