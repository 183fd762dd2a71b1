/** The metric and the tag that are read unless told. */
export const defaultMetric = 'http_req_duration';
export const defaultTag = 'cache';

/** A sub-metric by its parts: 'http_req_duration{cache:hit}'. */
export type MetricName = { readonly metric: string; readonly tag?: string; readonly value?: string };

/** Splits a k6 metric's name; undefined when it has several tags. */
export function readMetricName(name: string): MetricName | undefined {
  const [, metric, tags] = /^([^{]+)(?:\{(.*)\})?$/u.exec(name) ?? [];
  if (metric === undefined) return undefined;
  if (tags === undefined) return { metric };
  const [, tag, value] = /^([^:,]+):([^,]*)$/u.exec(tags) ?? [];
  return tag === undefined || value === undefined ? undefined : { metric, tag, value };
}
