import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBucketDoubts } from '../../src/rules/bucket-doubts.ts';
import { grafanaDashboard } from '../../src/rules/grafana-dashboard.ts';
import { promDuration } from '../../src/rules/prom-duration.ts';
import { prometheusRules } from '../../src/rules/prometheus-rules.ts';
import { writeNumber } from '../../src/rules/promql.ts';
import { rulesTest } from '../../src/rules/rules-test.ts';
import { thresholdSteps } from '../../src/rules/threshold-steps.ts';
import { parseDuration } from '../../src/units.ts';
import { slaThresholds, watchListFrom } from './build-watch-list.ts';
import { readDashboard } from './dashboard-expressions.ts';

const hitP95 = { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 } as const;

describe('the watch list', () => {
  it('has an alert for each threshold that no trigger watches', () => {
    const { triggers, unwatched } = watchListFrom(slaThresholds);
    expect(triggers.slice(7).map(({ name, condition }) => [name, condition.operator, condition.limit])).toStrictEqual([
      ['threshold-p95-latency-of-misses', '>=', 95],
      ['threshold-error-rate', '>=', 0.01],
    ]);
    expect(unwatched.map(({ threshold }) => threshold.selector)).toStrictEqual(['vus_in_flight', 'cache_unknown_rate']);
  });

  it('gives two thresholds on one figure names of their own', () => {
    const { triggers } = watchListFrom(`
      triggers: []
      thresholds: { http_req_failed: ['rate<0.01', 'rate<0.05'] }`);
    expect(triggers.map(({ name }) => name)).toStrictEqual(['threshold-error-rate', 'threshold-error-rate-2']);
  });

  it('says why a threshold cannot be watched', () => {
    const { unwatched } = watchListFrom(`
      triggers: []
      thresholds: { http_req_failed: rate==0, 'http_req_duration{cache:hit}': [max<100], http_req_duration: [p(95)<23] }`);
    expect(unwatched.filter(({ threshold }) => !threshold.implicit).map(({ reason }) => reason)).toStrictEqual([
      'a figure of a live service is never exactly a number',
      'a histogram does not hold its extremes',
      'the service has one histogram for hits and one for misses',
    ]);
  });
});

function trigger(when: string): string {
  return `triggers: [{ name: slow, metric: 'http_req_duration{cache:hit}', when: '${when}', for: 1m }]`;
}

describe('the buckets of the service', () => {
  it.each([
    ['p(95)>23', '[0.01, 0.023, 0.05]', []],
    ['p(95)>23', '[0.01, 0.025, 0.05]', ['coarse']],
    ['p(95)>23', '[0.05]', ['coarse']],
    ['p(95)>23', '[0.005, 0.01]', ['blind']],
    ['p(95)>23', '[0.01, 0.023]', ['blind']],
    ['p(95)>=23', '[0.01, 0.023]', []],
    ['avg>23', '[0.005, 0.01]', []],
    ['p(95)>29', '[0.01, 0.029, 0.1]', []],
  ])('for %s are %s: %j', (when, buckets, kinds) => {
    const watch = watchListFrom(`metrics: { buckets: ${buckets} }\n${trigger(when)}`);
    expect(findBucketDoubts(watch).map(({ kind }) => kind)).toStrictEqual(kinds);
  });

  it('are named with the bucket and what to do', () => {
    const watch = watchListFrom(`metrics: { buckets: [0.01, 0.025] }\n${trigger('p(95)>23')}`);
    const clause =
      'the limit 23 ms of the p95 latency of hits lies within the bucket from 0.01 to 0.025 seconds, where a quantile is only a guess';
    expect(findBucketDoubts(watch)).toStrictEqual([
      {
        kind: 'coarse',
        trigger: 'slow',
        sentence: `slow: ${clause}`,
        clause,
        remedy: 'give the service a bucket that ends at 0.023 seconds',
      },
    ]);
  });

  it('are in the unit of the service', () => {
    const metrics = 'metrics: { unit: milliseconds, buckets: [10, 23, 50] }';
    expect(findBucketDoubts(watchListFrom(`${metrics}\n${trigger('p(95)>23')}`))).toStrictEqual([]);
  });
});

