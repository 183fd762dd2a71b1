import type { Command } from 'commander';
import { addEngineOptions, type EngineFlags } from '../engine-options.ts';
import { wholeNumber } from '../options.ts';
import { addLoadOptions, type OverrideOptions } from '../overrides.ts';

/** The flags that `ab` and `aa` share beside those that name the sides, as commander hands them over. */
export type PairFlags = Omit<OverrideOptions, 'runs'> & EngineFlags & { readonly pairs: number };

/** Length of each measurement when nobody says another, in microseconds. */
export const defaultMicros = 10_000_000;

/** Adds the flags that `ab` and `aa` share. */
export function addPairOptions(command: Command, pairs: number): Command {
  addLoadOptions(command).option('-p, --pairs <n>', 'pairs of measurements, one of each side', wholeNumber(2), pairs);
  return addEngineOptions(command);
}
