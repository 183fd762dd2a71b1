import { scenarioError, type Problem } from '../errors.ts';
import { canEndRun, decidingRule } from '../scenario/deciding-rule.ts';
import type { Load, Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { untilDecided } from '../scenario/until-decided.ts';
import { withoutAbort } from '../scenario/without-abort.ts';

/** What a load is counted in: users of a closed load, or requests a second of an open one. */
export type LoadUnit = 'vus' | 'rate';

/** A load that stays the same, so that its height can be searched for. */
type SteadyLoad = Extract<Load, { executor: 'constant-vus' | 'constant-arrival-rate' }>;

/**
 * What is searched for in a scenario, `asked` or else what its executor says. @throws HitgateError (exit 2) for a load that is not the same at all times,
 * and for the unit of the other executor.
 */
export function loadUnitOf({ load, file }: Scenario, asked: LoadUnit | undefined): LoadUnit {
  const unit = isSteady(load) ? unitOf(load) : undefined;
  if (unit !== undefined && (asked ?? unit) === unit) return unit;
  const wanted = asked === 'rate' ? 'constant-arrival-rate' : 'constant-vus';
  const problem: Problem =
    unit === undefined
      ? {
          message: `a capacity cannot be searched for with the executor ${load.executor}: its load is not the same at all times`,
          hint: 'use a scenario with constant-vus or constant-arrival-rate',
        }
      : {
          message: `--${asked} has no meaning with the executor ${load.executor}`,
          hint: `use --${unit}, or a scenario with the executor ${wanted}`,
        };
  throw scenarioError([{ ...problem, file, path: ['load', 'executor'] }]);
}

/** The load that the scenario itself names, as a whole number of at least 1. */
export function ownLoad({ load }: Scenario): number {
  if (!isSteady(load)) return 1;
  return Math.max(1, Math.round(load.executor === 'constant-vus' ? load.vus : load.ratePerSecond));
}

/** Gates that are about the load itself, and not about how the service bears it: no step is judged by them. */
export function isAboutLoad({ metric }: Pick<Threshold, 'metric'>): boolean {
  return metric === 'vus_in_flight' || metric === 'http_reqs';
}

/**
 * The scenario of all steps: one run each, by the gates that are not about the load, compared with no baseline.
 * @throws HitgateError (exit 2) when no gate is left.
 */
export function searchScenario(asWritten: Scenario): Scenario {
  const { baseline: _, untilDecided: __, ...scenario } = asWritten;
  const thresholds = scenario.thresholds.filter((threshold) => !isAboutLoad(threshold));
  if (thresholds.every(({ implicit }) => implicit)) {
    const message =
      'no gate is left to find a capacity by: those on vus_in_flight and http_reqs are about the load itself';
    const hint = 'add a gate on what the service does, such as "http_req_duration{cache:hit}": ["p(95)<23"]';
    throw scenarioError([{ message, hint, file: scenario.file, path: ['thresholds'] }]);
  }
  return { ...scenario, thresholds, runs: 1 };
}

/** How many gates the sequential test decides. */
export function testedGates({ thresholds }: Pick<Scenario, 'thresholds'>): number {
  return thresholds.filter((threshold) => decidingRule(threshold) === 'binomial').length;
}

/**
 * A step of the search: ended as soon as every gate is decided or one is sure to fail, after `maxMicros` at the latest, by so much evidence that
 * `jointTests` tests together are wrong with a probability of at most 5 %.
 * @throws HitgateError (exit 2) for a longest time in which nothing can be decided.
 */
export function searchStep(
  scenario: Scenario,
  load: number,
  { maxMicros, jointTests }: { readonly maxMicros: number; readonly jointTests: number },
): Scenario {
  const loaded = { ...untilDecided(scenario, { maxMicros }), load: loadAt(scenario.load, load, maxMicros) };
  return { ...loaded, jointTests, thresholds: scenario.thresholds.map(abortingGate) };
}

/** The long step at the answer: an ordinary run of exactly this length, judged as any run is. */
export function confirmingStep(scenario: Scenario, load: number, micros: number): Scenario {
  return {
    ...scenario,
    load: loadAt(scenario.load, load, micros),
    thresholds: scenario.thresholds.map(withoutAbort),
  };
}

function abortingGate(threshold: Threshold): Threshold {
  return canEndRun(threshold) ? { ...threshold, abortOnFail: true } : threshold;
}

/** The load at another height. The users of an open load grow with its rate, and are never fewer than the scenario says. */
function loadAt(load: Load, height: number, durationMicros: number): Load {
  if (!isSteady(load)) return load;
  if (load.executor === 'constant-vus') return { ...load, vus: height, durationMicros };
  const factor = Math.max(1, height / load.ratePerSecond);
  return {
    ...load,
    ratePerSecond: height,
    durationMicros,
    preAllocatedVUs: Math.ceil(load.preAllocatedVUs * factor),
    maxVUs: Math.ceil(load.maxVUs * factor),
  };
}

function isSteady(load: Load): load is SteadyLoad {
  return load.executor === 'constant-vus' || load.executor === 'constant-arrival-rate';
}

function unitOf({ executor }: SteadyLoad): LoadUnit {
  return executor === 'constant-vus' ? 'vus' : 'rate';
}
