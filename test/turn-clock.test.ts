import { expect, it } from 'vitest';
import { TurnClock } from '../src/turn-clock.ts';

it('gives every reading of a turn the moment of its first one, and the next turn its own', () => {
  let now = 100;
  let endTurn: (() => void) | undefined;
  const clock = new TurnClock(
    () => now,
    (callback) => {
      endTurn = callback;
    },
  );
  expect(clock.readMicros()).toBe(100);
  now = 150;
  expect(clock.readMicros()).toBe(100);
  endTurn?.();
  expect(clock.readMicros()).toBe(150);
});
