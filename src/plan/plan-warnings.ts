import type { Threshold } from '../scenario/threshold.ts';
import { formatCount, formatShare } from '../units.ts';
import { foreseeLength, measuredMicros } from './foresee-length.ts';
import { describeGate, type GateNeeds } from './gate-needs.ts';
import type { Plan, Prediction } from './plan.ts';
import { predictHits } from './predict.ts';

/** Lengths for which hits are foreseen when time decides how many requests there are. */
export const lengthsToTry = [1_000, 5_000, 20_000, 60_000];
const mostForWarnings = 200_000;

/** What a plan's warnings are found in. */
export type Foreseen = { readonly predictions: readonly Prediction[]; readonly gates: readonly GateNeeds[] };

/**
 * What is wrong with a plan although it can be run: gates without data, and gates that cannot pass with the samples that are foreseen.
 * Each is a sentence.
 */
export function findPlanWarnings({ scenario }: Plan, { predictions, gates }: Foreseen): string[] {
  const { thresholds } = scenario;
  const warnings: string[] = [];
  const gated = (name: string): boolean => thresholds.some(({ tags }) => tags['cache'] === name);
  if (gated('miss') && predictions.every(({ misses }) => misses === 0))
    warnings.push(
      'No miss is foreseen, so the gates on misses will have no data, unless the cache evicts or expires: use popularity "hit-rate", or warm up less.',
    );
  if (gated('hit') && predictions.every(({ hits }) => hits === 0))
    warnings.push('No hit is foreseen, so the gates on hits will have no data: warm up, or send more requests.');
  if (predictions.some(({ requests }) => requests === 0)) warnings.push('The load plans no request at all.');
  return [...warnings, ...gates.flatMap(warnOfFewSamples), ...gates.flatMap(warnOfPrediction)];
}

/** The same warnings before a run, where only what the plan itself says is known, and a long plan is not replayed to its end. */
export function foreseeWarnings(plan: Plan): string[] {
  const { thresholds, runs, load } = plan.scenario;
  const length = foreseeLength(plan, undefined);
  const predictions = thresholds.some(dependsOnClass) ? predictRoughly(plan, length.requests) : [];
  const hitRate = predictions.at(-1)?.hitRate;
  const context = { hitRate, runs, micros: measuredMicros(load), length, experience: undefined };
  const gates = thresholds.map((gate) => describeGate(gate, context));
  // Without a gate on a class nothing was predicted, and no class is missed.
  return findPlanWarnings(plan, { predictions, gates });
}

function predictRoughly(plan: Plan, requests: number | undefined): Prediction[] {
  const lengths = requests === undefined ? lengthsToTry : [Math.min(requests, mostForWarnings)];
  return lengths.map((length) => predictHits(plan, { requests: length }));
}

function dependsOnClass({ metric, tags }: Threshold): boolean {
  return metric === 'cache_hit_rate' || tags['cache'] !== undefined;
}

/** A class of which no sample is foreseen has its own warning. */
function warnOfFewSamples({ selector, source, least }: GateNeeds): string[] {
  const [none] = least?.samples ?? [];
  const planned = least?.planned ?? least?.plannedAtMost;
  if (least === undefined || none === undefined || planned === undefined || planned === 0) return [];
  const { deff = 1, population } = least;
  if (Math.floor(planned / deff) >= none.n) return [];
  const foreseen = `${least.planned === undefined ? 'at most ' : ''}${formatCount(planned)} ${population}`;
  const needed = formatCount(Math.ceil(none.n * deff));
  return [
    `${selector}: ${source} cannot pass: ${foreseen} are foreseen, and ${needed} are needed even if none breaks the limit: measure longer, or use more runs.`,
  ];
}

function warnOfPrediction({ selector, source, least }: GateNeeds): string[] {
  const prediction = least?.atPrediction;
  if (prediction === undefined || prediction.n !== undefined) return [];
  return [
    `${selector}: ${source} does not pass at the ${prediction.measured ? 'measured' : 'predicted'} hit rate of ${formatShare(prediction.hitRate)}: change the workload or workload.cache, or lower the gate.`,
  ];
}
