import { defaultCommandTimeout } from './hook-schema.ts';
import type { ValidFaults } from './fault-schema.ts';
import type { CommandHook } from './hook.ts';
import { microsOf } from './normalise-load.ts';

/** What brings a fault about, and what ends it: faults of the reference target by its own grammar, or commands. */
type FaultAction =
  | { readonly kind: 'inject'; readonly faults: readonly string[] }
  | { readonly kind: 'command'; readonly run: CommandHook; readonly undo: CommandHook };

/** A fault of the timeline; times are from the start of the measured phase. */
export type ScheduledFault = {
  readonly name: string;
  readonly atMicros: number;
  /** From when it begins until its undo begins. */
  readonly forMicros: number;
  readonly action: FaultAction;
};

/** The faults of a scenario in the order in which they begin. */
export function scheduledFaults(faults: ValidFaults): ScheduledFault[] {
  return faults
    .map(({ name, at, for: lasts, timeout = defaultCommandTimeout, ...action }) => ({
      name,
      atMicros: microsOf(at),
      forMicros: microsOf(lasts),
      action: actionOf(action, microsOf(timeout)),
    }))
    .toSorted((one, other) => one.atMicros - other.atMicros);
}

function actionOf(
  { inject, run = '', undo = '' }: Pick<ValidFaults[number], 'inject' | 'run' | 'undo'>,
  timeoutMicros: number,
): FaultAction {
  if (inject !== undefined) return { kind: 'inject', faults: typeof inject === 'string' ? [inject] : inject };
  return { kind: 'command', run: { run, timeoutMicros }, undo: { run: undo, timeoutMicros } };
}
