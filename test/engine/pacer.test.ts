import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { Alarm } from '../../src/engine/adapters/alarm.ts';
import { startAlarm } from '../../src/engine/adapters/alarm.ts';
import { AlarmPacer } from '../../src/engine/pacer.ts';
import { PrecisePacer } from '../../src/engine/precise-pacer.ts';

let now = 0;
let delays: number[] = [];
let woken: number[] = [];
let alarm: Alarm;
const clock: Clock = { name: 'fake', nowMicros: () => now, wallMillis: () => 0 };

beforeEach(() => {
  now = 1_000;
  delays = [];
  woken = [];
  alarm = { onRing: () => undefined, ringIn: (delay) => void delays.push(delay), close: () => Promise.resolve() };
});

function createPacer(): AlarmPacer {
  const pacer = new AlarmPacer({ clock, alarm, sleeper: { wake: (at) => void woken.push(at) } });
  pacer.start();
  return pacer;
}

function ringAt(micros: number): void {
  now = micros;
  alarm.onRing();
}

describe('the pacer', () => {
  it('asks for a ring at the due time and wakes then', () => {
    createPacer().wakeAt(4_500);
    expect(delays).toEqual([3_500]);
    ringAt(4_501);
    expect(woken).toEqual([4_501]);
  });

  it('never wakes before the due time: an early ring asks for the rest', () => {
    createPacer().wakeAt(4_500);
    ringAt(4_499);
    expect(woken).toEqual([]);
    expect(delays).toEqual([3_500, 1]);
  });

  it('keeps the earliest of several wishes', () => {
    const pacer = createPacer();
    pacer.wakeAt(50_000);
    pacer.wakeAt(20_000);
    pacer.wakeAt(30_000);
    expect(delays).toEqual([49_000, 19_000]);
  });

  it('asks for a ring at once for what is due already', () => {
    createPacer().wakeAt(900);
    expect(delays).toEqual([0]);
  });

  it('wakes 4 000 times a second at most: what is due soon after a wake-up waits for the gap', () => {
    const pacer = createPacer();
    pacer.wakeAt(2_000);
    ringAt(2_000);
    pacer.wakeAt(2_010);
    expect(delays.at(-1)).toBe(250);
  });

  it('asks for nothing when the next due time is never, and hears no ring after it was stopped', () => {
    const pacer = createPacer();
    pacer.wakeAt(Infinity);
    expect(delays).toEqual([]);
    pacer.wakeAt(5_000);
    pacer.stop();
    ringAt(6_000);
    expect(woken).toEqual([]);
  });
});

describe('the precise pacer', () => {
  let turns: (() => void)[] = [];
  let activity = 0;
  let idle: number[] = [];

  function createPrecise(): PrecisePacer {
    turns = [];
    activity = 0;
    idle = [];
    const pacer = new PrecisePacer({
      clock,
      alarm,
      sleeper: { wake: (at) => void woken.push(at) },
      afterTurn: (callback) => void turns.push(callback),
      activity: () => activity,
      onIdle: (micros) => void idle.push(micros),
    });
    pacer.start();
    return pacer;
  }

  function turnAt(micros: number): void {
    now = micros;
    turns.shift()?.();
  }

  it('asks for a ring 120 µs before the due time, then goes round until it has come', () => {
    createPrecise().wakeAt(5_000);
    expect(delays).toEqual([3_880]);
    ringAt(4_900);
    for (const at of [4_930, 4_999, 5_000]) turnAt(at);
    expect(woken).toEqual([5_000]);
    expect(turns).toEqual([]);
  });

  it('counts the turns in which there was nothing to do as idle, and only those', () => {
    createPrecise().wakeAt(1_100);
    turnAt(1_020);
    activity += 1;
    turnAt(1_050);
    turnAt(1_100);
    expect(idle).toEqual([20, 50]);
  });

  it('goes round once, however many wishes there are, and wakes for the earliest', () => {
    const pacer = createPrecise();
    pacer.wakeAt(1_100);
    pacer.wakeAt(1_050);
    expect(turns).toHaveLength(1);
    turnAt(1_060);
    expect(woken).toEqual([1_060]);
  });

  it('sleeps again when a ring came far too early', () => {
    createPrecise().wakeAt(5_000);
    ringAt(2_000);
    expect(delays).toEqual([3_880, 2_880]);
    expect(turns).toEqual([]);
  });

  it('asks for nothing when the next due time is never, and stops going round once stopped', () => {
    const pacer = createPrecise();
    pacer.wakeAt(Infinity);
    expect([delays, turns]).toEqual([[], []]);
    pacer.wakeAt(1_050);
    pacer.stop();
    turnAt(1_060);
    expect([woken, turns]).toEqual([[], []]);
  });
});

describe('the alarm', () => {
  it('rings once for the latest wish, after its time, and not once it is closed', async () => {
    const real = await startAlarm();
    let rings = 0;
    const rung = new Promise<number>((resolve) => {
      real.onRing = () => {
        rings += 1;
        resolve(performance.now());
      };
    });
    const start = performance.now();
    real.ringIn(60_000_000);
    real.ringIn(20_000);
    expect((await rung) - start).toBeGreaterThanOrEqual(20);
    expect(rings).toBe(1);
    real.ringIn(0);
    await real.close();
    expect(rings).toBeLessThanOrEqual(2);
  });
});
