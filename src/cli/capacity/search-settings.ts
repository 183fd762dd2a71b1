import { ownLoad, testedGates, type LoadUnit } from '../../capacity/step-scenario.ts';
import type { Precision } from '../../capacity/search.ts';
import { usageProblems, type Problem } from '../../errors.ts';
import type { SearchSettings } from '../../report/capacity-record.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { leastSeconds } from '../../scenario/until-decided.ts';
import { formatDuration, microsPerMilli, microsPerSecond } from '../../units.ts';

/** The flags of a search, as commander hands them over; times in milliseconds. */
export type SearchFlags = {
  readonly from?: number;
  readonly to?: number;
  readonly precision?: Precision;
  readonly maxSteps?: number;
  readonly step?: number;
  readonly confirm?: number;
  readonly settle?: number;
  readonly atLeast?: number;
};

/** A search begins at this part of the scenario's own load, and ends at so many times it, unless flags say otherwise. */
const reach = 8;

const defaults = {
  precision: { kind: 'share', share: 0.05 },
  maxSteps: 12,
  step: 30_000,
  confirm: 60_000,
  settle: 2_000,
} as const;

/**
 * The search that the flags ask for, around the scenario's own load where they do not say. @throws HitgateError (exit 2) with every flag that
 * contradicts another one or leaves nothing to decide.
 */
export function settingsOf(flags: SearchFlags, scenario: Scenario, unit: LoadUnit): SearchSettings {
  const { precision, maxSteps, step, confirm, settle } = { ...defaults, ...flags };
  const own = ownLoad(scenario);
  const start = flags.from ?? Math.min(flags.to ?? Infinity, Math.max(1, Math.ceil(own / reach)));
  const most = flags.to ?? Math.max(start, reach * own, flags.atLeast ?? 0);
  const settings: SearchSettings = {
    unit,
    start,
    least: flags.from ?? 1,
    most,
    precision,
    maxSteps,
    ...(flags.atLeast === undefined ? {} : { atLeast: flags.atLeast }),
    stepMicros: step * microsPerMilli,
    confirmMicros: confirm * microsPerMilli,
    settleMicros: settle * microsPerMilli,
    jointTests: maxSteps * Math.max(1, testedGates(scenario)),
  };
  const problems = findProblems(settings);
  if (problems.length === 0) return settings;
  throw usageProblems(problems);
}

function findProblems({ start, least, most, atLeast, stepMicros, confirmMicros }: SearchSettings): Problem[] {
  const problems: Problem[] = [];
  if (start > most)
    problems.push({
      message: `--from ${start} is over --to ${most}`,
      hint: 'give a range from the least to the greatest load',
    });
  if (atLeast !== undefined && (atLeast > most || atLeast < least))
    problems.push({
      message: `--at-least ${atLeast} is not between ${least} and ${most}, so that it would never be tried`,
      hint: 'widen the range with --from and --to',
    });
  if (stepMicros <= leastSeconds * microsPerSecond)
    problems.push({
      message: `--step needs more than ${leastSeconds} s to decide anything, got ${formatDuration(stepMicros)}`,
      hint: 'give it as 30s or 1m',
    });
  if (confirmMicros < leastSeconds * microsPerSecond)
    problems.push({
      message: `--confirm needs at least ${leastSeconds} s, got ${formatDuration(confirmMicros)}`,
      hint: 'give it as 60s or 5m',
    });
  return problems;
}
