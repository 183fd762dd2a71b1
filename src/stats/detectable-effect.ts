import { firstWhere } from './binomial.ts';
import { studentTQuantile } from './student-t.ts';

const mostRuns = 10_000;

/** t(0.975) + t(0.8): how many standard errors a difference must be to be found in four of five tests, two-sided at 5 %. */
export function detectableFactor(degrees: number): number {
  return studentTQuantile(0.975, degrees) + studentTQuantile(0.8, degrees);
}

/** The least difference that so many pairs find in four of five comparisons, where paired differences deviate by so much. */
export function detectableLoss({ deviation, pairs }: { readonly deviation: number; readonly pairs: number }): number {
  return (detectableFactor(pairs - 1) * deviation) / Math.sqrt(pairs);
}

/** The least difference that so many runs on each side find, not paired, where runs of a side deviate by so much. */
export function detectableUnpaired({ deviation, runs }: { readonly deviation: number; readonly runs: number }): number {
  return detectableFactor(2 * runs - 2) * deviation * Math.sqrt(2 / runs);
}

/** The least number of pairs, at least 2, that find a difference in four of five comparisons; undefined when 10 000 do not. */
export function pairsNeeded(difference: number, deviation: number): number | undefined {
  return leastRuns((pairs) => detectableLoss({ deviation, pairs }) <= difference);
}

/** The least number of runs on each side, not paired, that find a difference; as `pairsNeeded`. */
export function unpairedRunsNeeded(difference: number, deviation: number): number | undefined {
  return leastRuns((runs) => detectableUnpaired({ deviation, runs }) <= difference);
}

function leastRuns(finds: (runs: number) => boolean): number | undefined {
  return finds(mostRuns) ? firstWhere(2, mostRuns, finds) : undefined;
}
