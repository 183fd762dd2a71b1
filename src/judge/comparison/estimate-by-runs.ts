import { welch } from '../../stats/welch.ts';
import type { LossInput } from './estimate-loss.ts';
import type { Estimate } from './estimate.ts';
import { changeSign } from './loss.ts';
import type { Question } from './questions.ts';
import { valuesOf } from './side-values.ts';

/** The loss from runs of each side that were measured apart: Welch's t on their values. Undefined with fewer than two runs that have it on a side. */
export function estimateByRuns(question: Question, { sides, latency }: LossInput): Estimate | undefined {
  const before = innerValues(question, valuesOf(question, sides.before.runs, latency));
  const after = innerValues(question, valuesOf(question, sides.after.runs, latency));
  const n = Math.min(before.length, after.length);
  if (n < 2) return undefined;
  const { difference, low, high, detectable, pOver } = welch(before, after);
  return {
    loss: difference,
    low,
    high,
    n,
    method: `Welch’s t over ${before.length} and ${after.length} runs`,
    detectable,
    pOver,
    pImproved: 1 - pOver(0),
  };
}

/** Values on the scale on which losses add: logarithms for ratios, turned so that greater is worse. */
function innerValues(question: Question, values: readonly number[]): number[] {
  const sign = changeSign(question);
  const usable = question.scale === 'ratio' ? values.filter((value) => value > 0) : values;
  return usable.map((value) => sign * (question.scale === 'ratio' ? Math.log(value) : value));
}
