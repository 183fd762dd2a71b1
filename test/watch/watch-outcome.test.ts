import { describe, expect, it } from 'vitest';
import { watchListOf, type WatchList } from '../../src/rules/watch-list.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { watchOutcome, type FailOn } from '../../src/watch/watch-outcome.ts';
import { Watcher } from '../../src/watch/watcher.ts';
import { scenarioOf } from '../scenario/parse-text.ts';
import { lookAt, second, valueOf } from './build-look.ts';

/** One trigger on the hit rate that must hold for two looks. */
function watchOf(action: string, severity: string): WatchList {
  const trigger = `{ name: low, metric: cache_hit_rate, when: 'rate<0.7', for: 15s, action: ${action}, severity: ${severity} }`;
  return watchListOf({ ...scenarioOf(`triggers: [${trigger}]`), thresholds: [] });
}

function outcomeOf(
  values: readonly (number | undefined | 'fault' | 'early')[],
  {
    action = 'rollback',
    severity = 'critical',
    failOn = 'critical',
  }: { readonly action?: string; readonly severity?: string; readonly failOn?: FailOn } = {},
) {
  const watcher = new Watcher({ watch: watchOf(action, severity), intervalMicros: 15 * second });
  const figure = { kind: 'hit rate' } as const;
  for (const [index, value] of values.entries()) {
    const reading: Reading =
      typeof value === 'number'
        ? valueOf(figure, value)
        : { figure, noData: 'nobody knows', ...(value === 'early' ? { isEarly: true as const } : {}) };
    watcher.look({
      ...lookAt(index * 15 * second),
      readings: [reading],
      ...(value === 'fault' ? { fault: 'it slept' } : {}),
    });
  }
  return watchOutcome(watcher, failOn);
}

describe('the outcome of a watch', () => {
  it.each([
    ['nothing fired', [0.9, 0.9], 'PASS'],
    ['a condition that was over in time', [0.6, 0.9], 'PASS'],
    ['a trigger that fires', [0.6, 0.6], 'FAIL'],
    ['a trigger that fired and was resolved', [0.6, 0.6, 0.9], 'FAIL'],
    ['a condition that holds at the end, not for long enough', [0.9, 0.6], 'INCONCLUSIVE'],
    ['one look without data', [0.9, undefined, 0.9], 'PASS'],
    ['no data at the end, for less than it may hold', [0.9, 0.9, undefined], 'INCONCLUSIVE'],
    ['no data at half of the looks', [0.9, undefined, 0.9, undefined, 0.9, undefined, 0.9, 'early'], 'PASS'],
    ['no data at more than half of the looks', [0.9, undefined, 0.9, 'early', 'early'], 'INCONCLUSIVE'],
    ['no data for as long as it may hold', [0.9, undefined, undefined, 0.9], 'FAIL'],
    ['no data at all', [undefined], 'FAIL'],
    ['a cache that was filled all the time', ['early', 'early', 'early'], 'FAIL'],
    ['no look at all', [], 'INVALID'],
    ['a watch that was at fault once', [0.9, 'fault', 0.9], 'PASS'],
    ['a watch that was at fault for as long as it may hold', [0.9, 'fault', 'fault', 0.9], 'INVALID'],
    ['a watch that was at fault all the time', ['fault'], 'INVALID'],
    ['a trigger that fired although the watch was at fault later', [0.6, 0.6, 'fault', 'fault'], 'FAIL'],
  ] as const)('is for %s: %j → %s', (_, values, outcome) => {
    expect(outcomeOf(values).outcome).toBe(outcome);
  });

  it.each([
    ['rollback', 'critical', { rollback: 'FAIL', critical: 'FAIL', warning: 'FAIL' }],
    ['rollback', 'info', { rollback: 'FAIL', critical: 'FAIL', warning: 'FAIL' }],
    ['review', 'warning', { rollback: 'PASS', critical: 'FAIL', warning: 'FAIL' }],
    ['alert', 'critical', { rollback: 'PASS', critical: 'FAIL', warning: 'FAIL' }],
    ['alert', 'warning', { rollback: 'PASS', critical: 'PASS', warning: 'FAIL' }],
    ['alert', 'info', { rollback: 'PASS', critical: 'PASS', warning: 'PASS' }],
  ] as const)('of %s, %s follows --fail-on', (action, severity, expected) => {
    for (const failOn of ['rollback', 'critical', 'warning'] as const)
      expect(outcomeOf([0.6, 0.6], { action, severity, failOn }).outcome).toBe(expected[failOn]);
  });

  it('of a trigger for a review does not hang on a figure that is missing at the end, unless warnings count', () => {
    const review = { action: 'review', severity: 'warning' } as const;
    expect(outcomeOf([0.9, undefined], { ...review, failOn: 'critical' }).outcome).toBe('PASS');
    expect(outcomeOf([0.9, undefined], { ...review, failOn: 'warning' }).outcome).toBe('INCONCLUSIVE');
  });

  it('says why', () => {
    expect(outcomeOf([undefined], { action: 'alert', severity: 'info' }).reasons).toEqual([
      'none of 1 looks had any data: nobody knows',
    ]);
    expect(outcomeOf([0.9, undefined]).reasons).toEqual([
      'low was watched for a part of the time: no data at 1 of 2 looks, and none at the end: nobody knows',
    ]);
    expect(outcomeOf([0.6, 0.6, 0.9]).reasons).toEqual([
      'low (rollback) fired: hit rate < 70.00 % for 15s, and is over',
    ]);
    expect(outcomeOf([0.9, undefined, undefined]).reasons).toEqual([
      'low could not be watched: no data at 2 of 3 looks: nobody knows',
    ]);
  });
});
