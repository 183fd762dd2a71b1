import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { WindowReader } from '../../src/watch/read-window.ts';
import { Watcher } from '../../src/watch/watcher.ts';
import { describeWatch } from '../../src/watch/describe-watch.ts';
import { identity } from './identity.ts';
import { lookAt, minute, planWatch, second, secondAt, silentSecond, valueOf } from './build-look.ts';

const interval = 15 * second;

function watcher(): Watcher {
  return new Watcher({ watch: planWatch(), intervalMicros: interval });
}

/** What changed, as 'trigger: kind at minutes'. */
function changesOf(watch: Watcher): string[] {
  return watch.changes.kept.map(({ trigger, kind, atMicros }) => `${trigger.name}: ${kind} at ${atMicros / minute}`);
}

function lookFor(watch: Watcher, minutes: number, readings: readonly Reading[], fromMinute = 0): void {
  for (let at = fromMinute * minute; at < (fromMinute + minutes) * minute; at += interval)
    watch.look(lookAt(at, readings));
}

function silent(kind: 'error rate' | 'hit rate'): Reading {
  return { figure: { kind }, noData: 'nothing is answered at all' };
}

describe('the plan’s triggers', () => {
  it('say nothing of a service that is well', () => {
    const watch = watcher();
    lookFor(watch, 60, []);
    expect(changesOf(watch)).toEqual([]);
    expect(watch.counts).toEqual({ made: 240, withData: 240, atFault: 0 });
  });

  it('roll back at 5 minutes of errors and at 2 minutes without service', () => {
    const errors = watcher();
    lookFor(errors, 6, [valueOf({ kind: 'error rate' }, 0.051)]);
    expect(changesOf(errors)).toEqual(['rollback-error-rate: pending at 0', 'rollback-error-rate: fired at 5']);
    const down = watcher();
    lookFor(down, 3, [valueOf({ kind: 'up' }, 0), silent('error rate'), silent('hit rate')]);
    expect(changesOf(down)).toEqual([
      'service-down: pending at 0',
      'rollback-unavailable: pending at 0',
      'service-down: fired at 1',
      'rollback-unavailable: fired at 2',
    ]);
  });

  it('ask for a review of slow hits at 10 minutes and of a low hit rate at 15, after their alerts', () => {
    const slow = watcher();
    lookFor(slow, 11, [valueOf({ kind: 'quantile', cacheClass: 'hit', quantile: 0.95 }, 51)]);
    expect(changesOf(slow).slice(2)).toEqual(['hit-latency-high: fired at 3', 'review-hit-latency: fired at 10']);
    const low = watcher();
    lookFor(low, 16, [valueOf({ kind: 'hit rate' }, 0.69)]);
    expect(changesOf(low).slice(2)).toEqual(['hit-rate-low: fired at 5', 'review-hit-rate: fired at 15']);
  });

  it('are told missing when nothing is read, each after its time, and never pass for well', () => {
    const watch = watcher();
    for (let at = 0; at <= 20 * minute; at += interval) {
      const look = lookAt(at);
      watch.look({ ...look, readings: look.readings.map(({ figure }) => ({ figure, noData: 'Prometheus is away' })) });
    }
    expect(changesOf(watch)).toEqual([
      'service-down: no data at 1',
      'rollback-unavailable: no data at 2',
      'hit-latency-high: no data at 3',
      'hit-rate-low: no data at 5',
      'rollback-error-rate: no data at 5',
      'review-hit-latency: no data at 10',
      'review-hit-rate: no data at 15',
    ]);
    expect(watch.counts.withData).toBe(0);
  });

  it('may have no data for ten minutes while the cache is filled, and no longer', () => {
    const watch = watcher();
    for (let at = 0; at <= 16 * minute; at += interval)
      watch.look(lookAt(at, [{ figure: { kind: 'hit rate' }, noData: 'the cache is being filled', isEarly: true }]));
    expect(changesOf(watch)).toEqual(['hit-rate-low: no data at 15.25']);
  });
});

describe('a watch of 24 hours', () => {
  it('keeps what it keeps after two hours, whatever happens meanwhile', () => {
    const watch = planWatch();
    const window = new WindowReader(watch, { ratePerSecond: 10, staleMicros: 15 * second });
    const triggers = new Watcher({ watch, intervalMicros: interval });
    const sizes: number[] = [];
    const lengths: number[] = [];
    for (let index = 0; index < 86_400; index += 1) {
      // Every hour it is down for five minutes, and fails for seven.
      const inHour = index % 3_600;
      const start = index * second;
      const failing = inHour >= 1_200 && inHour < 1_620;
      window.ring.add(
        inHour >= 600 && inHour < 900
          ? silentSecond(start)
          : secondAt(
              start,
              failing ? { counts: [8, 1, 0], failures: { status: 1 }, statuses: { 200: 9, 500: 1 } } : {},
            ),
      );
      if (index % 15 !== 14) continue;
      const at = (index + 1) * second;
      triggers.look({ atMicros: at, wallMillis: at / 1_000, ...window.read(at) });
      if (index % 7_200 === 7_199) {
        const record = describeWatch(identity, triggers, { actions: [], forgotten: 0, wallMillis: at / 1_000 });
        sizes.push(record.minutes.length, window.ring.since(0).length);
        lengths.push(JSON.stringify(record).length);
      }
    }
    expect(new Set(sizes.filter((_, index) => index % 2 === 0))).toEqual(new Set([triggers.mostMinutes]));
    expect(Math.max(...sizes.filter((_, index) => index % 2 === 1))).toBeLessThanOrEqual(window.ring.capacity);
    expect(Math.max(...lengths)).toBeLessThan(400_000);
    // Each hour both rollback triggers fire once, and are resolved.
    const states = new Map(triggers.watches.map(({ trigger, state }) => [trigger.name, state]));
    expect(states.get('rollback-unavailable')?.firings).toBe(24);
    expect(states.get('rollback-error-rate')?.firings).toBe(24);
    expect(states.get('review-hit-rate')?.firings).toBe(0);
  });

  it('keeps the last changes and counts the others when a trigger flaps at every look', () => {
    const watch = watcher();
    for (let index = 0; index < 5_760; index += 1)
      watch.look(lookAt(index * interval, [valueOf({ kind: 'hit rate' }, index % 2 === 0 ? 0.8 : 0.9)]));
    expect(watch.changes.kept).toHaveLength(500);
    expect(watch.changes.forgotten).toBe(5_760 - 500);
    expect(watch.watches[0]?.state.firings).toBe(0);
  });
});
