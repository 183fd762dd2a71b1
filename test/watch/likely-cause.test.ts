import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../src/scenario/trigger.ts';
import type { WatchedFigure } from '../../src/scenario/watched-figure.ts';
import { findCauses } from '../../src/watch/likely-cause.ts';
import type { Look, Reading } from '../../src/watch/reading.ts';
import type { WindowDetails } from '../../src/watch/window-details.ts';
import { lookAt, minute, valueOf } from './build-look.ts';

const well: WindowDetails = {
  seconds: 60,
  answered: 300,
  unanswered: 0,
  whileDown: 0,
  downSeconds: 0,
  classes: { hit: 270, miss: 30, unknown: 0 },
  failures: {},
  statuses: { 200: 300 },
  dropped: 0,
  hit: { n: 270, p50: 13, p95: 15 },
  miss: { n: 30, p50: 80, p95: 84 },
};

const hitRate: WatchedFigure = { kind: 'hit rate' };
const errorRate: WatchedFigure = { kind: 'error rate' };
const up: WatchedFigure = { kind: 'up' };
const hitP95: WatchedFigure = { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 };

function wellLook(): Look {
  return lookAt(0, [], { details: well });
}

/** Causes of a trigger on a figure that has this value, with these changes to a well window. */
function causesOf(
  figure: WatchedFigure,
  {
    value = 1,
    details = {},
    before = wellLook(),
    more = [],
    minutes = [],
  }: {
    readonly value?: number;
    readonly details?: Partial<WindowDetails> | null;
    readonly before?: Look | undefined;
    readonly more?: readonly Reading[];
    readonly minutes?: readonly Look[];
  },
) {
  const trigger: Trigger = {
    name: 'trigger',
    condition: { figure, operator: '>', limit: 0 },
    forMicros: minute,
    severity: 'critical',
    action: 'rollback',
  };
  const look = lookAt(
    10 * minute,
    [valueOf(figure, value), ...more],
    details === null ? {} : { details: { ...well, ...details } },
  );
  return findCauses(trigger, { look, well: before, minutes });
}

describe('the likely cause of silence', () => {
  it.each([
    ['down', { refused: 150 }, 'refused 150; 0 answered in the window'],
    ['hangs', { timeout: 150 }, 'timeout 150; 0 answered in the window'],
    ['drops connections', { reset: 150 }, 'reset 150; 0 answered in the window'],
    ['down', { refused: 100, timeout: 50 }, 'refused 100, timeout 50; 0 answered in the window'],
    ['hangs', {}, 'requests are outstanding and none ended'],
  ])('is "%s" for %o', (kind, failures, evidence) => {
    const details = { failures, answered: 0, unanswered: 150, statuses: {} };
    expect(causesOf(up, { value: 0, details })).toMatchObject([{ kind, evidence }]);
  });

  it('is the same for every other trigger that fires meanwhile', () => {
    const details = { failures: { refused: 10 }, answered: 0 };
    expect(causesOf(hitRate, { details, more: [valueOf(up, 0)] })).toMatchObject([{ kind: 'down' }]);
  });
});

describe('the likely cause of errors', () => {
  it.each([
    [
      'errors',
      { status: 30 },
      { 200: 270, 503: 30 },
      'replies have the status 503: the service, or what stands before it, says that it cannot take requests',
    ],
    ['errors', { status: 30 }, { 200: 270, 500: 30 }, 'replies have the status 500: the service itself fails'],
    [
      'errors',
      { status: 30 },
      { 200: 270, 401: 30 },
      'replies have the status 401: the credentials of the watch are not accepted',
    ],
    ['errors', { status: 30 }, { 200: 270, 418: 30 }, 'replies have the status 418: requests are turned down'],
    ['errors', { body: 30 }, { 200: 300 }, 'replies have a good status and a body that says failure'],
    [
      'errors',
      { refused: 30 },
      { 200: 270 },
      'some connections are refused while others are answered: an instance or a proxy is down',
    ],
    ['timeouts', { timeout: 30 }, { 200: 270 }, 'requests are not answered within target.timeout'],
    ['errors', { body: 15, reset: 15 }, { 200: 285 }, 'requests fail in several ways at once'],
  ])('is %s for %o with statuses %o', (kind, failures, statuses, sentence) => {
    expect(causesOf(errorRate, { value: 0.1, details: { failures, statuses } })).toMatchObject([{ kind, sentence }]);
  });

  it('is not known from Prometheus, which tells no kinds', () => {
    expect(causesOf(errorRate, { value: 0.1, details: null })).toEqual([]);
  });
});

