import { exitCodes, type ExitCode } from '../errors.ts';
import type { Comparison } from './comparison/comparison.ts';
import { decisionOf } from './comparison/conclude.ts';
import type { Verdict } from './verdict.ts';

/** From the one that hides all others to the one that any other hides. */
const worstFirst: readonly ExitCode[] = [
  exitCodes.interrupted,
  exitCodes.bug,
  exitCodes.rollback,
  exitCodes.report,
  exitCodes.target,
  exitCodes.usage,
  exitCodes.invalid,
  exitCodes.fail,
  exitCodes.inconclusive,
  exitCodes.pass,
];

/** The exit code of a verdict. `onInconclusive` turns INCONCLUSIVE into a pass or a failure; nothing turns INVALID. */
export function exitCodeOf(verdict: Pick<Verdict, 'outcome'>, onInconclusive?: 'pass' | 'fail'): ExitCode {
  switch (verdict.outcome) {
    case 'PASS':
      return exitCodes.pass;
    case 'FAIL':
      return exitCodes.fail;
    case 'INCONCLUSIVE':
      return onInconclusive === undefined ? exitCodes.inconclusive : exitCodes[onInconclusive];
    case 'INVALID':
      return exitCodes.invalid;
  }
}

/** The exit code of a comparison; one that decides nothing by itself is like an undecided one. */
export function comparisonExitCode(
  comparison: Pick<Comparison, 'outcome' | 'reservations'>,
  onInconclusive?: 'pass' | 'fail',
): ExitCode {
  const decision = decisionOf(comparison);
  if (decision === 'inconclusive' && onInconclusive !== undefined) return exitCodes[onInconclusive];
  return exitCodes[decision];
}

/**
 * The code to end with when several hold: 130 > 70 > 7 > 6 > 5 > 2 > 4 > 1 > 3 > 0. Code 2 means that one of several scenarios could
 * not be run at all, which no verdict on the others may hide.
 * @throws RangeError when there is none: nothing done is no success.
 */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  const worst = worstFirst.find((code) => codes.includes(code));
  if (worst === undefined) throw new RangeError('Expected at least one exit code');
  return worst;
}
