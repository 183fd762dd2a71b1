import { activeCheckNames } from './active-check-names.ts';
import { loadModel, type Checks, type Load } from './scenario.ts';
import type { Aggregation, MetricName, Threshold } from './threshold.ts';

/**
 * The gates that a scenario should have and has not: no answer of an unknown class when a gate is by class, no request
 * dropped by an open load, every check held. One gate on `checks` without a tag covers all checks.
 */
export function implicitGates(thresholds: readonly Threshold[], load: Load, checks: Checks): Threshold[] {
  const has = (metric: MetricName): boolean => thresholds.some((threshold) => threshold.metric === metric);
  const byClass = thresholds.some(({ metric, tags }) => metric === 'cache_hit_rate' || tags['cache'] !== undefined);
  const gates: Threshold[] = [];
  if (byClass && !has('cache_unknown_rate')) gates.push(exactly('cache_unknown_rate', 'rate', 0));
  if (loadModel(load) === 'open' && !has('dropped_iterations')) gates.push(exactly('dropped_iterations', 'count', 0));
  const gated = new Set(thresholds.filter(({ metric }) => metric === 'checks').map(({ tags }) => tags['check']));
  if (gated.has(undefined)) return gates;
  for (const check of activeCheckNames(checks)) {
    if (!gated.has(check))
      gates.push({ ...exactly('checks', 'rate', 1), selector: `checks{check:${check}}`, tags: { check } });
  }
  return gates;
}

function exactly(metric: MetricName, kind: 'rate' | 'count', limit: number): Threshold {
  const aggregation: Aggregation = { kind };
  const source = `${kind}==${limit}`;
  return { selector: metric, source, metric, tags: {}, aggregation, operator: '==', limit, implicit: true };
}
