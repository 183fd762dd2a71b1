import type { MappedSeries, MetricMapping } from '../scenario/metric-mapping.ts';
import type { Severity, Trigger } from '../scenario/trigger.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';
import { latencyBuckets } from './figure-expression.ts';
import { besideBuckets, selectSeries, sumOfRates } from './promql.ts';
import type { WatchList } from './watch-list.ts';

/** A series that triggers are computed from, and how to see that it is not there. */
export type NeededSeries = {
  /** What it is called in the mapping: 'hits', 'hitLatencyBuckets'. */
  readonly role: string;
  readonly selector: string;
  /** Has a value while the series can be used. A rate has none either when the series is read too seldom for its window. */
  readonly expression: string;
  readonly isRate: boolean;
  /** How long it may be missing: as long as the least patient of the triggers that need it allows what is bad. */
  readonly forMicros: number;
  readonly severity: Severity;
};

/** Without a request no figure has a value; this is how long that may be so before it is told. */
export const noTrafficForMicros = 300_000_000;

/** The series that the triggers of a watch list need, each once. */
export function neededSeries({ triggers, mapping }: WatchList): NeededSeries[] {
  const needed = new Map<string, NeededSeries>();
  for (const trigger of triggers) {
    for (const { role, series, more = {}, isRate } of seriesOf(trigger.condition.figure, mapping)) {
      const selector = selectSeries(series, mapping, more);
      const other = needed.get(selector);
      needed.set(selector, {
        role,
        selector,
        expression: isRate ? sumOfRates(series, mapping, more) : `max(${selector})`,
        isRate,
        forMicros: Math.min(trigger.forMicros, other?.forMicros ?? Infinity),
        severity: graver(severityOf(trigger), other?.severity),
      });
    }
  }
  return [...needed.values()];
}

type Need = {
  readonly role: string;
  readonly series: MappedSeries;
  readonly more?: Readonly<Record<string, string>>;
  readonly isRate: boolean;
};

function seriesOf(figure: WatchedFigure, mapping: MetricMapping): Need[] {
  const counter = (role: 'hits' | 'requests' | 'errors'): Need => ({ role, series: mapping[role], isRate: true });
  switch (figure.kind) {
    case 'hit rate':
      return [counter('hits'), counter('requests')];
    case 'error rate':
      return [counter('errors'), counter('requests')];
    case 'up':
      return [{ role: 'up', series: mapping.up, isRate: false }];
    case 'mean':
      return (['sum', 'count'] as const).map((suffix) => ({
        role: `${figure.cacheClass} latency ${suffix}`,
        series: besideBuckets(latencyBuckets(figure.cacheClass, mapping), suffix),
        isRate: true,
      }));
    case 'quantile':
      return [
        {
          role: `${figure.cacheClass}LatencyBuckets`,
          series: latencyBuckets(figure.cacheClass, mapping),
          more: { le: '+Inf' },
          isRate: true,
        },
      ];
  }
}

/** Not to see what would roll back is as grave as that; anything else unseen is a warning. */
function severityOf({ action, severity }: Trigger): Severity {
  return action === 'rollback' ? severity : 'warning';
}

function graver(one: Severity, other: Severity = 'info'): Severity {
  const order: readonly Severity[] = ['info', 'warning', 'critical'];
  return order.indexOf(one) > order.indexOf(other) ? one : other;
}
