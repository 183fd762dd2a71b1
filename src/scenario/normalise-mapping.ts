import type { MappedSeries, MetricMapping } from './metric-mapping.ts';
import type { ValidMapping } from './mapping-schema.ts';
import { microsOf } from './normalise-load.ts';

/** A mapping with each series as name and labels, and its interval in microseconds. */
export function normaliseMapping(mapping: ValidMapping): MetricMapping {
  const { unit, selector, requestsCountErrors, scrapeInterval, buckets, path, agree } = mapping;
  return {
    hits: seriesOf(mapping.hits),
    requests: seriesOf(mapping.requests),
    errors: seriesOf(mapping.errors),
    hitLatencyBuckets: seriesOf(mapping.hitLatencyBuckets),
    missLatencyBuckets: seriesOf(mapping.missLatencyBuckets),
    up: seriesOf(mapping.up),
    unit,
    selector,
    requestsCountErrors,
    scrapeIntervalMicros: microsOf(scrapeInterval),
    ...(buckets === undefined ? {} : { buckets }),
    ...(path === false ? {} : { path }),
    ...(agree === undefined ? {} : { agree }),
  };
}

function seriesOf(series: ValidMapping['hits']): MappedSeries {
  return typeof series === 'string' ? { name: series, labels: {} } : series;
}
