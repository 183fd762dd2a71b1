import { allowedShare } from '../scenario/deciding-rule.ts';
import { isOfWholePhase } from '../scenario/fault-tags.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { leastSamples, leastSamplesAtShare } from '../stats/least-samples.ts';
import type { Experience, ForeseenLength } from './foresee-length.ts';
import { chancesOf, plannedSamples, type GateChance } from './gate-chances.ts';

/** What a gate counts: samples of a class, successes (for the hit rate), or requests. */
type GatePopulation = 'hits' | 'misses' | 'unknown answers' | 'answers' | 'requests';

/** What a gate needs before it can pass, and its chances to. */
export type GateNeeds = {
  readonly selector: string;
  readonly source: string;
  readonly implicit: boolean;
  /** True for a mean: its interval decides, which rests on the spread of the latencies. */
  readonly byMean?: true;
  /** Absent for gates that are not decided by a count of samples: a mean, and what is compared exactly. */
  readonly least?: {
    readonly population: GatePopulation;
    /** Least samples to pass with so many that break the limit, fewest first. */
    readonly samples: readonly { readonly over: number; readonly n: number }[];
    /** Least answers to pass at the predicted hit rate, or at that of a stored run; undefined when that does not pass at all. */
    readonly atPrediction?: { readonly hitRate: number; readonly n: number | undefined; readonly measured?: true };
    /** Requests that give so many samples of the class with none over, at the predicted hit rate. */
    readonly requests?: number;
    /** Samples that the planned length of all runs gives; absent when it is not foreseen. */
    readonly planned?: number;
    /** The most samples that users who pause can ask for; absent where `planned` is known and where nothing bounds it. */
    readonly plannedAtMost?: number;
    /** The design effect that a stored run found: n/deff samples count. Absent: samples are taken as independent. */
    readonly deff?: number;
    /** Empty when the gate does not pass at the truth that is assumed. */
    readonly chances: readonly GateChance[];
  };
};

/** Effective samples from which on a mean has an interval. */
export const leastForMean = 30;

const toleratedCounts = [0, 5, 50];

/** What the needs of all gates of a plan are reckoned with. */
export type NeedsContext = {
  /** The hit rate of a stored run, or the predicted one; undefined when there is neither. */
  readonly hitRate: number | undefined;
  readonly runs: number;
  /** How long one run measures; undefined where it ends when its requests are done. */
  readonly micros: number | undefined;
  readonly length: ForeseenLength;
  readonly experience: Experience | undefined;
};

/** What one gate needs, and its chances to pass. */
export function describeGate(gate: Threshold, context: NeedsContext): GateNeeds {
  const { selector, source, implicit } = gate;
  const { hitRate, experience } = context;
  const allowed = allowedShare(gate);
  if (gate.aggregation.kind === 'avg' && gate.operator !== '==' && gate.operator !== '!=')
    return { selector, source, implicit, byMean: true };
  if (allowed === undefined || allowed <= 0 || allowed >= 1) return { selector, source, implicit };
  const population = populationOf(gate);
  const samples = toleratedCounts.flatMap((over) => {
    const n = leastSamples(allowed, over);
    return n === undefined ? [] : [{ over, n }];
  });
  // How many requests a part of the run gets is not foreseen.
  if (!isOfWholePhase(gate)) return { selector, source, implicit, least: { population, samples, chances: [] } };
  const requests = requestsFor(population, samples[0]?.n, hitRate);
  const deff = knownDesignEffect(gate, experience);
  const question = { ...context, allowed, sampleShare: shareOf(population, hitRate), deff: deff ?? 1 };
  const measured = experience?.hitRate !== undefined;
  const planned = plannedSamples(question);
  const { requests: known, atMost } = context.length;
  const most = known === undefined ? plannedSamples({ ...question, length: { requests: atMost } }) : undefined;
  return {
    selector,
    source,
    implicit,
    least: {
      population,
      samples,
      ...(gate.metric === 'cache_hit_rate' && hitRate !== undefined
        ? { atPrediction: { ...atPrediction(gate, hitRate), ...(measured ? { measured } : {}) } }
        : {}),
      ...(requests === undefined ? {} : { requests }),
      ...(planned === undefined ? {} : { planned }),
      ...(most === undefined ? {} : { plannedAtMost: most }),
      ...(deff === undefined ? {} : { deff }),
      chances: chancesOf(gate, question),
    },
  };
}

/** The design effect of the same gate in a stored run, or the greatest of its selector there. */
function knownDesignEffect({ selector, source }: Threshold, experience: Experience | undefined): number | undefined {
  const alike = experience?.gates.filter((gate) => gate.selector === selector) ?? [];
  const same = alike.find((gate) => gate.source === source);
  if (same !== undefined) return same.deff;
  return alike.length === 0 ? undefined : Math.max(...alike.map(({ deff }) => deff));
}

function atPrediction(gate: Threshold, hitRate: number): { hitRate: number; n: number | undefined } {
  const breaking = gate.operator === '<' || gate.operator === '<=' ? hitRate : 1 - hitRate;
  return { hitRate, n: leastSamplesAtShare(allowedShare(gate) ?? 0, breaking) };
}

function populationOf({ metric, tags }: Threshold): GatePopulation {
  switch (metric) {
    case 'http_req_duration':
    case 'http_req_waiting':
      return populationOfClass(tags['cache']);
    case 'cache_hit_rate':
    case 'cache_unknown_rate':
    case 'checks':
      return 'answers';
    case 'http_req_failed':
    case 'availability':
    case 'recovery_time':
    case 'http_reqs':
    case 'vus_in_flight':
    case 'dropped_iterations':
      return 'requests';
  }
}

function populationOfClass(name: string | undefined): GatePopulation {
  if (name === 'hit') return 'hits';
  if (name === 'miss') return 'misses';
  return name === 'unknown' ? 'unknown answers' : 'answers';
}

/** The share of requests that are of a population; undefined where the hit rate that decides it is not known. */
function shareOf(population: GatePopulation, hitRate: number | undefined): number | undefined {
  switch (population) {
    case 'hits':
      return hitRate;
    case 'misses':
      return hitRate === undefined ? undefined : 1 - hitRate;
    case 'unknown answers':
      return undefined;
    case 'answers':
    case 'requests':
      return 1;
  }
}

function requestsFor(
  population: GatePopulation,
  n: number | undefined,
  hitRate: number | undefined,
): number | undefined {
  const isClass = population === 'hits' || population === 'misses';
  const share = isClass ? shareOf(population, hitRate) : undefined;
  return n === undefined || share === undefined || share <= 0 ? undefined : Math.ceil(n / share - 1e-9);
}
