import { describe, expect, it } from 'vitest';
import { rateWindow } from '../../src/rules/promql.ts';
import { promDuration } from '../../src/rules/prom-duration.ts';
import { watchListOf } from '../../src/rules/watch-list.ts';
import { readingOf, type Look } from '../../src/watch/reading.ts';
import { WindowReader } from '../../src/watch/read-window.ts';
import type { WatchSecond } from '../../src/watch/watch-second.ts';
import { scenarioOf } from '../scenario/parse-text.ts';
import { bucketsOf, minute, planWatch, second, secondAt, silentSecond } from './build-look.ts';

const facts = { ratePerSecond: 10, staleMicros: 15 * second };

function reader(more: Partial<typeof facts> = {}): WindowReader {
  return new WindowReader(planWatch(), { ...facts, ...more });
}

/** What is read after these seconds, a quarter of a second after the last of them. */
function readAfter(seconds: readonly WatchSecond[], window = reader()): Pick<Look, 'readings' | 'details' | 'fault'> {
  for (const each of seconds) window.ring.add(each);
  return window.read((window.ring.endMicros ?? 0) + second / 4);
}

function seconds(count: number, make: (startMicros: number, index: number) => WatchSecond, from = 0): WatchSecond[] {
  return Array.from({ length: count }, (_, index) => make((from + index) * second, index));
}

const errorRate = { kind: 'error rate' } as const;
const up = { kind: 'up' } as const;
const hitRate = { kind: 'hit rate' } as const;
const hitP95 = { kind: 'quantile', cacheClass: 'hit', quantile: 0.95 } as const;

function failing(start: number): WatchSecond {
  return secondAt(start, { failures: { status: 10 }, statuses: { 500: 10 } });
}

/** A minute of so many answers a second, with nothing outstanding. */
function send(answers: number): Pick<Look, 'readings' | 'details' | 'fault'> {
  return readAfter(
    seconds(60, (start) => ({ ...secondAt(start, { counts: [answers, 0, 0] }), inFlight: [0, 0] as const })),
  );
}

describe('a window', () => {
  it.each(['15s', '1s', '20s', '5m'])('is that of the rules for a scrape interval of %s', (scrapeInterval) => {
    const watch = watchListOf(scenarioOf(`metrics: { scrapeInterval: ${scrapeInterval} }`));
    const window = new WindowReader(watch, facts);
    expect(promDuration(window.windowMicros)).toBe(rateWindow(watch.mapping));
    expect(window.upMicros).toBe(watch.mapping.scrapeIntervalMicros);
  });

  it('reads every figure of a healthy minute, with its number of requests', () => {
    const look = readAfter(seconds(90, (start) => secondAt(start)));
    expect(readingOf(look, hitRate)).toMatchObject({ value: 0.9, n: 600 });
    expect(readingOf(look, errorRate)).toMatchObject({ value: 0, n: 600 });
    expect(readingOf(look, up)).toMatchObject({ value: 1, n: 150 });
    expect(readingOf(look, hitP95)).toMatchObject({ value: expect.closeTo(14, 1), n: 540 });
    expect(look.fault).toBeUndefined();
  });

  it('forgets what is older than the window, to the second', () => {
    const one = readAfter([...seconds(2, failing), ...seconds(59, (start) => secondAt(start), 2)]);
    expect(readingOf(one, errorRate)).toMatchObject({ value: 10 / 610, n: 610 });
    const none = readAfter([...seconds(2, failing), ...seconds(60, (start) => secondAt(start), 2)]);
    expect(readingOf(none, errorRate)).toMatchObject({ value: 0 });
  });

  it('counts unknown answers against the hit rate and failures as neither', () => {
    const look = readAfter(seconds(60, (start) => secondAt(start, { counts: [8, 1, 1], failures: { body: 2 } })));
    expect(readingOf(look, hitRate)).toMatchObject({ value: 0.8, n: 600 });
    expect(readingOf(look, errorRate)).toMatchObject({ value: 120 / 720, n: 720 });
  });

  it('takes its quantile over all requests of the window and never the mean of quantiles', () => {
    const slow = secondAt(59 * second, { hit: bucketsOf(...Array.from({ length: 40 }, () => 60)), counts: [40, 0, 0] });
    const look = readAfter([...seconds(59, (start) => secondAt(start)), slow]);
    // 40 of 571 are slow: more than 5 %.
    expect(readingOf(look, hitP95)).toMatchObject({ value: expect.closeTo(60, 0), n: 571 });
  });

  it('has no figure of a class of which nothing came, and says so', () => {
    const { hit: _, ...noHits } = secondAt(0, { counts: [0, 10, 0] });
    const look = readAfter(seconds(60, (start) => ({ ...noHits, startMicros: start })));
    expect(readingOf(look, hitP95)).toEqual({ figure: hitP95, noData: 'no hit came' });
    expect(readingOf(look, hitRate)).toMatchObject({ value: 0 });
  });

  it('leaves out what the watch itself cut off', () => {
    const look = readAfter(seconds(60, (start) => secondAt(start, { failures: { interrupted: 5 } })));
    expect(readingOf(look, errorRate)).toMatchObject({ value: 0, n: 600 });
  });

  it('knows of a warm-up only whether the service answers', () => {
    const warming = seconds(60, (start) => secondAt(start, { isWarmup: true, counts: [0, 10, 0] }));
    const look = readAfter(warming);
    expect(readingOf(look, hitRate)).toMatchObject({ noData: 'the cache is being filled', isEarly: true });
    expect(readingOf(look, hitP95)).toMatchObject({ isEarly: true });
    expect(readingOf(look, errorRate)).toMatchObject({ value: 0, n: 600 });
    expect(readingOf(look, up)).toMatchObject({ value: 1 });
  });

  it('has no figure before the first second', () => {
    expect(readingOf(reader().read(0), up)).toMatchObject({ noData: 'nothing was measured so far', isEarly: true });
  });
});

