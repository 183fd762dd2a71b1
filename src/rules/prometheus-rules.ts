import { stringify } from 'yaml';
import { promDuration } from './prom-duration.ts';
import { alertsOf, needsTraffic, requestRateRule, type AlertRule } from './alerts.ts';
import { findBucketDoubts } from './bucket-doubts.ts';
import { figureExpression } from './figure-expression.ts';
import { recordName } from './figure-names.ts';
import type { WatchList } from './watch-list.ts';

/** A recording rule of Prometheus. */
type RecordRule = {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
};

/** The figures of a watch list as recording rules, each once. */
function recordsOf(watch: WatchList): RecordRule[] {
  const { figures, mapping, scenario } = watch;
  return [
    ...(needsTraffic(watch) ? [requestRateRule(watch)] : []),
    ...figures.map((figure) => ({
      record: recordName(figure, mapping),
      expr: figureExpression(figure, mapping),
      labels: { scenario },
    })),
  ];
}

/**
 * A rules file for Prometheus: the figures first and then the alerts on them, in one group, whose rules are evaluated in order. What
 * cannot be watched, and what the buckets cannot decide, stands in comments at its head.
 */
export function prometheusRules(watch: WatchList): string {
  const rules: (RecordRule | AlertRule)[] = [...recordsOf(watch), ...alertsOf(watch)];
  const group = {
    name: `hitgate-${watch.scenario}`,
    interval: promDuration(watch.mapping.scrapeIntervalMicros),
    rules,
  };
  return `${headOf(watch)}${stringify({ groups: [group] }, { lineWidth: 0 })}`;
}

function headOf(watch: WatchList): string {
  const { scenario, unwatched, mapping } = watch;
  const doubts = findBucketDoubts(watch);
  const lines = [
    `Made by "hitgate rules" from the scenario ${scenario}: change the scenario and make it again.`,
    ...(unwatched.length === 0 ? [] : ['Thresholds that are not watched here:']),
    ...unwatched.map(({ threshold, reason }) => `  ${threshold.selector}: ${threshold.source} - ${reason}`),
    ...(doubts.length === 0 ? [] : ['Limits that the buckets cannot decide:']),
    ...doubts.map(({ sentence, remedy }) => `  ${sentence}; ${remedy}`),
    ...(mapping.buckets === undefined && watch.figures.some(({ kind }) => kind === 'quantile')
      ? ['Whether the buckets can decide the limits is not known: list them as metrics.buckets in the scenario.']
      : []),
  ];
  return lines.map((line) => `# ${line.replaceAll(/\s+/gu, (space) => space.replaceAll(/[\r\n]/gu, ' '))}\n`).join('');
}
