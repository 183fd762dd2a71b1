import { cheHitRate } from './che.ts';
import type { ScheduledFault } from '../scenario/fault.ts';
import { loadModel } from '../scenario/scenario.ts';
import { describeLoad, describePopularity, describeThinkTime, describeWarmup } from './describe-workload.ts';
import { foreseeLength, measuredMicros, type Assumption, type ForeseenLength } from './foresee-length.ts';
import { describeGate, type GateNeeds } from './gate-needs.ts';
import type { Plan, Prediction } from './plan.ts';
import { buildPicker } from './popularity/picker.ts';
import { findPlanWarnings, lengthsToTry } from './plan-warnings.ts';
import { predictHits } from './predict.ts';
import { describeReplication, type Replication } from './replication.ts';

/** What `hitgate plan` prints: all that is known before anything is sent. */
export type PlanText = {
  readonly scenario: string;
  readonly description: string;
  readonly load: string;
  readonly model: 'open' | 'closed';
  readonly warmup: string;
  /** What is broken meanwhile, in time; empty for nothing. Commands are without secrets. */
  readonly faults: readonly ScheduledFault[];
  /** Absent for none, and in the open model, where requests start when they are due. */
  readonly thinkTime?: string;
  readonly runs: number;
  /** Undefined when time decides. */
  readonly plannedRequests: number | undefined;
  readonly plannedMicros: number;
  /** Requests of one run, and what that rests on. */
  readonly length: ForeseenLength;
  readonly generator: string;
  readonly seed: number;
  readonly sequence: 'shared' | 'per-user';
  readonly digest: string;
  readonly corpus: { readonly file: string; readonly queries: number; readonly digest: string };
  readonly popularity: string;
  readonly mix: Readonly<Record<string, number>>;
  /** Shares of the first planned requests that ask the most asked 1 % and 10 % of the corpus, and never-seen queries. */
  readonly traffic: { readonly top1: number; readonly top10: number; readonly neverSeen: number };
  /** One for the planned requests; several lengths when time decides. */
  readonly predictions: readonly Prediction[];
  /** Steady hit rate of the bounded model cache by Che's approximation; absent for other caches and ordered popularity. */
  readonly steadyHitRate?: number;
  readonly firstRequests: readonly PlannedRequest[];
  readonly gates: readonly GateNeeds[];
  /** Absent without a gate on a quantile. */
  readonly replication?: Replication;
  readonly warnings: readonly string[];
};

/** One request of the plan. */
type PlannedRequest = { readonly docId: string; readonly question: string; readonly neverSeen: boolean };

const requestsShown = 5;
const requestsSampled = 60_000;

/**
 * Gathers what a plan can tell, with what is assumed of its run where time decides how many requests there are; replays its sequence
 * through the model cache and sends nothing. The hit rate of a stored run, where there is one, goes before the predicted one in
 * what the gates need.
 */
export function summarisePlan(plan: Plan, assumption?: Assumption): PlanText {
  const { scenario, corpus } = plan;
  const { workload, load, runs, thresholds } = scenario;
  const length = foreseeLength(plan, assumption);
  const predictions = predictLengths(plan, length);
  const experience = assumption?.experience;
  const hitRate = experience?.hitRate ?? predictions.at(-1)?.hitRate;
  const needs = { hitRate, runs, micros: measuredMicros(load), length, experience };
  const gates = thresholds.map((gate) => describeGate(gate, needs));
  const replication = describeReplication(thresholds, runs, experience);
  const steadyHitRate = predictSteady(plan);
  const thinkTime = loadModel(load) === 'closed' ? describeThinkTime(workload.thinkTime) : undefined;
  return {
    scenario: scenario.name,
    description: scenario.description,
    load: describeLoad(load),
    model: loadModel(load),
    warmup: describeWarmup(scenario.warmup, plan.prefillOrder.length),
    faults: scenario.faults ?? [],
    ...(thinkTime === undefined ? {} : { thinkTime }),
    runs,
    plannedRequests: plan.plannedRequests,
    plannedMicros: plan.plannedMicros,
    length,
    generator: plan.generator,
    seed: workload.seed,
    sequence: workload.sequence,
    digest: plan.digest,
    corpus: { file: corpus.file, queries: corpus.queries.length, digest: corpus.digest },
    popularity: describePopularity(workload.popularity),
    mix: workload.mix,
    traffic: measureTraffic(plan),
    predictions,
    ...(steadyHitRate === undefined ? {} : { steadyHitRate }),
    firstRequests: firstRequests(plan),
    gates,
    ...(replication === undefined ? {} : { replication }),
    warnings: findPlanWarnings(plan, { predictions, gates }),
  };
}

function predictLengths(plan: Plan, { requests: foreseen, ratePerSecond }: ForeseenLength): Prediction[] {
  const lengths = foreseen === undefined ? lengthsToTry : [foreseen];
  const bounded = new Set(lengths.map((requests) => Math.min(requests, plan.sequence.length)));
  const pace = ratePerSecond === undefined ? {} : { ratePerSecond };
  return [...bounded].map((requests) => predictHits(plan, { requests, ...pace }));
}

function predictSteady({ scenario: { workload }, corpus }: Plan): number | undefined {
  const { kind } = workload.popularity;
  const { capacity, ttlMicros } = workload.cache;
  if (kind === 'sequential' || kind === 'replay' || capacity === undefined || ttlMicros !== undefined) return undefined;
  return cheHitRate(buildPicker({ workload, corpus, replay: undefined, phase: 'measure' }).shares, capacity);
}

function measureTraffic({ sequence, corpus, plannedRequests }: Plan): PlanText['traffic'] {
  const size = corpus.queries.length;
  const counts = new Float64Array(size);
  const requests = Math.min(plannedRequests ?? requestsSampled, requestsSampled, sequence.length);
  let neverSeen = 0;
  for (let index = 0; index < requests; index += 1) {
    const query = sequence.queryAt(0, index);
    if (query < 0) neverSeen += 1;
    else counts[query] = (counts[query] ?? 0) + 1;
  }
  const descending = counts.sort().reverse();
  const top = (share: number): number => {
    const asked = descending.subarray(0, Math.max(1, Math.round(size * share)));
    return asked.reduce((sum, count) => sum + count, 0) / Math.max(1, requests);
  };
  return { top1: top(0.01), top10: top(0.1), neverSeen: neverSeen / Math.max(1, requests) };
}

function firstRequests(plan: Plan): PlannedRequest[] {
  const count = Math.min(requestsShown, plan.sequence.length, plan.plannedRequests ?? requestsShown);
  return Array.from({ length: count }, (_, index) => {
    const number = plan.sequence.queryAt(0, index);
    const { docId, question } = plan.questionOf(number, '<run>');
    return { docId, question, neverSeen: number < 0 };
  });
}