describe('up', () => {
  it.each([
    ['refuses', { refused: 10 }],
    ['closes connections', { reset: 10 }],
    ['times out', { timeout: 10 }],
  ])('is 0 for a service that %s for one scrape interval, and 1 one second earlier', (_, failures) => {
    const well = seconds(60, (start) => secondAt(start));
    const silent = (count: number) => seconds(count, (start) => silentSecond(start, failures), 60);
    expect(readingOf(readAfter([...well, ...silent(14)]), up)).toMatchObject({ value: 1 });
    expect(readingOf(readAfter([...well, ...silent(15)]), up)).toMatchObject({ value: 0, n: 150 });
  });

  it.each(['status', 'body', 'malformed', 'truncated'] as const)('is 1 for answers that are failures (%s)', (kind) => {
    const look = readAfter(seconds(60, (start) => silentSecond(start, { [kind]: 10 })));
    expect(readingOf(look, up)).toMatchObject({ value: 1 });
    expect(readingOf(look, errorRate)).toMatchObject({ value: 1, n: 600 });
  });

  it('is 0 when requests are outstanding all the time and none ends', () => {
    const frozen = seconds(15, (start) => ({ ...silentSecond(start, {}), inFlight: [1, 40] as const }), 60);
    const look = readAfter([...seconds(60, (start) => secondAt(start)), ...frozen]);
    expect(readingOf(look, up)).toMatchObject({ value: 0 });
  });

  it('has no value when nothing was asked', () => {
    const idle = reader();
    const users = new WindowReader(planWatch(), { staleMicros: facts.staleMicros });
    for (const each of seconds(60, (start) => silentSecond(start, {}))) {
      idle.ring.add(each);
      users.ring.add(each);
    }
    expect(readingOf(users.read(60 * second), up)).toEqual({ figure: up, noData: 'no request ended' });
    expect(idle.read(60 * second).fault).toBe('the watch sent 1 of 600 planned requests');
  });

  it('takes an outage for itself: it is no errors, while it lasts and after it', () => {
    const well = seconds(60, (start) => secondAt(start));
    const outage = seconds(20, (start) => silentSecond(start), 60);
    const during = readAfter([...well, ...outage]);
    expect(readingOf(during, errorRate)).toMatchObject({ noData: 'nothing is answered at all' });
    const after = readAfter([...well, ...outage, ...seconds(5, (start) => secondAt(start), 80)]);
    expect(readingOf(after, up)).toMatchObject({ value: 1 });
    expect(readingOf(after, errorRate)).toMatchObject({ value: 0, n: 400 });
    expect(after.details).toMatchObject({ whileDown: 200, downSeconds: 20 });
  });

  it('leaves a shorter pause, and one instance of three that refuses, to the error rate', () => {
    const pause = seconds(14, (start) => silentSecond(start), 46);
    const paused = readAfter([...seconds(46, (start) => secondAt(start)), ...pause]);
    expect(readingOf(paused, errorRate)).toMatchObject({ value: 140 / 600 });
    const third = readAfter(seconds(60, (start) => secondAt(start, { counts: [6, 1, 0], failures: { refused: 3 } })));
    expect(readingOf(third, errorRate)).toMatchObject({ value: 0.3 });
  });
});

describe('a watch that is itself at fault', () => {
  it('has no figure when it sent less than half of the plan, and has all at half', () => {
    expect(send(5).fault).toBeUndefined();
    const less = send(4);
    expect(less.fault).toBe('the watch sent 240 of 600 planned requests');
    expect(less.readings.map(({ value }) => value)).toEqual(less.readings.map(() => undefined));
  });

  it('has no figure when no second was told for longer than may be', () => {
    const window = reader();
    for (const each of seconds(60, (start) => secondAt(start))) window.ring.add(each);
    expect(window.read(75 * second).fault).toBeUndefined();
    expect(window.read(76 * second).fault).toBe('the watch told no second for 16 s');
  });

  it('is not at fault for requests that are outstanding or were dropped', () => {
    const slow = seconds(60, (start, index) => ({
      ...silentSecond(start, {}),
      dropped: index > 40 ? 10 : 0,
      inFlight: [400, 410] as const,
    }));
    expect(readAfter(slow).fault).toBeUndefined();
  });
});

it('keeps no more seconds after a day than after two minutes', () => {
  const window = reader();
  for (let index = 0; index < 86_400; index += 1) window.ring.add(secondAt(index * second));
  const kept = window.ring.since(0).length;
  expect(kept).toBe((minute + 15 * second + second) / second + 1);
  expect(kept).toBeLessThanOrEqual(window.ring.capacity);
  // Stretches of their own have seconds of their own: even then there is an end.
  for (let index = 0; index < 1_000; index += 1) window.ring.add(secondAt(86_400 * second));
  expect(window.ring.since(0)).toHaveLength(window.ring.capacity);
});