describe('the likely cause of a low hit rate', () => {
  it.each([
    ['answers without a class', 0.6, { hit: 180, miss: 30, unknown: 90 }, 'unclassified'],
    ['more misses than before', 0.6, { hit: 180, miss: 120, unknown: 0 }, 'cache'],
    ['a few answers without a class among many misses', 0.6, { hit: 180, miss: 100, unknown: 20 }, 'cache'],
    ['no hit at all', 0, { hit: 0, miss: 300, unknown: 0 }, 'cache'],
  ])('is seen for %s', (_, value, classes, kind) => {
    expect(causesOf(hitRate, { value, details: { classes } })).toMatchObject([{ kind }]);
  });

  it('is an outage before, when there was one', () => {
    const minutes = [lookAt(5 * minute, [valueOf(up, 0)])];
    expect(
      causesOf(hitRate, { value: 0.6, details: { classes: { hit: 180, miss: 120, unknown: 0 } }, minutes }),
    ).toMatchObject([
      { kind: 'cold cache', evidence: '180 hits, 120 misses, 0 unknown; hit rate before 90.00 %, now 60.00 %' },
    ]);
  });

  it('is not guessed when nothing is known of before', () => {
    const details = { classes: { hit: 180, miss: 120, unknown: 0 } };
    expect(causesOf(hitRate, { value: 0.6, details, before: lookAt(0, [{ figure: hitRate, noData: '' }]) })).toEqual(
      [],
    );
  });
});

const hit = (p50: number, p95: number) => ({ n: 270, p50, p95 });
const miss = (p50: number, p95: number) => ({ n: 30, p50, p95 });

describe('the likely cause of slow hits', () => {
  it.each([
    ['hits alone', hit(53, 55), miss(80, 84), 'hits only'],
    ['both by the same amount', hit(53, 55), miss(120, 124), 'network or service'],
    ['both by different amounts', hit(20, 24), miss(160, 170), 'network or service'],
    ['misses alone', hit(13, 15), miss(120, 124), 'misses only'],
    ['the slowest hits alone', hit(13, 60), miss(80, 84), 'stalls'],
    ['the slowest of both', hit(13, 60), miss(80, 180), 'stalls'],
  ])('is seen for %s', (_, hits, misses, kind) => {
    expect(causesOf(hitP95, { details: { hit: hits, miss: misses } })).toMatchObject([{ kind }]);
  });

  it('holds its figures beside it', () => {
    expect(causesOf(hitP95, { details: { hit: hit(53, 55), miss: miss(81, 84) } })).toEqual([
      {
        kind: 'hits only',
        sentence: 'only hits are slower: the cache (FACT) or the way to it',
        evidence: 'median of hits 13.00 ms before, 53.00 ms now; median of misses 80.00 ms before, 81.00 ms now',
      },
    ]);
  });

  it.each([
    ['2 ms and a fifth are no change', hit(15, 17), miss(96, 100), []],
    ['more than 2 ms and a fifth are one', hit(15.7, 18.1), miss(80, 84), ['hits only']],
  ])('%s', (_, hits, misses, kinds) => {
    expect(causesOf(hitP95, { details: { hit: hits, miss: misses } }).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is told by quantiles where only those are read', () => {
    const missP95: WatchedFigure = { kind: 'quantile', cacheClass: 'miss', quantile: 0.95 };
    const causes = findCauses(
      {
        name: 't',
        condition: { figure: hitP95, operator: '>', limit: 23 },
        forMicros: 0,
        severity: 'critical',
        action: 'alert',
      },
      {
        look: { ...lookAt(minute), readings: [valueOf(hitP95, 60), valueOf(missP95, 84)] },
        well: { ...lookAt(0), readings: [valueOf(hitP95, 15), valueOf(missP95, 84)] },
        minutes: [],
      },
    );
    expect(causes).toMatchObject([{ kind: 'hits only' }]);
  });

  it('is not guessed without an earlier look', () => {
    const trigger: Trigger = {
      name: 't',
      condition: { figure: hitP95, operator: '>', limit: 23 },
      forMicros: 0,
      severity: 'critical',
      action: 'alert',
    };
    const look = lookAt(minute, [valueOf(hitP95, 60)], { details: well });
    expect(findCauses(trigger, { look, well: undefined, minutes: [] })).toEqual([]);
  });
});

it('is the watch itself when it is at fault, whatever the figures', () => {
  const look = lookAt(minute, [{ figure: up, noData: 'x' }], { fault: 'the watch sent 3 of 600 planned requests' });
  const trigger: Trigger = {
    name: 't',
    condition: { figure: up, operator: '<', limit: 1 },
    forMicros: 0,
    severity: 'critical',
    action: 'rollback',
  };
  expect(findCauses(trigger, { look, well: wellLook(), minutes: [] })).toMatchObject([
    { kind: 'watcher', evidence: 'the watch sent 3 of 600 planned requests' },
  ]);
});
