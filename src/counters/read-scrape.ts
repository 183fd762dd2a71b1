import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { ScrapedFigures } from './counter-scrape.ts';
import { findSeries } from './find-series.ts';
import { parseExposition } from './parse-exposition.ts';
import { readBuckets } from './read-buckets.ts';
import { readCounter } from './read-counter.ts';

const shownLines = 5;

/**
 * What the text of `/metrics` says of the mapped metrics. The mapping's selector is not looked for: Prometheus adds such labels when it
 * scrapes. Never throws; a text that is no exposition has no usable series.
 */
export function readScrape(text: string, mapping: MetricMapping): ScrapedFigures {
  const exposition = parseExposition(text);
  const { samples, unusable } = exposition;
  const starts = findSeries(exposition, { name: 'process_start_time_seconds', labels: {} }).samples;
  const [start] = starts;
  return {
    kind: 'read',
    series: samples.length,
    hits: readCounter(exposition, mapping.hits),
    requests: readCounter(exposition, mapping.requests),
    errors: readCounter(exposition, mapping.errors),
    hitLatency: readBuckets(exposition, mapping.hitLatencyBuckets),
    missLatency: readBuckets(exposition, mapping.missLatencyBuckets),
    unusable: { lines: unusable.length, first: unusable.slice(0, shownLines) },
    ...(starts.length === 1 && start !== undefined && Number.isFinite(start.value)
      ? { startedSeconds: start.value }
      : {}),
  };
}