describe('the texts', () => {
  const watch = watchListFrom(slaThresholds);

  it('of the rules are as printed before', async () => {
    await expect(prometheusRules(watch)).toMatchFileSnapshot('golden/sla.rules.yaml');
  });

  it('of the dashboard are as printed before', async () => {
    await expect(grafanaDashboard(watch)).toMatchFileSnapshot('golden/sla.dashboard.json');
  });

  it('of the unit tests name the file of the rules, and each trigger with its limit', () => {
    const text = rulesTest(watch, 'rules/sla.yaml');
    expect(text).toContain('- rules/sla.yaml');
    for (const { name } of watch.triggers) {
      for (const words of ['at the limit', 'one step beyond the limit', 'one step on the good side of the limit'])
        expect(text).toContain(`name: "${name}: ${words}"`);
    }
  });

  it('never hold a line break of a scenario in a comment', () => {
    const text = prometheusRules(watchListFrom(`${slaThresholds}\nname: a`));
    expect(text.split('\n').filter((line) => line !== '' && !/^(?:#|groups:|\s)/u.test(line))).toStrictEqual([]);
  });
});

describe('the dashboard', () => {
  const { uid, schemaVersion, templating, panels } = readDashboard(grafanaDashboard(watchListFrom(slaThresholds)));

  it('can be imported: identity, version, the data source as a variable', () => {
    expect(uid).toBe('hitgate-test');
    expect(schemaVersion).toBe(39);
    expect(templating.list).toMatchObject([{ name: 'datasource', type: 'datasource', query: 'prometheus' }]);
    for (const { datasource, targets } of panels) {
      expect(datasource.uid).toBe('${datasource}');
      for (const target of targets) expect(target.datasource.uid).toBe('${datasource}');
    }
  });

  it('has panels with ids of their own that lie on the grid and not on each other', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = new Set<string>();
    for (const { gridPos } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(cells.has(`${x},${y}`)).toBe(false);
          cells.add(`${x},${y}`);
        }
      }
    }
  });

  it('has queries with letters of their own in each panel', () => {
    for (const { targets } of panels) expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });

  it('draws the limits in the unit of the figure', () => {
    const latency = panels.find(({ title }) => title === 'P95 latency of hits and its limits');
    expect(latency?.fieldConfig.defaults).toMatchObject({
      unit: 's',
      thresholds: {
        steps: [
          { value: null, color: 'green' },
          { value: 0.023, color: 'red' },
          { value: 0.05, color: 'orange' },
        ],
      },
    });
  });

  it('leaves its name to Grafana when it would be too long', () => {
    const long = readDashboard(grafanaDashboard(watchListFrom(`name: ${'a'.repeat(33)}`)));
    expect(long.uid).toBeUndefined();
  });
});

describe('the colours of a figure', () => {
  it.each([
    [
      'rate<0.873',
      [
        [null, 'orange'],
        [0.873, 'green'],
      ],
    ],
    [
      'rate>0.05',
      [
        [null, 'green'],
        [0.05, 'orange'],
      ],
    ],
  ])('for %s', (when, steps) => {
    const watch = watchListFrom(`triggers: [{ name: a, metric: cache_hit_rate, when: '${when}', for: 1m }]`);
    const found = thresholdSteps({ kind: 'hit rate' }, watch).map(({ value, color }) => [value, color]);
    expect(found).toStrictEqual(steps);
  });

  it('are the gravest where two limits are the same', () => {
    const { triggers, ...rest } = watchListFrom('');
    const first = triggers.find(({ name }) => name === 'hit-latency-high');
    if (first === undefined) throw new Error('no trigger');
    const both = [{ ...first, severity: 'info' as const }, first];
    expect(thresholdSteps(hitP95, { ...rest, triggers: both })).toStrictEqual([
      { value: null, color: 'green' },
      { value: 0.023, color: 'red' },
    ]);
  });
});

describe('numbers and durations', () => {
  it.each([
    [0, '0s'],
    [250_000, '250ms'],
    [90_000_000, '90s'],
    [300_000_000, '5m'],
    [86_400_000_000, '1d'],
    [1, '1ms'],
  ])('%i microseconds are %s', (micros, text) => {
    expect(promDuration(micros)).toBe(text);
  });

  it('keep their value', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (millis) => {
        expect(parseDuration(promDuration(millis * 1_000))).toBe(millis * 1_000);
        expect(Number(writeNumber(millis / 1_000)) * 1_000).toBeCloseTo(millis, 6);
        expect(writeNumber(millis / 1_000)).not.toMatch(/\d{13}/u);
      }),
      { seed: 3 },
    );
  });
});
