import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { TriggerCondition } from '../scenario/trigger.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';
import { limitInSeries } from './figure-expression.ts';
import type { LatencyState, ServiceState } from './test-series.ts';

/**
 * The value that a figure should have in a steady state, computed from the state and not by the rules: what their unit tests expect.
 * Undefined while there is nothing to compute it from.
 */
export function modelFigure(
  figure: WatchedFigure,
  state: ServiceState,
  { requestsCountErrors }: Pick<MetricMapping, 'requestsCountErrors'>,
): number | undefined {
  const { requests, errors, hits, latency, up } = state;
  switch (figure.kind) {
    case 'hit rate':
      return ratio(hits, requestsCountErrors ? requests - errors : requests);
    case 'error rate':
      return ratio(errors, requestsCountErrors ? requests : requests + errors);
    case 'up':
      return Math.max(...up);
    case 'mean': {
      const { sum, counts } = latency[figure.cacheClass];
      return ratio(sum, counts.at(-1) ?? 0);
    }
    case 'quantile':
      return quantileOfBuckets(figure.quantile, latency[figure.cacheClass]);
  }
}

/** Whether a state is what a trigger is on; never without data. */
export function holds(
  { figure, operator, limit }: TriggerCondition,
  state: ServiceState,
  mapping: Pick<MetricMapping, 'requestsCountErrors' | 'unit'>,
): boolean {
  const value = modelFigure(figure, state, mapping);
  const bound = Number(limitInSeries(figure, limit, mapping));
  if (value === undefined) return false;
  switch (operator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}

function ratio(events: number, all: number): number | undefined {
  return all > 0 ? events / all : undefined;
}

/** Linear within a bucket, and the greatest bound beyond it, as Prometheus documents histogram_quantile. */
function quantileOfBuckets(quantile: number, { bounds, counts }: LatencyState): number | undefined {
  const all = counts.at(-1) ?? 0;
  if (all === 0) return undefined;
  const rank = quantile * all;
  const index = bounds.findIndex((_, at) => (counts[at] ?? 0) >= rank);
  if (index === -1) return bounds.at(-1);
  const from = bounds[index - 1] ?? 0;
  const below = counts[index - 1] ?? 0;
  return from + ((bounds[index] ?? 0) - from) * ((rank - below) / ((counts[index] ?? 0) - below));
}
