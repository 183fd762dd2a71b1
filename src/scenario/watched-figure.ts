import { isOfWholePhase } from './fault-tags.ts';
import type { Operator, Threshold } from './threshold.ts';

/** A figure of a live service that can be watched: of its answers by class, of all requests, or whether it can be reached. */
export type WatchedFigure =
  | { readonly kind: 'hit rate' | 'error rate' | 'up' }
  | { readonly kind: 'mean'; readonly cacheClass: 'hit' | 'miss' }
  | { readonly kind: 'quantile'; readonly cacheClass: 'hit' | 'miss'; readonly quantile: number };

/** An operator that bounds a figure from one side. */
export type BoundOperator = Exclude<Operator, '==' | '!='>;

/** What of a threshold can be watched at the service, or the reason why nothing can. */
export type Watchable =
  | { readonly figure: WatchedFigure; readonly reason?: undefined }
  | { readonly reason: string; readonly figure?: undefined };

/** The figure of the service that a threshold is on. */
export function watchable({
  metric,
  tags,
  aggregation,
}: Pick<Threshold, 'metric' | 'tags' | 'aggregation'>): Watchable {
  if (!isOfWholePhase({ tags })) return { reason: 'it is of a fault that a run brings about' };
  switch (metric) {
    case 'cache_hit_rate':
      return { figure: { kind: 'hit rate' } };
    case 'http_req_failed':
    case 'availability':
      return { figure: { kind: 'error rate' } };
    case 'http_req_duration':
      return latency(tags['cache'], aggregation);
    case 'http_req_waiting':
      return { reason: 'the service has no histogram of the time to its first byte' };
    case 'vus_in_flight':
    case 'http_reqs':
    case 'dropped_iterations':
      return { reason: 'it is a property of the load and not of the service' };
    case 'cache_unknown_rate':
    case 'checks':
    case 'recovery_time':
      return { reason: 'only who reads the answers can tell' };
  }
}

function latency(cacheClass: string | undefined, aggregation: Threshold['aggregation']): Watchable {
  if (cacheClass !== 'hit' && cacheClass !== 'miss')
    return { reason: 'the service has one histogram for hits and one for misses' };
  if (aggregation.kind === 'quantile')
    return { figure: { kind: 'quantile', cacheClass, quantile: aggregation.quantile } };
  if (aggregation.kind === 'avg') return { figure: { kind: 'mean', cacheClass } };
  return { reason: 'a histogram does not hold its extremes' };
}

/** Whether two figures are the same one. */
export function isSameFigure(one: WatchedFigure, other: WatchedFigure): boolean {
  return figureKey(one) === figureKey(other);
}

/** A name for a figure that no other has: 'hit rate', 'quantile hit 0.95'. */
export function figureKey(figure: WatchedFigure): string {
  switch (figure.kind) {
    case 'hit rate':
    case 'error rate':
    case 'up':
      return figure.kind;
    case 'mean':
      return `mean ${figure.cacheClass}`;
    case 'quantile':
      return `quantile ${figure.cacheClass} ${figure.quantile}`;
  }
}
