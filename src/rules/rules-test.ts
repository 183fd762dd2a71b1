import { stringify } from 'yaml';
import { absentAlert, needsTraffic, noTrafficAlert, triggerAlert, type AlertRule } from './alerts.ts';
import { recordName, valueTemplate } from './figure-names.ts';
import { neededSeries, noTrafficForMicros } from './guards.ts';
import { holds, modelFigure } from './model-figures.ts';
import { promDuration } from './prom-duration.ts';
import { writeLabels } from './promql.ts';
import { renderedValue } from './rendered-value.ts';
import { firesAtMicros, firstLookMicros, testCases, type TestCase } from './test-cases.ts';
import { inputSeries } from './test-series.ts';
import type { WatchList } from './watch-list.ts';

/** An alert that must fire, as promtool wants it. */
type ExpectedAlert = Readonly<Record<'exp_labels' | 'exp_annotations', Readonly<Record<string, string>>>>;

/**
 * Unit tests of the rules for `promtool test rules`: series at each limit, one step on either side, not for long enough, interrupted, with
 * a restart, without traffic and absent, and every alert that must fire and must not. What must fire is computed from the series and not
 * by the rules.
 */
export function rulesTest(watch: WatchList, rulesFile: string): string {
  const interval = promDuration(watch.mapping.scrapeIntervalMicros);
  const tests = testCases(watch).map((test) => ({
    name: test.name,
    interval,
    input_series: inputSeries(test.stretches, watch.mapping),
    alert_rule_test: expectAlerts(test, watch),
    promql_expr_test: expectFigures(test, watch),
  }));
  return stringify(
    { rule_files: [rulesFile], evaluation_interval: interval, tests },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function expectAlerts(test: TestCase, watch: WatchList): object[] {
  const eval_time = promDuration(test.atMicros);
  const firing = alertsDue(test, watch);
  const names = new Set(firing.map(({ rule }) => rule.alert));
  return [...names].map((alertname) => ({
    eval_time,
    alertname,
    exp_alerts: firing.filter(({ rule, due }) => due && rule.alert === alertname).map(({ expected }) => expected),
  }));
}

type Due = { readonly rule: AlertRule; readonly due: boolean; readonly expected: ExpectedAlert };

/** Every alert that is looked at, and whether it must fire. */
function alertsDue(test: TestCase, watch: WatchList): Due[] {
  const triggers = watch.triggers
    .filter(({ name }) => test.only === undefined || test.only === name)
    .map((trigger): Due => {
      const { condition, forMicros } = trigger;
      const { state } = test;
      const value = state === undefined ? undefined : modelFigure(condition.figure, state, watch.mapping);
      const lasted = test.atMicros >= firesAtMicros(firstLookMicros(trigger, watch), forMicros, watch);
      const due = state !== undefined && test.interrupted !== true && lasted && holds(condition, state, watch.mapping);
      const rule = triggerAlert(trigger, watch);
      const shown = value === undefined ? '' : renderedValue(condition.figure, value, watch.mapping);
      return { rule, due, expected: expectedOf(rule, valueTemplate(condition.figure, watch.mapping), shown) };
    });
  return test.only === undefined ? [...triggers, ...guardsDue(test, watch)] : triggers;
}

function guardsDue({ state, atMicros }: TestCase, watch: WatchList): Due[] {
  const absent = neededSeries(watch).map((needed): Due => {
    const rule = absentAlert(needed, watch);
    const due = state === undefined && atMicros >= firesAtMicros(0, needed.forMicros, watch);
    return { rule, due, expected: expectedOf(rule) };
  });
  if (!needsTraffic(watch)) return absent;
  const rule = noTrafficAlert(watch);
  const from = watch.mapping.scrapeIntervalMicros;
  const due = state?.requests === 0 && atMicros >= firesAtMicros(from, noTrafficForMicros, watch);
  return [...absent, { rule, due, expected: expectedOf(rule, '{{ $value }}', '0') }];
}

function expectedOf({ labels, annotations }: AlertRule, template = '', shown = ''): ExpectedAlert {
  const description = template === '' ? annotations.description : annotations.description.replace(template, shown);
  return { exp_labels: labels, exp_annotations: { ...annotations, description } };
}

/** Figures without a value have no series, and no NaN, which would be a sample. */
function expectFigures({ state, atMicros, interrupted }: TestCase, watch: WatchList): object[] {
  const { figures, mapping, scenario } = watch;
  if (state === undefined || interrupted === true) return [];
  return figures
    .filter((figure) => modelFigure(figure, state, mapping) === undefined)
    .map((figure) => ({
      expr: `${recordName(figure, mapping)}${writeLabels({ scenario })}`,
      eval_time: promDuration(atMicros),
      exp_samples: [],
    }));
}
