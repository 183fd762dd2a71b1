import type { ComparisonOutcome } from '../judge/comparison/comparison.ts';
import type { Outcome } from '../judge/verdict.ts';

/** What was found of one side by its SLA. `LOST`: it could not be reached, was not healthy, or went away meanwhile. */
export type SideFinding = { readonly outcome: Outcome | 'LOST'; readonly reason: string };

/** How the canary compares with what it is compared with; a side that was lost meanwhile takes the place of an outcome. */
export type ComparisonFinding = {
  readonly outcome: ComparisonOutcome | 'STABLE LOST' | 'CANARY LOST';
  /** What the outcome decides by itself: one with reservations decides nothing. */
  readonly decides: 'pass' | 'fail' | 'inconclusive' | 'invalid';
  readonly reason: string;
};

/** All that was found at one stage. */
export type StageFindings = {
  readonly canary: SideFinding;
  /** Of the release before under the rest of the load; absent where it had none. */
  readonly stable?: SideFinding;
  /** Absent when none was made, as the canary had failed already. */
  readonly comparison?: ComparisonFinding;
};
