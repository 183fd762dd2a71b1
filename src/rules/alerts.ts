import type { Trigger } from '../scenario/trigger.ts';
import { limitInSeries, requestRate } from './figure-expression.ts';
import { figureWords, limitWords, recordName, requestRateName, valueTemplate } from './figure-names.ts';
import { neededSeries, noTrafficForMicros, type NeededSeries } from './guards.ts';
import { promDuration } from './prom-duration.ts';
import { writeLabels } from './promql.ts';
import type { WatchList } from './watch-list.ts';

/** An alerting rule of Prometheus. */
export type AlertRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<'summary' | 'description', string>>;
};

/** The alert of a trigger: 'hit-rate-low' is HitRateLow. It compares the recorded figure, in whose unit the limit is written. */
export function triggerAlert(trigger: Trigger, { scenario, mapping }: WatchList): AlertRule {
  const { name, condition, forMicros, severity, action } = trigger;
  const { figure, operator, limit } = condition;
  const figureLabels = writeLabels({ scenario });
  return {
    alert: alertName(name),
    expr: `${recordName(figure, mapping)}${figureLabels} ${operator} ${limitInSeries(figure, limit, mapping)}`,
    for: promDuration(forMicros),
    labels: { severity, action, scenario, trigger: name },
    annotations: {
      summary: summaryOf(trigger),
      description: `${capital(figureWords(figure))}: ${valueTemplate(figure, mapping)}, limit ${limitWords(figure, limit)}. ${adviceOf[action]}`,
    },
  };
}

/** The alert that a series which triggers need is not there, so that they cannot fire. */
export function absentAlert(needed: NeededSeries, { scenario }: WatchList): AlertRule {
  const { role, selector, expression, isRate, forMicros, severity } = needed;
  const seldom = isRate ? ', or it is read too seldom for a rate' : '';
  return {
    alert: 'SeriesAbsent',
    expr: `absent(${expression})`,
    for: promDuration(forMicros),
    labels: { severity, action: 'alert', scenario, series: role },
    annotations: {
      summary: `no data: ${plainText(selector)}`,
      description: `${plainText(selector)} (${role} of the mapping) has no series${seldom}. What is computed from it is not watched, which does not mean that it is well.`,
    },
  };
}

/** The alert that nothing is asked, so that no rate and no latency has a value. */
export function noTrafficAlert({ scenario, mapping }: WatchList): AlertRule {
  return {
    alert: 'NoTraffic',
    expr: `${requestRateName(mapping)}${writeLabels({ scenario })} == 0`,
    for: promDuration(noTrafficForMicros),
    labels: { severity: 'info', action: 'alert', scenario },
    annotations: {
      summary: `no request for ${promDuration(noTrafficForMicros)}`,
      description: 'Requests a second: {{ $value }}. Hit rate, error rate and latencies have no value meanwhile.',
    },
  };
}

/** Every alert of a watch list. */
export function alertsOf(watch: WatchList): AlertRule[] {
  return [
    ...watch.triggers.map((trigger) => triggerAlert(trigger, watch)),
    ...neededSeries(watch).map((needed) => absentAlert(needed, watch)),
    ...(needsTraffic(watch) ? [noTrafficAlert(watch)] : []),
  ];
}

/** Whether any trigger is on a figure that needs requests. */
export function needsTraffic({ figures }: WatchList): boolean {
  return figures.some(({ kind }) => kind !== 'up');
}

/** The expression that `NoTraffic` compares, as a recorded series. */
export function requestRateRule({ scenario, mapping }: WatchList) {
  return { record: requestRateName(mapping), expr: requestRate(mapping), labels: { scenario } };
}

function alertName(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/u)
    .map(capital)
    .join('');
}

function summaryOf({ condition: { figure, operator, limit }, forMicros }: Trigger): string {
  const lasting = forMicros === 0 ? '' : ` for ${promDuration(forMicros)}`;
  if (figure.kind === 'up') return `no instance can be reached${lasting}`;
  return `${figureWords(figure)} ${sideOf[operator]} ${limitWords(figure, limit)}${lasting}`;
}

const sideOf = { '<': 'below', '<=': 'at or below', '>': 'above', '>=': 'at or above' } as const;

const adviceOf = {
  alert: 'Look at it.',
  review: 'Decide whether to roll back.',
  rollback: 'Roll back.',
} as const;

/** Two braces would begin a template. */
function plainText(text: string): string {
  return text.replaceAll('{{', '{ {');
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
