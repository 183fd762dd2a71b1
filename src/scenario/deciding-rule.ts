import { isOfWholePhase } from './fault-tags.ts';
import { sideOf } from './side-of.ts';
import type { Threshold } from './threshold.ts';

/**
 * How a gate can be decided while a run goes on.
 * - `binomial`: a share of samples against a limit, so that a sequential test decides it: quantiles, and rates that allow some and not all.
 * - `observed`: what was observed is compared as it is: counts, users in flight, least and greatest latency, and rates of exactly all or none.
 * - `at-end`: it has no sequential test: means, shares of checks, which seconds do not hold, and whatever is of a fault.
 */
export type DecidingRule = 'binomial' | 'observed' | 'at-end';

type Condition = Pick<Threshold, 'metric' | 'aggregation' | 'operator' | 'limit'> & Partial<Pick<Threshold, 'tags'>>;

/** The rule by which a gate is decided while a run goes on. */
export function decidingRule(threshold: Condition): DecidingRule {
  const { metric, aggregation, tags = {} } = threshold;
  if (!isOfWholePhase({ tags })) return 'at-end';
  switch (aggregation.kind) {
    case 'quantile':
      return 'binomial';
    case 'avg':
      return 'at-end';
    case 'rate': {
      if (metric === 'http_reqs' || metric === 'dropped_iterations') return 'observed';
      const allowed = allowedShare(threshold);
      if (allowed === undefined || allowed <= 0 || allowed >= 1) return 'observed';
      return metric === 'checks' ? 'at-end' : 'binomial';
    }
    case 'min':
    case 'max':
    case 'count':
    case 'value':
      return 'observed';
  }
}

/** The share of samples that may break the limit of a quantile or a rate; undefined for equalities and for anything else. */
export function allowedShare({ aggregation, operator, limit }: Condition): number | undefined {
  const side = sideOf(operator);
  if (side === undefined) return undefined;
  if (aggregation.kind === 'quantile') return side === 'below' ? 1 - aggregation.quantile : aggregation.quantile;
  if (aggregation.kind !== 'rate' || limit > 1) return undefined;
  return side === 'below' ? limit : 1 - limit;
}

/**
 * Whether a gate of the rule `observed`, once broken, stays broken whatever follows: an upper limit on a count or a maximum, a lower limit on
 * a minimum, a rate of exactly all or none.
 */
export function staysBroken(threshold: Condition): boolean {
  const { metric, aggregation, operator, limit } = threshold;
  const side = sideOf(operator);
  switch (aggregation.kind) {
    case 'count':
      return side === 'below' || (operator === '==' && limit === 0);
    case 'max':
      return side === 'below';
    case 'min':
      return side === 'above';
    case 'rate': {
      if (metric === 'http_reqs' || metric === 'dropped_iterations') return operator === '==' && limit === 0;
      const allowed = allowedShare(threshold);
      return allowed === undefined ? operator === '==' && (limit === 0 || limit === 1) : allowed <= 0;
    }
    case 'quantile':
    case 'avg':
    case 'value':
      return false;
  }
}

/** Whether a gate can be sure to fail before its run is over, so that `abortOnFail` means something. */
export function canEndRun(threshold: Condition): boolean {
  const { metric, aggregation, tags = {} } = threshold;
  if (!isOfWholePhase({ tags })) return false;
  const isLatency = metric === 'http_req_duration' || metric === 'http_req_waiting';
  // Of latencies a second knows its greatest service or response time only.
  if (isLatency && (aggregation.kind === 'min' || aggregation.kind === 'max'))
    return metric === 'http_req_duration' && aggregation.kind === 'max' && staysBroken(threshold);
  return decidingRule(threshold) === 'binomial' || staysBroken(threshold);
}
