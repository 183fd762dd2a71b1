import type { MappedSeries, MetricMapping } from '../scenario/metric-mapping.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';
import { besideBuckets, rateWindow, selectSeries, sumOfRates, writeNumber } from './promql.ts';

/**
 * A figure of the whole service as PromQL. It has no series, rather than NaN, while there is nothing to compute it from: no
 * traffic, no request of the class, a series that is absent.
 */
export function figureExpression(figure: WatchedFigure, mapping: MetricMapping): string {
  switch (figure.kind) {
    case 'hit rate':
      return hitRate(mapping);
    case 'error rate':
      return `${sumOfRates(mapping.errors, mapping)} / (${allRequests(mapping)} > 0)`;
    case 'up':
      return `max(${selectSeries(mapping.up, mapping)})`;
    case 'mean': {
      const buckets = latencyBuckets(figure.cacheClass, mapping);
      const sum = sumOfRates(besideBuckets(buckets, 'sum'), mapping);
      return `${sum} / (${sumOfRates(besideBuckets(buckets, 'count'), mapping)} > 0)`;
    }
    case 'quantile':
      return quantileOf(figure.quantile, latencyBuckets(figure.cacheClass, mapping), mapping);
  }
}

/** The buckets of a class. */
export function latencyBuckets(cacheClass: 'hit' | 'miss', mapping: MetricMapping): MappedSeries {
  return cacheClass === 'hit' ? mapping.hitLatencyBuckets : mapping.missLatencyBuckets;
}

/** Requests a second; 0 without traffic, no series when the counter is absent or read too seldom. */
export function requestRate(mapping: MetricMapping): string {
  return sumOfRates(mapping.requests, mapping);
}

/** A limit in the unit of the figure's series. */
export function limitInSeries(figure: WatchedFigure, limit: number, { unit }: Pick<MetricMapping, 'unit'>): string {
  const isLatency = figure.kind === 'mean' || figure.kind === 'quantile';
  return writeNumber(isLatency && unit === 'seconds' ? limit / 1000 : limit);
}

/** Hits among successful answers: a failed request is no miss. A service that has not failed yet may have no series of failures. */
function hitRate(mapping: MetricMapping): string {
  const hits = sumOfRates(mapping.hits, mapping);
  if (!mapping.requestsCountErrors) return `${hits} / (${requestRate(mapping)} > 0)`;
  const failed = `(${sumOfRates(mapping.errors, mapping)} or 0 * ${requestRate(mapping)})`;
  return `${hits} / ((${requestRate(mapping)} - ${failed}) > 0)`;
}

function allRequests(mapping: MetricMapping): string {
  if (mapping.requestsCountErrors) return requestRate(mapping);
  return `(${requestRate(mapping)} + ${sumOfRates(mapping.errors, mapping)})`;
}

/**
 * The rate first, per bucket and instance, then the sum by `le`, then the quantile: over raw counters it would be that of all time, and without
 * `by (le)` there would be no buckets left. With no request the quantile is NaN, which no alert compares with; so it is left out.
 */
function quantileOf(quantile: number, buckets: MappedSeries, mapping: MetricMapping): string {
  const byBound = `sum by (le) (rate(${selectSeries(buckets, mapping)}[${rateWindow(mapping)}]))`;
  const all = sumOfRates(buckets, mapping, { le: '+Inf' });
  return `histogram_quantile(${writeNumber(quantile)}, ${byBound}) and on () (${all} > 0)`;
}
