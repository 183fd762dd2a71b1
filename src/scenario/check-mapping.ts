import type { ValidMapping } from './mapping-schema.ts';
import type { ProblemReporter } from './problem-reporter.ts';

/**
 * Reports what the schema of a mapping cannot say: buckets out of order, an `up` that is that of every target, and counters that are to agree
 * but are not looked at.
 */
export function checkMapping(
  { buckets = [], selector, up, path, agree }: ValidMapping,
  report: ProblemReporter['report'],
): void {
  const disorder = buckets.findIndex((bound, index) => bound <= (buckets[index - 1] ?? 0));
  if (disorder > 0) {
    const words = `is ${buckets[disorder]} after ${buckets[disorder - 1]}, but bounds ascend`;
    report(['metrics', 'buckets', disorder], words, 'list the upper bounds from the least to the greatest');
  }
  if (agree !== undefined && path === false) {
    report(['metrics', 'agree'], 'asks for counters, and path: false says that none are read', 'remove one of the two');
  }
  const own = typeof up === 'string' ? {} : up.labels;
  const name = typeof up === 'string' ? up : up.name;
  if (name === 'up' && Object.keys({ ...selector, ...own }).length === 0) {
    const hint = 'add the label that tells the service from others, such as selector: { job: "fact" }';
    report(['metrics', 'selector'], 'has no label, and without one "up" is that of every target of Prometheus', hint);
  }
}
