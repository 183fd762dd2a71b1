import { cacheClasses } from '../../recorder/sample.ts';
import { truthFailures } from '../truth.ts';
import type { TargetContext } from './target-context.ts';

/** The Prometheus text exposition of what the target did (format 0.0.4), or what the options want in its place. */
export function renderMetrics({
  options,
  truth,
  service,
}: Pick<TargetContext, 'options' | 'truth' | 'service'>): string {
  switch (options.metrics) {
    case 'empty':
      return '';
    case 'invalid':
      return 'reference_target_answers_total{class=hit} NaN NaN\n# TYPE\n{} 1\n';
    case 'valid': {
      const { busy, waiting } = service.load;
      return [
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

function family(name: string, type: string, help: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}`;
}
