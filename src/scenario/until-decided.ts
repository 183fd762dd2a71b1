import { scenarioError, type Problem } from '../errors.ts';
import { formatDuration, microsPerSecond } from '../units.ts';
import type { Load, Scenario } from './scenario.ts';

/** Seconds of the measured phase before which no run ends because its gates are decided. */
export const leastSeconds = 20;

/**
 * The scenario as one whose runs end when every gate is decided, after `maxMicros` of the measured phase at the latest, or its planned length
 * when undefined. The request sequence and its digest stay as they are.
 *
 * Only a load that is the same at all times can end early: the first minute of a ramp says nothing of its peak, a second without a fault nothing of the
 * fault, and iterations and a replay are to be sent whole.
 * @throws HitgateError (exit 2) for any other load, for faults, and for a longest time in which nothing can be decided.
 */
export function untilDecided(scenario: Scenario, { maxMicros }: { readonly maxMicros: number | undefined }): Scenario {
  const { load, file, faults = [] } = scenario;
  if (load.executor !== 'constant-vus' && load.executor !== 'constant-arrival-rate')
    throw scenarioError([{ ...refuse(load), file, path: ['load', 'executor'] }]);
  if (faults.length > 0) throw scenarioError([{ ...refusedFaults, file, path: ['faults'] }]);
  const durationMicros = maxMicros ?? load.durationMicros;
  if (durationMicros <= leastSeconds * microsPerSecond)
    throw scenarioError([{ ...tooShort(durationMicros, maxMicros === undefined), file }]);
  return { ...scenario, load: { ...load, durationMicros }, untilDecided: true };
}

const refusedFaults: Problem = {
  message: '--until-decided has no meaning with faults: seconds without a fault say nothing of those with one',
  hint: 'leave --until-decided out: the timeline is to be run whole',
};

function refuse({ executor }: Load): Problem {
  const isRamp = executor === 'ramping-vus' || executor === 'ramping-arrival-rate';
  const why = isRamp
    ? 'the beginning of a ramp says nothing of the rest'
    : 'it sends a number of requests that is fixed, and all of them are meant';
  return {
    message: `--until-decided has no meaning with the executor ${executor}: ${why}`,
    hint: 'use constant-vus or constant-arrival-rate, or leave --until-decided out',
  };
}

function tooShort(durationMicros: number, isPlanned: boolean): Problem {
  const what = isPlanned ? 'the measured phase' : '--max-duration';
  return {
    message: `--until-decided needs more than ${leastSeconds} s to decide anything, but ${what} is ${formatDuration(durationMicros)}`,
    hint: `give ${isPlanned ? '--max-duration 5m' : 'a longer --max-duration, such as 5m'}`,
  };
}
