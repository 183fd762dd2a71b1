import type { Problem } from '../../errors.ts';
import { pairedDifference } from '../../stats/paired-difference.ts';
import { studentTQuantile } from '../../stats/student-t.ts';
import type { ComparedRun, Sides } from './compared-run.ts';
import { sayChange } from './comparison-reasons.ts';
import { lossOf, lossOfMargin, marginOf } from './loss.ts';
import { questionsOf, type Question } from './questions.ts';
import { pairedValues } from './side-values.ts';

/** How much a target differs from itself: what two equal sides showed, measured in interleaved pairs. */
export type NoiseFloor = {
  readonly pairs: number;
  /** By name of the compared figure: mean and standard deviation of the paired losses (see `lossOf`). */
  readonly figures: Readonly<Record<string, { readonly mean: number; readonly deviation: number }>>;
};

/** The noise floor that the pairs of a target with itself show; figures with fewer than two whole pairs are left out. */
export function noiseFloorOf(sides: Sides<ComparedRun>): NoiseFloor {
  const latency = sides.after.verdict.judgedOn;
  const measured = questionsOf(sides).flatMap((question) => {
    const losses = pairedValues(question, sides, latency).flatMap(
      ([before, after]) => lossOf(question, before, after) ?? [],
    );
    if (losses.length < 2) return [];
    const { mean, deviation } = pairedDifference(losses);
    return [{ name: question.name, pairs: losses.length, mean, deviation }];
  });
  return {
    pairs: Math.min(...measured.map(({ pairs }) => pairs), sides.before.runs.length),
    figures: Object.fromEntries(measured.map(({ name, mean, deviation }) => [name, { mean, deviation }])),
  };
}

/**
 * The least margin that so many pairs can show to be kept when nothing changed, as the noise floor has it: |d̄| + t(0.95, R − 1)·s/√R on
 * the loss's scale. Undefined for a figure that the floor does not know.
 */
export function leastMargin(question: Question, floor: NoiseFloor, pairs: number): number | undefined {
  const figure = floor.figures[question.name];
  if (figure === undefined || pairs < 2) return undefined;
  const { mean, deviation } = figure;
  return marginOf(question, Math.abs(mean) + (studentTQuantile(0.95, pairs - 1) * deviation) / Math.sqrt(pairs));
}

/** The margins that lie below the noise floor: with these no comparison of so many pairs could mean anything. */
export function marginsBelowFloor(questions: readonly Question[], floor: NoiseFloor, pairs: number): Problem[] {
  return questions.flatMap((question) => {
    const least = leastMargin(question, floor, pairs);
    if (least === undefined || lossOfMargin(question, question.margin) >= lossOfMargin(question, least)) return [];
    const [margin, needed] = [question.margin, least].map((amount) => sayChange(question, amount).replace('+', ''));
    return [
      {
        message: `the margin ${margin} of ${question.name} is below the noise floor: ${pairs} pairs of the target with itself differ by up to ${needed}`,
        hint: `raise baseline.margins['${question.name}'] to ${needed} or more, use more pairs or longer runs, or quieten the machine and measure the floor again with: hitgate aa`,
      },
    ];
  });
}
