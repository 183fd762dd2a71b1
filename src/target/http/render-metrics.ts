import { cacheClasses } from '../../recorder/sample.ts';
import { bucketBounds, type BucketHistogram, type ServiceCounters } from '../service-counters.ts';
import { truthFailures } from '../truth.ts';
import type { TargetContext } from './target-context.ts';

/** The Prometheus text exposition of what the target did (format 0.0.4), or what the options want in its place. */
export function renderMetrics({
  options,
  truth,
  counters,
  service,
}: Pick<TargetContext, 'options' | 'truth' | 'counters' | 'service'>): string {
  switch (options.metrics) {
    case 'empty':
      return '';
    case 'invalid':
      return `reference_target_answers_total{class=hit} NaN NaN\n# TYPE\n{} 1\nfact_requests ${counters.requests}\n`;
    case 'valid': {
      const { busy, waiting } = service.load;
      return [
        ...planFamilies(counters),
        family('reference_target_answers_total', 'counter', 'Answers since the truth was last reset, by stated class.'),
        ...cacheClasses.map((name) => `reference_target_answers_total{class="${name}"} ${truth.answersOf(name)}`),
        family('reference_target_failures_total', 'counter', 'Failed queries since the truth was last reset, by kind.'),
        ...truthFailures.map((kind) => `reference_target_failures_total{kind="${kind}"} ${truth.failuresOf(kind)}`),
        family('reference_target_cached_answers', 'gauge', 'Answers in the cache.'),
        `reference_target_cached_answers ${service.cached}`,
        family('reference_target_pool_busy', 'gauge', 'Connections to FACT in use.'),
        `reference_target_pool_busy ${busy}`,
        family('reference_target_pool_waiting', 'gauge', 'Queries that wait for a connection to FACT.'),
        `reference_target_pool_waiting ${waiting}`,
        '',
      ].join('\n');
    }
  }
}

function planFamilies({ requests, hits, errors, hitLatency, missLatency }: ServiceCounters): string[] {
  return [
    family('fact_requests', 'counter', 'Queries that were answered or failed, since the start.'),
    `fact_requests ${requests}`,
    family('fact_cache_hits', 'counter', 'Answers from the cache, since the start.'),
    `fact_cache_hits ${hits}`,
    family('fact_errors', 'counter', 'Queries that failed, since the start.'),
    `fact_errors ${errors}`,
    ...histogram('fact_cache_latency', 'Seconds until an answer from the cache was handed to the socket.', hitLatency),
    ...histogram('fact_miss_latency', 'Seconds until any other answer was handed to the socket.', missLatency),
  ];
}

function histogram(name: string, help: string, { cumulative, sumSeconds }: BucketHistogram): string[] {
  return [
    family(name, 'histogram', help),
    ...cumulative.map((count, index) => `${name}_bucket{le="${bucketBounds[index] ?? '+Inf'}"} ${count}`),
    `${name}_sum ${sumSeconds}`,
    `${name}_count ${cumulative.at(-1) ?? 0}`,
  ];
}

function family(name: string, type: string, help: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}`;
}
