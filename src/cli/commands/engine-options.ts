import { Option, type Command } from 'commander';
import type { Pace } from '../../recorder/snapshot.ts';
import { workersOf } from './options.ts';

/** Where a command that makes several measurements keeps them, and how it drives them, as commander hands it over. */
export type EngineFlags = {
  readonly out: string;
  readonly quiet?: true;
  readonly calibration: boolean;
  readonly pin: boolean;
  readonly workers?: number;
  readonly pace?: Pace;
};

/** Adds these flags. */
export function addEngineOptions(command: Command): Command {
  return command
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
