import type { Threshold } from '../scenario/threshold.ts';
import { leastSamples, leastSamplesAtShare } from '../stats/least-samples.ts';

/** What a gate counts: samples of a class, successes (for the hit rate), or requests. */
type GatePopulation = 'hits' | 'misses' | 'unknown answers' | 'answers' | 'requests';

/** What a gate needs before it can pass. */
export type GateNeeds = {
  readonly selector: string;
  readonly source: string;
  readonly implicit: boolean;
  /** Absent for gates that are compared exactly, where no sample size decides. */
  readonly least?: {
    readonly population: GatePopulation;
    /** Least samples to pass with so many that break the limit, fewest first. */
    readonly samples: readonly { readonly over: number; readonly n: number }[];
    /** Least answers to pass at the predicted hit rate; undefined when that does not pass at all. */
    readonly atPrediction?: { readonly hitRate: number; readonly n: number | undefined };
    /** Requests that give so many samples of the class with none over, at the predicted hit rate. */
    readonly requests?: number;
  };
};

const toleratedCounts = [0, 5, 50];

/** What one gate needs, with the predicted hit rate of the plan when there is one. */
export function describeGate(gate: Threshold, hitRate: number | undefined): GateNeeds {
  const { selector, source, implicit } = gate;
  const allowed = allowedShare(gate);
  if (allowed === undefined || allowed <= 0 || allowed >= 1) return { selector, source, implicit };
  const population = populationOf(gate);
  const samples = toleratedCounts.flatMap((over) => {
    const n = leastSamples(allowed, over);
    return n === undefined ? [] : [{ over, n }];
  });
  const requests = requestsFor(population, samples[0]?.n, hitRate);
  return {
    selector,
    source,
    implicit,
    least: {
      population,
      samples,
      ...(gate.metric === 'cache_hit_rate' && hitRate !== undefined
        ? { atPrediction: atPrediction(gate, hitRate) }
        : {}),
      ...(requests === undefined ? {} : { requests }),
    },
  };
}

/** The share of samples that may break the limit; undefined where the observed value itself is compared. */
function allowedShare({ aggregation, operator, limit }: Threshold): number | undefined {
  const below = operator === '<' || operator === '<=';
  if (operator === '==' || operator === '!=') return undefined;
  if (aggregation.kind === 'quantile') return below ? 1 - aggregation.quantile : aggregation.quantile;
  if (aggregation.kind !== 'rate' || limit >= 1) return undefined;
  return below ? limit : 1 - limit;
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

function requestsFor(
  population: GatePopulation,
  n: number | undefined,
  hitRate: number | undefined,
): number | undefined {
  if (n === undefined || hitRate === undefined) return undefined;
  const share = population === 'hits' ? hitRate : population === 'misses' ? 1 - hitRate : 0;
  return share > 0 ? Math.ceil(n / share - 1e-9) : undefined;
}
