/** What is compared with a baseline: a latency of a class, or of all answers, or a rate of the whole run. */
export type ComparedMetric =
  | { readonly kind: 'quantile'; readonly quantile: number; readonly cacheClass?: 'hit' | 'miss' }
  | { readonly kind: 'mean'; readonly cacheClass?: 'hit' | 'miss' }
  | { readonly kind: 'hit rate' | 'error rate' | 'throughput' };

/** The rates that can have a margin. */
export const marginRates = ['cache_hit_rate', 'http_req_failed', 'http_reqs'] as const;

const latency = /^(?<what>avg|med|p\((?<percent>\d+(?:\.\d+)?)\))(?:\{cache:(?<cache>hit|miss)\})?$/u;

/** Reads the key of a margin or a claim: 'p(95){cache:hit}', 'med{cache:miss}', 'avg', 'cache_hit_rate'. Undefined when it names nothing that is compared. */
export function parseComparedMetric(key: string): ComparedMetric | undefined {
  switch (key) {
    case 'cache_hit_rate':
      return { kind: 'hit rate' };
    case 'http_req_failed':
      return { kind: 'error rate' };
    case 'http_reqs':
      return { kind: 'throughput' };
    default:
      return parseLatency(key);
  }
}

function parseLatency(key: string): ComparedMetric | undefined {
  const { what, percent, cache } = latency.exec(key)?.groups ?? {};
  if (what === undefined) return undefined;
  const ofClass: { cacheClass?: 'hit' | 'miss' } = cache === 'hit' || cache === 'miss' ? { cacheClass: cache } : {};
  if (what === 'avg') return { kind: 'mean', ...ofClass };
  const quantile = what === 'med' ? 0.5 : Number(percent) / 100;
  return quantile > 0 && quantile < 1 ? { kind: 'quantile', quantile, ...ofClass } : undefined;
}

/** What a scenario claims of the change: a figure that is lower by a share, or a share of requests that must not fail. */
export type BaselineClaim =
  | { readonly kind: 'lower'; readonly metric: string; readonly lowerBy: number }
  | { readonly kind: 'availability'; readonly atLeast: number };
