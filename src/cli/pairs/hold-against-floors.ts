import { HitgateError, exitCodes, type Problem } from '../../errors.ts';
import { marginsBelowFloor } from '../../judge/comparison/noise-floor.ts';
import { possibleQuestions } from '../../judge/comparison/questions.ts';
import { noiseFloorSetting, type NoiseFloorSetting } from '../../report/noise-floor-record.ts';
import { fingerprintMachine } from '../machine-fingerprint.ts';
import { findNoiseFloor } from '../noise-floors.ts';
import { referenceIdentity } from './reference-identity.ts';
import type { PlannedSide, PlannedSides } from './side.ts';

/**
 * Holds the margins of a comparison against the noise floors that `hitgate aa` measured for its sides on this machine, with the same requests
 * and load. @returns warnings of default margins below a floor; none without a floor.
 * @throws HitgateError (exit 2) for margins of the scenario that are below one: nothing was sent.
 */
export async function holdAgainstFloors(
  sides: PlannedSides,
  { pairs, out }: { readonly pairs: number; readonly out: string },
): Promise<readonly string[]> {
  const questions = possibleQuestions(sides.after.plan.scenario);
  const floors = await Promise.all([sides.before, sides.after].map((side) => findNoiseFloor(settingOf(side), out)));
  const found = floors.flatMap((floor) => (floor === undefined ? [] : [floor]));
  const refused = found.flatMap(({ record, file }) =>
    marginsBelowFloor(
      questions.filter(({ asked }) => asked),
      record.floor,
      pairs,
    ).map((problem) => inFile(problem, file)),
  );
  const [first] = refused;
  if (first !== undefined) {
    throw new HitgateError(first.message, { code: 'E_MARGIN', exitCode: exitCodes.usage, problems: refused });
  }
  const doubtful = found.flatMap(({ record }) =>
    marginsBelowFloor(
      questions.filter(({ asked }) => !asked),
      record.floor,
      pairs,
    ),
  );
  return [...new Set(doubtful.map(({ message, hint }) => (hint === undefined ? message : `${message} → ${hint}`)))];
}

function inFile(problem: Problem, file: string): Problem {
  return { ...problem, file };
}

function settingOf({ plan, source }: PlannedSide): NoiseFloorSetting {
  const { target, load } = plan.scenario;
  return noiseFloorSetting({
    digest: plan.digest,
    target:
      source.kind === 'reference' ? referenceIdentity(source.options) : { url: target.url ?? '', reference: false },
    machine: fingerprintMachine(),
    load,
  });
}
