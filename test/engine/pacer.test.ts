import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { TimerPacer } from '../../src/engine/pacer.ts';

/** Vitest's fake clock drives the timers; it moves in whole milliseconds, plus what a test adds. */
let extraMicros = 0;
const clock: Clock = { name: 'fake', nowMicros: () => Date.now() * 1_000 + extraMicros, wallMillis: () => Date.now() };
let woken: number[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  woken = [];
  extraMicros = 0;
});
afterEach(() => void vi.useRealTimers());

function createPacer(spins = false): TimerPacer {
  return new TimerPacer({ clock, onWake: (now) => void woken.push(now), spins });
}

describe('the timer pacer', () => {
  it.each([
    [100, 1_000],
    [1_000, 1_000],
    [1_001, 2_000],
    [4_900, 5_000],
    [60_000_000, 60_000_000],
    [3_600_000_000, 3_600_000_000],
  ])('wakes at or less than 1 ms after %i µs, never before', (due, expected) => {
    createPacer().wakeAt(due);
    vi.advanceTimersByTime(due / 1_000 + 5);
    expect(woken).toEqual([expected]);
  });

  it('keeps the earliest of several wishes and wakes once', () => {
    const pacer = createPacer();
    pacer.wakeAt(50_000);
    pacer.wakeAt(20_000);
    pacer.wakeAt(30_000);
    vi.advanceTimersByTime(100);
    expect(woken).toEqual([20_000]);
  });

  it('sleeps while nothing is due soon: few timers for a far due time', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    createPacer().wakeAt(10_000_000);
    vi.advanceTimersByTime(10_000);
    expect(setTimer.mock.calls.length).toBeLessThan(4);
  });

  it('asks for nothing when the next due time is never', () => {
    createPacer().wakeAt(Infinity);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when it is stopped, and can be asked again', () => {
    const pacer = createPacer();
    pacer.wakeAt(5_000);
    pacer.stop();
    expect(vi.getTimerCount()).toBe(0);
    pacer.wakeAt(9_000);
    vi.advanceTimersByTime(20);
    expect(woken).toEqual([9_000]);
  });

  it('spins to the due time and wakes exactly then, counting idle turns as waiting and long ones not', async () => {
    vi.useRealTimers();
    const times = [0, 4, 9, 609, 900, 1_000];
    const steps: Clock = { name: 'steps', nowMicros: () => times.shift() ?? 2_000, wallMillis: () => 0 };
    const pacer = await new Promise<TimerPacer>((resolve) => {
      const spinning = new TimerPacer({
        clock: steps,
        spins: true,
        onWake: (now) => {
          woken.push(now);
          resolve(spinning);
        },
      });
      spinning.wakeAt(1_000);
    });
    expect(woken).toEqual([1_000]);
    expect(pacer.spunMicros).toBe(9);
  });

  it('waits on a timer while the due time is 2 ms or more away, although it spins', () => {
    const setTimer = vi.spyOn(globalThis, 'setTimeout');
    const pacer = createPacer(true);
    pacer.wakeAt(20_500);
    expect(setTimer).toHaveBeenLastCalledWith(expect.any(Function), 19);
    pacer.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
