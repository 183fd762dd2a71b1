import type { Clock } from '../../clock.ts';
import { calibrate } from '../../engine/calibrate.ts';
import type { Calibration } from '../../recorder/snapshot.ts';
import type { Progress } from '../progress.ts';

type MachineOptions = { readonly clock: Clock; readonly signal: AbortSignal; readonly progress: Progress };

/**
 * This machine's floor, before anything is sent to the target; undefined, with a note, when it cannot be measured: a run goes on
 * without it, and its report says so.
 */
export async function calibrateMachine({ clock, signal, progress }: MachineOptions): Promise<Calibration | undefined> {
  progress.note("measuring this machine's floor");
  try {
    return await calibrate({ clock, signal });
  } catch (error) {
    progress.note(`the floor was not measured: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
