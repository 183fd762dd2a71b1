/** What one step said of its load. `lost`: the target could not be reached any more; `interrupted`: Ctrl-C cut it off. */
export type StepOutcome = 'pass' | 'fail' | 'inconclusive' | 'invalid' | 'lost' | 'interrupted';

/** Whether the figures of a step draw a curve: not those of a generator that measured itself, or of a run that was cut off. */
export function isTrusted({ outcome }: { readonly outcome: StepOutcome }): boolean {
  return outcome === 'pass' || outcome === 'fail' || outcome === 'inconclusive';
}

/**
 * Why a load is tried: `search` for the limit, `beyond` the first load that failed, `again` because its outcome contradicts another one or could not be
 * trusted, `confirm` for a longer time at the answer.
 */
export type StepPurpose = 'search' | 'beyond' | 'again' | 'confirm';

/** A step that was made: a load in whole users or requests a second, why it was tried, and what it said. */
export type Tried = { readonly load: number; readonly purpose: StepPurpose; readonly outcome: StepOutcome };

/** How near the greatest load that passes and the least that fails have to come: a share of the passing load, or a number of users. */
export type Precision =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'amount'; readonly amount: number };

/** What a search may try. Loads are whole numbers, least ≤ start ≤ most. */
export type SearchBounds = {
  readonly start: number;
  readonly least: number;
  readonly most: number;
  readonly precision: Precision;
  /** Steps at most; confirmations are not counted. */
  readonly maxSteps: number;
  /** A load that somebody asks for; it is tried itself when the search comes by. */
  readonly atLeast?: number;
};

/** So many loads are confirmed at most. */
export const mostConfirmations = 3;
