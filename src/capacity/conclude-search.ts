import type { Outcome } from '../judge/verdict.ts';
import { bracketOf, contradictionIn, isNarrow } from './bracket.ts';
import { statusByLoad, type LoadStatus } from './load-status.ts';
import type { SearchEnd } from './next-step.ts';
import type { SearchBounds, Tried } from './search.ts';

/** What a search found. Loads are users or requests a second. */
export type Conclusion = {
  /** PASS: a load is confirmed (`atLeast` or more, where it is asked for). FAIL: the least load, or `atLeast` or less, fails. */
  readonly outcome: Outcome;
  readonly end: SearchEnd | 'interrupted';
  /** The greatest load that passed below all that failed; absent when none did. */
  readonly passed?: { readonly load: number; readonly confirmed: boolean };
  /** The least load that failed; absent when none did. */
  readonly failed?: number;
  /** Loads between them that were decided neither way, and what is known of each. */
  readonly open: readonly { readonly load: number; readonly status: LoadStatus }[];
  /** Loads that passed and failed, wherever they lie. */
  readonly mixed: readonly number[];
  /** A load that failed although a greater one passed, both tried twice where there were steps for it; absent when the answers are monotone. */
  readonly notMonotone?: { readonly failed: number; readonly passed: number };
  /** Whether what passed and what failed are as near as was asked for, or the end of the range was reached. */
  readonly precise: boolean;
};

/** The conclusion from the steps that were made; pure, so that a stored search gives the same. At no step it is INCONCLUSIVE. */
export function concludeSearch(tried: readonly Tried[], end: Conclusion['end'], bounds: SearchBounds): Conclusion {
  const loads = statusByLoad(tried);
  const { passed, failed, open } = bracketOf(loads);
  const contradiction = contradictionIn(loads);
  const found = {
    ...(passed === undefined ? {} : { passed: { load: passed.load, confirmed: passed.status === 'confirmed' } }),
    ...(failed === undefined ? {} : { failed: failed.load }),
    open: open.map(({ load, status }) => ({ load, status })),
  };
  return {
    outcome: outcomeOf(found, tried, bounds),
    end,
    ...found,
    mixed: loads.filter(({ status }) => status === 'mixed').map(({ load }) => load),
    ...(contradiction === undefined
      ? {}
      : { notMonotone: { failed: contradiction.failed.load, passed: contradiction.passed.load } }),
    precise: isPrecise(found, bounds),
  };
}

function isPrecise(
  { passed, failed }: Pick<Conclusion, 'passed' | 'failed'>,
  { least, most, precision }: SearchBounds,
): boolean {
  if (passed === undefined) return failed !== undefined && failed <= least;
  return failed === undefined ? passed.load >= most : isNarrow(passed.load, failed, precision);
}

function outcomeOf(
  { passed, failed }: Pick<Conclusion, 'passed' | 'failed'>,
  tried: readonly Tried[],
  { least, atLeast }: SearchBounds,
): Outcome {
  if (failed !== undefined && failed <= (atLeast ?? least)) return 'FAIL';
  if (passed !== undefined && passed.confirmed && passed.load >= (atLeast ?? 0)) return 'PASS';
  const nothingDecided = passed === undefined && failed === undefined;
  return nothingDecided && tried.some(({ outcome }) => outcome === 'invalid') ? 'INVALID' : 'INCONCLUSIVE';
}
