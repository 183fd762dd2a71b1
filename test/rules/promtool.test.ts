import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grafanaDashboard } from '../../src/rules/grafana-dashboard.ts';
import { prometheusRules } from '../../src/rules/prometheus-rules.ts';
import { rulesTest } from '../../src/rules/rules-test.ts';
import type { WatchList } from '../../src/rules/watch-list.ts';
import { slaThresholds, watchListFrom } from './build-watch-list.ts';
import { hasPromtool, promtool } from './promtool.ts';
import { dashboardExpressions } from './dashboard-expressions.ts';

const available = hasPromtool();
const skipped = available ? '' : ' (skipped: there is no promtool on the PATH)';

/** Short patience, so that the histories are short. */
const hitRateOnly = `triggers: [{ name: low, metric: cache_hit_rate, when: rate<0.873, for: 3m }]`;
const latencyOnly = `triggers: [{ name: slow, metric: 'http_req_duration{cache:hit}', when: p(95)>23, for: 3m }]`;

const scenarios = {
  'the plan’s triggers beside the SLA’s thresholds': slaThresholds,
  'milliseconds, own names and labels, a scrape every 30 s, and failures that are no requests': `
    metrics:
      hits: { name: answers_total, labels: { class: hit } }
      requests: answers_total
      errors: failures_total
      hitLatencyBuckets: { name: answer_ms_bucket, labels: { class: hit } }
      missLatencyBuckets: { name: answer_ms_bucket, labels: { class: miss } }
      up: probe_success
      unit: milliseconds
      selector: { job: 'a "quoted" {{job}}' }
      requestsCountErrors: false
      scrapeInterval: 30s
    triggers:
      - { name: seven-in-a-hundred, metric: http_req_failed, when: rate>=0.07, for: 90s }
      - { name: p99.9, metric: 'http_req_duration{cache:miss}', when: p(99.9)>=95, for: 4m, severity: info }
      - { name: mean, metric: 'http_req_duration{cache:hit}', when: avg>29, for: 1m }
      - { name: at once, metric: up, when: value==0, for: 0, action: rollback }`.replace('at once', 'at-once'),
};

describe.skipIf(!available)(`promtool${skipped}`, () => {
  it.each(Object.entries(scenarios))('accepts the rules of %s, and their unit tests pass', (_, yaml) => {
    const watch = watchListFrom(yaml);
    const files = { 'r.yaml': prometheusRules(watch), 't.yaml': rulesTest(watch, 'r.yaml') };
    expect(promtool(['check', 'rules', '--lint=all', '--lint-fatal', 'r.yaml'], { files })).toMatchObject({ ok: true });
    expect(promtool(['test', 'rules', 't.yaml'], { files })).toStrictEqual({
      ok: true,
      output: expect.stringContaining('SUCCESS'),
    });
  });

  it.each<[fault: string, yaml: string, from: string | RegExp, to: string]>([
    ['a limit in milliseconds of a series in seconds', latencyOnly, '> 0.023', '> 23'],
    ['no rate within the quantile', latencyOnly, /by \(le\) \(rate\((.*?)\[1m\]\)\)/u, 'by (le) ($1)'],
    ['a sum that loses the buckets', latencyOnly, 'sum by (le) ', 'sum'],
    ['a quantile of nothing', latencyOnly, / and on \(\) .*/u, ''],
    ['another quantile', latencyOnly, 'histogram_quantile(0.95', 'histogram_quantile(0.9'],
    ['a division by no traffic', hitRateOnly, ' > 0)', ')'],
    ['a limit that fires at itself', hitRateOnly, '< 0.873', '<= 0.873'],
    ['failures that count as misses', hitRateOnly, /\(\(sum.*> 0\)/u, '(sum(rate(fact_requests{job="fact"}[1m])) > 0)'],
    ['less patience', hitRateOnly, 'for: 3m', 'for: 165s'],
    ['more patience', hitRateOnly, 'for: 3m', 'for: 195s'],
    [
      'no alert for a series that is absent',
      hitRateOnly,
      'absent(sum(rate(fact_cache_hits',
      'absent(sum(rate(fact_cache',
    ],
    ['counters instead of rates', hitRateOnly, /rate\((fact_cache_hits.*?)\[1m\]\)/u, '$1'],
    ['another severity', hitRateOnly, 'severity: warning', 'severity: critical'],
  ])('finds %s in the rules by their unit tests', (_, yaml, from, to) => {
    const watch = watchListFrom(`${yaml}\nthresholds: { vus_in_flight: min>=1 }`);
    const right = prometheusRules(watch);
    const wrong = right.replace(from, to);
    expect(wrong).not.toBe(right);
    const files = { 'r.yaml': wrong, 't.yaml': rulesTest(watch, 'r.yaml') };
    expect(promtool(['test', 'rules', 't.yaml'], { files }).ok).toBe(false);
  });

  it('can parse every expression of the dashboard', () => {
    for (const yaml of Object.values(scenarios)) {
      const watch: WatchList = watchListFrom(yaml);
      const expressions = dashboardExpressions(grafanaDashboard(watch));
      const rules = expressions.map((expr, index) => ({ record: `panel:query:${index}`, expr }));
      const files = { 'r.yaml': JSON.stringify({ groups: [{ name: 'dashboard', rules }] }) };
      expect(parse(files['r.yaml'])).toBeDefined();
      expect(promtool(['check', 'rules', 'r.yaml'], { files })).toStrictEqual({
        ok: true,
        output: expect.stringContaining(`${expressions.length} rules found`),
      });
    }
  });
});
