import { commandHookOf, type CommandHook } from './hook.ts';
import { microsOf } from './normalise-load.ts';
import type { ValidRollout } from './rollout-schema.ts';

/** How a release is rolled out, as a scenario says it, with every default filled in. */
export type Rollout = {
  /** With growing shares of 1; the last is 1. */
  readonly stages: readonly RolloutStage[];
  /** Both or none; none means that the scenario's target splits the traffic itself. */
  readonly stable?: string;
  readonly canary?: string;
  /** Is told the share in per cent. Absent: only the load of hitgate itself is split. */
  readonly setShare?: CommandHook;
  readonly pairs: number;
  readonly pairMicros: number;
  readonly onInconclusive: 'hold' | 'rollback';
  /** How often a stage is measured again because it was not decided. */
  readonly maxHolds: number;
  readonly afterHolds: 'stop' | 'rollback';
  readonly onInterrupt: 'hold' | 'rollback';
};

/** The share of 1 that the canary gets, and for how long it is judged at it. */
export type RolloutStage = { readonly share: number; readonly holdMicros: number };

/** A rollout with its durations in microseconds. */
export function rolloutOf({ stages, stable, canary, setShare, pairDuration, ...rest }: ValidRollout): Rollout {
  return {
    stages: stages.map(({ share, hold }) => ({ share, holdMicros: microsOf(hold) })),
    ...(stable === undefined ? {} : { stable }),
    ...(canary === undefined ? {} : { canary }),
    ...(setShare === undefined ? {} : { setShare: commandHookOf(setShare) }),
    pairMicros: microsOf(pairDuration),
    ...rest,
  };
}
