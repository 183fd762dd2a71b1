import type { PairSide } from '../../plan/pair-order.ts';
import type { Plan } from '../../plan/plan.ts';

/** Where one side of a comparison comes from. */
export type SideSource =
  /** A service that runs on; the URL is in the plan's scenario. */
  | { readonly kind: 'url' }
  /** The reference target, started anew for each measurement with these arguments of `hitgate target`. */
  | { readonly kind: 'reference'; readonly options: readonly string[] }
  /** A command, started anew for each measurement, that listens at the URL in the plan's scenario. */
  | {
      readonly kind: 'command';
      readonly command: string;
      /** The flag that gave the command, which is what messages call it: a command line may hold a secret. */
      readonly flag: string;
      /** How long it may take until it is healthy. */
      readonly startMillis: number;
    };

/** One side of a comparison: what is sent, and to what. */
export type PlannedSide = { readonly plan: Plan; readonly source: SideSource };

/** Both sides of a comparison. */
export type PlannedSides = Readonly<Record<PairSide, PlannedSide>>;
