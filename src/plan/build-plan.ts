import { scenarioError } from '../errors.ts';
import { generatorName } from '../random.ts';
import { loadModel, type Load, type Scenario } from '../scenario/scenario.ts';
import { buildArrivals, type Arrivals } from './arrivals.ts';
import { digestSequence } from './digest.ts';
import { findUnreachable } from './find-unreachable.ts';
import { findWorkloadProblems } from './find-workload-problems.ts';
import type { Corpus, Plan, PlannedTraffic, ReplayLog } from './plan.ts';
import { plannedMicros } from '../scenario/load-length.ts';
import { plannedIterations } from './planned-length.ts';
import { buildPicker } from './popularity/picker.ts';
import { orderPrefill } from './prefill-order.ts';
import { buildQuestionOf } from './question-of.ts';
import { buildSequence } from './sequence.ts';
import { buildThinkTime } from './think-time.ts';

/**
 * Fixes what a scenario sends over a corpus (and a replay log, for popularity `replay`), lazily: memory depends on the
 * corpus and the log only, never on the length of the load.
 * @throws HitgateError (exit 2) for a mix that does not fit the corpus, and for gates that no target could pass
 */
export function buildPlan(scenario: Scenario, corpus: Corpus, replay?: ReplayLog): Plan {
  const problems = findWorkloadProblems(scenario, corpus, replay);
  if (problems.length > 0) throw scenarioError(problems);
  const { workload, load } = scenario;
  const { traffic, arrivals, freshShare } = build(scenario, corpus, replay);
  const { sequence } = traffic;
  const plan: Plan = {
    ...traffic,
    plannedRequests: arrivals === undefined ? plannedIterations(load, sequence.length) : arrivals.count,
    plannedMicros: plannedMicros(load),
    digest: digestSequence({ workload, corpus, replay, sequence }),
    generator: generatorName,
  };
  const unreachable = findUnreachable(plan, freshShare);
  if (unreachable.length > 0) throw scenarioError(unreachable);
  return plan;
}

/** The part of a plan that the engine follows, for inputs of which a plan was built already: nothing is checked again. */
export function buildTraffic(scenario: Scenario, corpus: Corpus, replay?: ReplayLog): PlannedTraffic {
  return build(scenario, corpus, replay).traffic;
}

type Built = {
  readonly traffic: PlannedTraffic;
  readonly arrivals: Arrivals | undefined;
  readonly freshShare: number;
};

function build(scenario: Scenario, corpus: Corpus, replay: ReplayLog | undefined): Built {
  const { workload } = scenario;
  const picker = buildPicker({ workload, corpus, replay, phase: 'measure' });
  const warmup = buildPicker({ workload, corpus, replay, phase: 'warmup' });
  const sequence = buildSequence(picker, workload.sequence);
  const arrivals = arrivalsOf(scenario, sequence.length, replay);
  const traffic: PlannedTraffic = {
    scenario,
    corpus,
    ...(replay === undefined ? {} : { replay }),
    sequence,
    warmupSequence: buildSequence(warmup, workload.sequence),
    prefillOrder: orderPrefill(picker.shares),
    arrivals: arrivals?.cursor,
    thinkMicros: buildThinkTime(workload),
    questionOf: buildQuestionOf(workload, corpus),
  };
  return { traffic, arrivals, freshShare: picker.freshShare };
}

function arrivalsOf({ load, workload }: Scenario, length: number, replay: ReplayLog | undefined): Arrivals | undefined {
  if (!isOpen(load)) return undefined;
  const speed = workload.popularity.kind === 'replay' ? workload.popularity.speed : 1;
  return buildArrivals(load, { seed: workload.seed, length, replay, speed });
}

function isOpen(load: Load): load is Parameters<typeof buildArrivals>[0] {
  return loadModel(load) === 'open';
}
