import { usageError, type HitgateError } from '../../errors.ts';
import type { Assumption } from '../../plan/foresee-length.ts';
import { describeLoad } from '../../plan/describe-workload.ts';
import type { Plan } from '../../plan/plan.ts';
import type { RunReport } from '../../report/run-report.ts';
import { experienceOf } from '../../report/run-experience.ts';
import { loadModel, type Load } from '../../scenario/scenario.ts';
import { openStoredRun } from '../run-store.ts';

/** What the command line says of a run that has not been made. */
export type AssumeFlags = {
  readonly assumeRate?: number;
  /** A stored run, as `openStoredRun` finds it. */
  readonly from?: string;
  /** The folder of the runs. */
  readonly out: string;
};

/** An assumption, and in which ways the stored run behind it was another one than the plan's. */
export type Assumed = { readonly assumption?: Assumption; readonly notes: readonly string[] };

/**
 * Reads what a plan may take for true: the rate of `--assume-rate`, and the rate, hit rate and design effects of the run of `--from`. The
 * flag's rate goes first. @throws HitgateError (exit 2) for a rate that the load itself says, and for a run that measured nothing.
 */
export async function assume(plan: Plan, { assumeRate, from, out }: AssumeFlags): Promise<Assumed> {
  if (assumeRate !== undefined && loadModel(plan.scenario.load) === 'open') throw rateIsGiven(plan);
  const given = assumeRate === undefined ? undefined : { ratePerSecond: assumeRate, rateFrom: '--assume-rate' };
  if (from === undefined) return given === undefined ? { notes: [] } : { assumption: given, notes: [] };
  const { report } = await openStoredRun(from, out);
  const experience = experienceOf(report);
  if (experience === undefined)
    throw usageError(
      `The run ${report.id} measured no request`,
      'give a run that was measured with --from RUN, or a rate with --assume-rate N',
    );
  const { ratePerSecond, id: rateFrom } = experience;
  return {
    assumption: { ratePerSecond, rateFrom, ...given, experience },
    notes: findDifferences(plan, report),
  };
}

function rateIsGiven({ scenario: { load } }: Plan): HitgateError {
  return usageError(
    `--assume-rate has no meaning with the executor ${load.executor}: its own rate says how many requests there are`,
    'leave it out; --rate changes the rate of constant-arrival-rate',
  );
}

/** In which ways the stored run is no example of the planned one. */
function findDifferences({ scenario, digest }: Plan, { id, plan, scenario: stored, target }: RunReport): string[] {
  const notes: string[] = [];
  if (plan.digest !== digest)
    notes.push(`The run ${id} sent another request sequence: its hit rate and its correlation may not be this plan's.`);
  if (loadWithoutLength(stored.load) !== loadWithoutLength(scenario.load))
    notes.push(`The run ${id} had another load (${describeLoad(stored.load)}): its rate may not be this plan's.`);
  if (placeOf(target.reference ? undefined : target.url) !== placeOf(scenario.target.url))
    notes.push(
      `The run ${id} was made on ${target.reference ? 'the reference target' : target.url}, not on this target.`,
    );
  return notes;
}

const lengthKeys = new Set(['durationMicros', 'maxDurationMicros', 'gracefulStopMicros', 'iterations']);

/** A load as text, without what says only how long it lasts. */
function loadWithoutLength(load: Load): string {
  return JSON.stringify(Object.entries(load).filter(([key]) => !lengthKeys.has(key)));
}

/** Host and path of a target's URL, without credentials; undefined for the reference target. */
function placeOf(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { host, pathname } = new URL(url);
  return host + pathname.replace(/\/+$/u, '');
}
