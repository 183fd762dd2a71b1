import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';
import { formatShare } from '../units.ts';
import { rateWindow, writeNumber } from './promql.ts';

/** The recorded series of a figure, as level:metric:operations: 'service:hit_latency_seconds:p95_rate1m'. */
export function recordName(figure: WatchedFigure, mapping: MetricMapping): string {
  const window = rateWindow(mapping);
  switch (figure.kind) {
    case 'hit rate':
      return `service:cache_hits:ratio_rate${window}`;
    case 'error rate':
      return `service:errors:ratio_rate${window}`;
    case 'up':
      return 'service:up:max';
    case 'mean':
      return `service:${figure.cacheClass}_latency_${mapping.unit}:mean_rate${window}`;
    case 'quantile': {
      const percent = percentOf(figure.quantile).replace('.', '_');
      return `service:${figure.cacheClass}_latency_${mapping.unit}:p${percent}_rate${window}`;
    }
  }
}

/** The recorded rate of requests. */
export function requestRateName(mapping: MetricMapping): string {
  return `service:requests:rate${rateWindow(mapping)}`;
}

/** A figure for a person: 'p95 of hits', 'hit rate'. */
export function figureWords(figure: WatchedFigure): string {
  switch (figure.kind) {
    case 'hit rate':
    case 'error rate':
      return figure.kind;
    case 'up':
      return 'instances that can be reached';
    case 'mean':
      return `mean latency of ${plural(figure.cacheClass)}`;
    case 'quantile':
      return `p${percentOf(figure.quantile)} latency of ${plural(figure.cacheClass)}`;
  }
}

/** A limit for a person: '23 ms', '87.30 %'. */
export function limitWords(figure: WatchedFigure, limit: number): string {
  if (figure.kind === 'hit rate' || figure.kind === 'error rate') return formatShare(limit);
  return figure.kind === 'up' ? String(limit) : `${writeNumber(limit)} ms`;
}

/** The template by which Prometheus writes a figure's value. */
export function valueTemplate(figure: WatchedFigure, { unit }: Pick<MetricMapping, 'unit'>): string {
  if (figure.kind === 'hit rate' || figure.kind === 'error rate') return '{{ $value | humanizePercentage }}';
  if (figure.kind === 'up') return '{{ $value }}';
  return unit === 'seconds' ? '{{ $value | humanizeDuration }}' : '{{ printf "%.4g" $value }} ms';
}

function percentOf(quantile: number): string {
  return writeNumber(quantile * 100);
}

function plural(cacheClass: 'hit' | 'miss'): string {
  return cacheClass === 'hit' ? 'hits' : 'misses';
}
