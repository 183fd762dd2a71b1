import { scheduledFaults } from './fault.ts';
import { actionsOf } from './hook.ts';
import { implicitGates } from './implicit-gates.ts';
import { normaliseMapping } from './normalise-mapping.ts';
import { microsOf, normaliseLoad } from './normalise-load.ts';
import { normaliseTarget } from './normalise-target.ts';
import { probesOf } from './probes/probes.ts';
import { rolloutOf } from './rollout.ts';
import type { Checks, ComparedBaseline, Scenario, ThinkTime, Warmup, Workload } from './scenario.ts';
import type { ValidLoad } from './load-schema.ts';
import type { ValidScenario } from './schema.ts';
import type { Threshold } from './threshold.ts';
import type { Trigger } from './trigger.ts';

/** What of a scenario was found to be valid. */
export type ValidParts = {
  readonly file: string;
  readonly scenario: ValidScenario;
  readonly load: ValidLoad;
  readonly thresholds: readonly Threshold[];
  /** Undefined when the scenario has none of its own. */
  readonly triggers: readonly Trigger[] | undefined;
};

/** A valid scenario with every preset resolved, every duration in microseconds and the gates that it implies. */
export function normalise({ file, scenario, load, thresholds, triggers }: ValidParts): Scenario {
  const { name, description, runs, baseline, metrics, actions, faults, probes, rollout } = scenario;
  const normalLoad = normaliseLoad(load);
  const checks = checksOf(scenario.checks);
  return {
    name,
    description,
    file,
    target: normaliseTarget(scenario.target),
    workload: workloadOf(scenario.workload),
    warmup: warmupOf(scenario.phases.warmup),
    load: normalLoad,
    runs,
    thresholds: [...thresholds, ...implicitGates(thresholds, normalLoad, checks)],
    checks,
    ...(baseline === undefined ? {} : { baseline: baselineOf(baseline) }),
    ...(metrics === undefined ? {} : { metrics: normaliseMapping(metrics) }),
    ...(triggers === undefined ? {} : { triggers }),
    ...(actions === undefined ? {} : { actions: actionsOf(actions) }),
    ...(faults === undefined ? {} : { faults: scheduledFaults(faults) }),
    ...(probes === undefined ? {} : { probes: probesOf(probes) }),
    ...(rollout === undefined ? {} : { rollout: rolloutOf(rollout) }),
  };
}

function baselineOf({ name, margins, claims = {} }: NonNullable<ValidScenario['baseline']>): ComparedBaseline {
  return {
    name,
    margins,
    claims: Object.entries(claims).map(([metric, claim]) =>
      'lowerBy' in claim
        ? { kind: 'lower', metric, lowerBy: claim.lowerBy }
        : { kind: 'availability', atLeast: claim.atLeast },
    ),
  };
}

function checksOf({ citations, sameAnswerOnHit, consensus }: ValidScenario['checks']): Checks {
  return { citations, sameAnswerOnHit, ...(consensus === undefined ? {} : { consensus }) };
}

function workloadOf({ queries, popularity, mix, seed, sequence, ...rest }: ValidScenario['workload']): Workload {
  const { capacity, ttl } = rest.cache;
  const cache = {
    ...(capacity === undefined ? {} : { capacity }),
    ...(ttl === undefined ? {} : { ttlMicros: microsOf(ttl) }),
  };
  return { queries, popularity, mix, seed, sequence, thinkTime: thinkTimeOf(rest.thinkTime), cache };
}

function thinkTimeOf(thinkTime: ValidScenario['workload']['thinkTime']): ThinkTime {
  if (typeof thinkTime !== 'object') return { kind: 'constant', micros: microsOf(thinkTime) };
  switch (thinkTime.kind) {
    case 'none':
      return { kind: 'none' };
    case 'constant':
      return { kind: 'constant', micros: microsOf(thinkTime.duration) };
    case 'uniform':
      return { kind: 'uniform', minMicros: microsOf(thinkTime.min), maxMicros: microsOf(thinkTime.max) };
    case 'exponential':
      return { kind: 'exponential', meanMicros: microsOf(thinkTime.mean) };
  }
}

function warmupOf(warmup: ValidScenario['phases']['warmup']): Warmup {
  switch (warmup.kind) {
    case 'none':
    case 'prefill':
      return { kind: warmup.kind };
    case 'duration':
      return { kind: 'duration', micros: microsOf(warmup.duration) };
    case 'until-steady':
      return { kind: 'until-steady', maxMicros: microsOf(warmup.maxDuration) };
  }
}
