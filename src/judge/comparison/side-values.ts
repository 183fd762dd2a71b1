import type { Snapshot } from '../../recorder/snapshot.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import type { Question } from './questions.ts';
import { rateOver, valueInRun } from './run-values.ts';

/** A metric in each completed run of a side that has it, in the unit of `valueInRun`. */
export function valuesOf({ metric }: Question, runs: readonly Snapshot[], latency: 'service' | 'response'): number[] {
  return runs.flatMap((run) => {
    const value = run.ended === 'completed' ? valueInRun(metric, run, latency) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** Both sides of each pair of completed runs that has the metric on both. */
export function pairedValues(
  { metric }: Question,
  { before, after }: Sides<ComparedRun>,
  latency: 'service' | 'response',
): (readonly [before: number, after: number])[] {
  return before.runs.flatMap((left, index) => {
    const right = after.runs[index];
    if (right === undefined || left.ended !== 'completed' || right.ended !== 'completed') return [];
    const values = [valueInRun(metric, left, latency), valueInRun(metric, right, latency)] as const;
    return values[0] === undefined || values[1] === undefined ? [] : [[values[0], values[1]] as const];
  });
}

/** One figure for all runs of a side: the geometric mean over runs for what changes by a factor, the pooled share for points. */
export function centreOf(
  question: Question,
  runs: readonly Snapshot[],
  latency: 'service' | 'response',
): number | undefined {
  const { metric } = question;
  if (question.scale === 'points' && metric.kind !== 'quantile' && metric.kind !== 'mean')
    return rateOver(metric.kind, runs);
  const values = valuesOf(question, runs, latency).filter((value) => value > 0);
  if (values.length === 0) return undefined;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
