import { describe, expect, it } from 'vitest';
import { mappingOf, planMapping } from '../../src/scenario/metric-mapping.ts';
import { planTriggers, triggersOf } from '../../src/scenario/trigger.ts';
import { problemsOf, scenarioOf } from './parse-text.ts';

const minute = 60_000_000;

describe('triggers', () => {
  it('are the plan’s when the scenario has none of its own', () => {
    expect(triggersOf(scenarioOf(''))).toBe(planTriggers);
    expect(
      planTriggers.map(({ name, forMicros, severity, action }) => [name, forMicros / minute, severity, action]),
    ).toStrictEqual([
      ['hit-rate-low', 5, 'warning', 'alert'],
      ['hit-latency-high', 3, 'critical', 'alert'],
      ['service-down', 1, 'critical', 'alert'],
      ['rollback-error-rate', 5, 'critical', 'rollback'],
      ['rollback-unavailable', 2, 'critical', 'rollback'],
      ['review-hit-latency', 10, 'warning', 'review'],
      ['review-hit-rate', 15, 'warning', 'review'],
    ]);
  });

  it('are none when the scenario says so', () => {
    expect(triggersOf(scenarioOf('triggers: []'))).toStrictEqual([]);
  });

  it.each([
    ['cache_hit_rate', 'rate<0.873', { figure: { kind: 'hit rate' }, operator: '<', limit: 0.873 }],
    ['http_req_failed', 'rate >= 0.05', { figure: { kind: 'error rate' }, operator: '>=', limit: 0.05 }],
    [
      'http_req_duration{cache:hit}',
      'p(95)>23',
      { figure: { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 }, operator: '>', limit: 23 },
    ],
    [
      'http_req_duration{cache:miss}',
      'avg>95',
      { figure: { kind: 'mean', cacheClass: 'miss' }, operator: '>', limit: 95 },
    ],
    ['up', 'value==0', { figure: { kind: 'up' }, operator: '<', limit: 1 }],
    ['up', 'value < 1', { figure: { kind: 'up' }, operator: '<', limit: 1 }],
  ])('read %s %s', (metric, when, condition) => {
    const [trigger] = triggersOf(scenarioOf(`triggers: [{ name: a, metric: '${metric}', when: '${when}', for: 90s }]`));
    expect(trigger).toStrictEqual({
      name: 'a',
      condition,
      forMicros: 1.5 * minute,
      severity: 'warning',
      action: 'alert',
    });
  });

  it('are critical when they roll back and say nothing else', () => {
    const written = `{ name: a, metric: up, when: value==0, for: 1m, action: rollback }`;
    expect(triggersOf(scenarioOf(`triggers: [${written}]`))[0]?.severity).toBe('critical');
    expect(triggersOf(scenarioOf(`triggers: [${written.replace('}', ', severity: info }')}]`))[0]?.severity).toBe(
      'info',
    );
  });

  it.each([
    ['vus_in_flight', 'min<100', 'metric cannot be read', 'watch cache_hit_rate'],
    ['http_req_duration', 'p(95)>23', 'one histogram for hits and one for misses', 'watch'],
    ['http_req_duration{cache:hit}', 'max>23', 'does not hold its extremes', 'watch'],
    ['cache_hit_rte', 'rate<0.8', '"cache_hit_rte" is not a metric', 'did you mean "cache_hit_rate"?'],
    ['cache_hit_rate', 'rate<87.3', 'is above 1', 'write a share of 1: 0.873'],
    ['cache_hit_rate', 'rate==0.8', 'compares for equality', 'use <, <=, > or >='],
    ['up', 'value<2', 'of up only "value==0" can be watched', 'write when: "value==0"'],
  ])('refuse %s %s', (metric, when, words, hint) => {
    const problems = problemsOf(`triggers: [{ name: a, metric: '${metric}', when: '${when}', for: 1m }]`);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(words);
    expect(problems[0]?.hint).toContain(hint);
  });

  it('refuse a name that is given twice', () => {
    const same = '{ name: a, metric: up, when: value==0, for: 1m }';
    expect(problemsOf(`triggers: [${same}, ${same}]`).map(({ message }) => message)).toStrictEqual([
      'triggers[1].name is "a" twice',
    ]);
  });
});

describe('the mapping of metrics', () => {
  it('is looked at below the target unless it says not to, and asks for no agreement by itself', () => {
    expect(scenarioOf('metrics: {}').metrics).toMatchObject({ path: '/metrics' });
    expect(scenarioOf('metrics: { path: false }').metrics).not.toHaveProperty('path');
    expect(scenarioOf('metrics: {}').metrics).not.toHaveProperty('agree');
    expect(scenarioOf('metrics: { agree: {} }').metrics?.agree).toStrictEqual({
      within: 0,
      of: ['requests', 'hits', 'errors'],
    });
  });

  it('has the plan’s names, in seconds, by default', () => {
    expect(mappingOf(scenarioOf(''))).toBe(planMapping);
    expect(mappingOf(scenarioOf('metrics: {}'))).toStrictEqual(planMapping);
  });

  it('takes names with labels', () => {
    const { hits, requests } = mappingOf(
      scenarioOf('metrics: { hits: { name: answers, labels: { class: hit } }, requests: answers }'),
    );
    expect(hits).toStrictEqual({ name: 'answers', labels: { class: 'hit' } });
    expect(requests).toStrictEqual({ name: 'answers', labels: {} });
  });

  it.each([
    ['{ hits: fact-hits }', 'metrics.hits must be the name of a metric', 'write the name as /metrics shows it'],
    ['{ hitLatencyBuckets: fact_latency }', 'which ends in _bucket', 'write the name as /metrics shows it'],
    ['{ unit: microseconds }', 'metrics.unit must be one of seconds, milliseconds', ''],
    ['{ buckets: [0.01, 0.05, 0.02] }', 'metrics.buckets[2] is 0.02 after 0.05', 'from the least'],
    ['{ buckets: [] }', 'metrics.buckets', ''],
    ['{ selector: {} }', 'metrics.selector has no label', 'selector: { job: "fact" }'],
    ['{ path: metrics }', 'metrics.path must be a path that begins with /, or false', 'write a path such as'],
    ['{ path: true }', 'metrics.path must be a path that begins with /, or false', ''],
    ['{ agree: true }', 'metrics.agree', 'write agree: { within: 0.01 }'],
    ['{ agree: { within: 1.1 } }', 'metrics.agree.within', 'share of 1'],
    ['{ agree: { of: [misses] } }', 'metrics.agree.of[0]', ''],
    ['{ agree: { of: [] } }', 'metrics.agree.of', ''],
    ['{ path: false, agree: {} }', 'metrics.agree asks for counters', 'remove one of the two'],
    ['{ selector: { "a-b": x } }', 'metrics.selector', ''],
    ['{ hit: x }', 'metrics.hit', 'did you mean'],
    ['{ scrapeInterval: 0s }', 'metrics.scrapeInterval must be a duration longer than 0', ''],
  ])('refuses %s', (metrics, words, hint) => {
    const problems = problemsOf(`metrics: ${metrics}`);
    expect(problems.map(({ message }) => message).join('\n')).toContain(words);
    expect(problems[0]?.hint).toContain(hint);
  });

  it('may do without a label where the service has an up of its own', () => {
    expect(problemsOf('metrics: { selector: {}, up: probe_success }')).toStrictEqual([]);
    expect(problemsOf('metrics: { selector: {}, up: { name: up, labels: { job: x } } }')).toStrictEqual([]);
  });
});
