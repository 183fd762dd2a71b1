import { Option, type Command } from 'commander';
import type { Pace } from '../../../recorder/snapshot.ts';
import { wholeNumber, workersOf } from '../options.ts';
import { addLoadOptions, type OverrideOptions } from '../overrides.ts';

/** The flags that `ab` and `aa` share beside those that name the sides, as commander hands them over. */
export type PairFlags = Omit<OverrideOptions, 'runs'> & {
  readonly pairs: number;
  readonly out: string;
  readonly quiet?: true;
  readonly calibration: boolean;
  readonly pin: boolean;
  readonly workers?: number;
  readonly pace?: Pace;
};

/** Length of each measurement when nobody says another, in microseconds. */
export const defaultMicros = 10_000_000;

/** Adds the flags that `ab` and `aa` share. */
export function addPairOptions(command: Command, pairs: number): Command {
  return addLoadOptions(command)
    .option('-p, --pairs <n>', 'pairs of measurements, one of each side', wholeNumber(2), pairs)
    .option('-o, --out <dir>', 'folder for the folders of runs', 'reports')
    .option('-q, --quiet', 'print the verdict line only')
    .option('--no-calibration', "skip the 0.3 s that measure this machine's floor")
    .option('--workers <n>', 'engine threads, or "auto": as many as the load needs (default: auto)', workersOf)
    .addOption(
      new Option('--pace <pace>', 'how starts are timed (default: by load and cores)').choices([
        'precise',
        'economical',
      ]),
    )
    .option(
      '--no-pin',
      'leave cores to the system, instead of keeping the reference target and hitgate on different ones',
    );
}
