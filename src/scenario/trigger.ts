import type { BoundOperator, WatchedFigure } from './watched-figure.ts';

/** How grave a trigger is to whoever is called. */
export type Severity = 'info' | 'warning' | 'critical';

/** What a trigger asks for: to know, to look at it and decide, or to go back to the release before. */
type TriggerAction = 'alert' | 'review' | 'rollback';

/**
 * What must not be of a live service. It fires when its condition held at every look for `forMicros`; without data it neither
 * holds nor fails to hold, and that is told by itself.
 */
export type Trigger = {
  readonly name: string;
  readonly condition: TriggerCondition;
  readonly forMicros: number;
  readonly severity: Severity;
  readonly action: TriggerAction;
};

/** The bad state: milliseconds for latencies, shares of 1 for rates; `up` below 1 is a service of which no instance can be reached. */
export type TriggerCondition = {
  readonly figure: WatchedFigure;
  readonly operator: BoundOperator;
  readonly limit: number;
};

const minute = 60_000_000;
const hitP95: WatchedFigure = { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 };
const down: TriggerCondition = { figure: { kind: 'up' }, operator: '<', limit: 1 };

/**
 * The alerts and the rollback triggers of the integration plan. Its "cache latency" names no statistic: it is read as the p95 of
 * hits, like its alert.
 */
export const planTriggers: readonly Trigger[] = [
  {
    name: 'hit-rate-low',
    condition: { figure: { kind: 'hit rate' }, operator: '<', limit: 0.873 },
    forMicros: 5 * minute,
    severity: 'warning',
    action: 'alert',
  },
  {
    name: 'hit-latency-high',
    condition: { figure: hitP95, operator: '>', limit: 23 },
    forMicros: 3 * minute,
    severity: 'critical',
    action: 'alert',
  },
  { name: 'service-down', condition: down, forMicros: minute, severity: 'critical', action: 'alert' },
  {
    name: 'rollback-error-rate',
    condition: { figure: { kind: 'error rate' }, operator: '>', limit: 0.05 },
    forMicros: 5 * minute,
    severity: 'critical',
    action: 'rollback',
  },
  { name: 'rollback-unavailable', condition: down, forMicros: 2 * minute, severity: 'critical', action: 'rollback' },
  {
    name: 'review-hit-latency',
    condition: { figure: hitP95, operator: '>', limit: 50 },
    forMicros: 10 * minute,
    severity: 'warning',
    action: 'review',
  },
  {
    name: 'review-hit-rate',
    condition: { figure: { kind: 'hit rate' }, operator: '<', limit: 0.7 },
    forMicros: 15 * minute,
    severity: 'warning',
    action: 'review',
  },
];

/** The triggers of a scenario: its own, or the plan's where it has none. */
export function triggersOf({
  triggers = planTriggers,
}: {
  readonly triggers?: readonly Trigger[];
}): readonly Trigger[] {
  return triggers;
}
