import type { MappedSeries, MetricMapping } from '../scenario/metric-mapping.ts';
import { promDuration } from './prom-duration.ts';

const leastWindowMicros = 60_000_000;
/** A rate needs two samples of its window; four leave room for a scrape that failed. */
const scrapesInWindow = 4;

/** What a rate is taken over: a minute, or four scrapes where that is longer. */
export function rateWindowMicros({ scrapeIntervalMicros }: Pick<MetricMapping, 'scrapeIntervalMicros'>): number {
  return Math.max(leastWindowMicros, scrapesInWindow * scrapeIntervalMicros);
}

/** The window as PromQL writes it: '1m'. */
export function rateWindow(mapping: Pick<MetricMapping, 'scrapeIntervalMicros'>): string {
  return promDuration(rateWindowMicros(mapping));
}

/** A series with its labels, those of every series of the service and `more`: 'fact_requests{job="fact"}'. */
export function selectSeries(
  { name, labels }: MappedSeries,
  mapping: Pick<MetricMapping, 'selector'>,
  more: Readonly<Record<string, string>> = {},
): string {
  return `${name}${writeLabels({ ...mapping.selector, ...labels, ...more })}`;
}

/** Labels as a matcher: '{job="fact",le="+Inf"}'; nothing when there are none. */
export function writeLabels(labels: Readonly<Record<string, string>>): string {
  const written = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

/** The rate of a counter over all instances. The sum is over rates and never the rate of a sum, which would take one restart for a reset of all. */
export function sumOfRates(series: MappedSeries, mapping: MetricMapping, more: Readonly<Record<string, string>> = {}) {
  return `sum(rate(${selectSeries(series, mapping, more)}[${rateWindow(mapping)}]))`;
}

/** A series of the same histogram: its sum or its count. */
export function besideBuckets({ name, labels }: MappedSeries, suffix: 'sum' | 'count'): MappedSeries {
  return { name: name.replace(/_bucket$/u, `_${suffix}`), labels };
}

/** A number as PromQL reads it, without the noise of a division: 23 / 1000 is 0.023. */
export function writeNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}
