import type { Problem } from '../errors.ts';
import { isOfWholePhase } from '../scenario/fault-tags.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatCount, formatShare } from '../units.ts';
import type { Plan } from './plan.ts';
import { predictHits } from './predict.ts';
import { mostSteps } from './work-bound.ts';

/** Shares closer than this are the same; two counts of at most 5 million requests are never as close. */
const rounding = 1e-9;

/** The greatest hit rate that a plan allows, and for how many requests; `requests` undefined: for any number. */
type HitRateBound = { readonly rate: number; readonly requests: number | undefined };

/**
 * The bound that no target can beat, if its cache knows only what this run sends. Exact (an unbounded cache that never
 * expires, after the same warm-up) when the number of requests is known; otherwise generous: that of endlessly many
 * requests, 1 − share of never-seen queries. A warm-up of unknown length counts as having asked everything.
 */
function boundHitRate(plan: Plan, freshShare: number): HitRateBound {
  const requests = plan.plannedRequests;
  if (requests === undefined || requests > mostSteps || !knowsWarmup(plan))
    return { rate: 1 - freshShare, requests: undefined };
  return { rate: predictHits(plan, { requests }).attainable, requests };
}

function knowsWarmup({ scenario, arrivals }: Plan): boolean {
  switch (scenario.warmup.kind) {
    case 'none':
    case 'prefill':
      return true;
    case 'duration':
      return arrivals !== undefined;
    case 'until-steady':
      return false;
  }
}

/**
 * Gates that cannot pass, whatever the target does: a hit rate above the bound, and a latency of hits where there can be
 * none. A gate on misses that the model does not foresee is no problem: a real cache may evict or expire.
 */
export function findUnreachable(plan: Plan, freshShare: number): Problem[] {
  const gates = plan.scenario.thresholds.filter((gate) => wantsHits(gate));
  if (gates.length === 0 || plan.plannedRequests === 0) return [];
  const bound = boundHitRate(plan, freshShare);
  return gates
    .filter((gate) => cannotPass(gate, bound.rate))
    .map((gate) => ({
      file: plan.scenario.file,
      path: ['thresholds', gate.selector],
      message: explain(gate, bound),
      hint: remedy(plan),
    }));
}

function wantsHits({ metric, tags }: Threshold): boolean {
  if (!isOfWholePhase({ tags })) return false;
  return metric === 'cache_hit_rate' || tags['cache'] === 'hit';
}

function cannotPass({ metric, operator, limit }: Threshold, bound: number): boolean {
  if (metric !== 'cache_hit_rate') return bound <= 0;
  switch (operator) {
    case '>':
      return bound <= limit + rounding;
    case '>=':
    case '==':
      return bound < limit - rounding;
    case '<':
    case '<=':
    case '!=':
      return false;
  }
}

function explain({ selector, source, metric }: Threshold, { rate, requests }: HitRateBound): string {
  const scope = requests === undefined ? 'any number of requests' : `the ${formatCount(requests)} planned requests`;
  if (metric !== 'cache_hit_rate') return `${selector}: ${source} can have no data: none of ${scope} can be a hit`;
  return `${selector}: ${source} cannot be reached: the greatest attainable hit rate of ${scope} is ${formatShare(rate)}`;
}

function remedy({ scenario }: Plan): string {
  if (scenario.workload.popularity.kind === 'hit-rate')
    return 'raise workload.popularity.rate above the gate, or lower the gate';
  if (scenario.warmup.kind === 'none')
    return "set phases.warmup to { kind: 'prefill' }, send more requests, or lower the gate";
  return 'send more requests, or lower the gate';
}
