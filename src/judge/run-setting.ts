import type { Calibration } from '../recorder/snapshot.ts';

/** Where runs took place, for warnings and remedies; what is absent is not known and no reason for either. */
export type RunSetting = {
  /** Cores of the generator's machine. */
  readonly cores?: number;
  /** Whether the target runs on the same machine and takes from the same cores. */
  readonly targetIsLocal?: boolean;
  /** The machine's floor. */
  readonly calibration?: Calibration;
};

/** Threads that the generator may use without taking a core from a target on the same machine; undefined when it is not known. */
export function coresForWorkers({ cores, targetIsLocal }: RunSetting): number | undefined {
  if (cores === undefined || targetIsLocal === undefined) return undefined;
  return targetIsLocal ? cores - 1 : cores;
}
