import { beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import type { Alarm } from '../../src/engine/adapters/alarm.ts';
import { startAlarm } from '../../src/engine/adapters/alarm.ts';
import { AlarmPacer } from '../../src/engine/pacer.ts';

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
  return new AlarmPacer({ clock, alarm, onWake: (at) => void woken.push(at) });
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
