import { describe, expect, it } from 'vitest';
import { usersAt, type RampingUsersLoad } from '../../src/plan/users-at.ts';

const second = 1_000_000;

describe('usersAt', () => {
  const load: RampingUsersLoad = {
    executor: 'ramping-vus',
    startVUs: 0,
    stages: [
      { durationMicros: 10 * second, target: 10 },
      { durationMicros: 5 * second, target: 10 },
      { durationMicros: 0, target: 4 },
      { durationMicros: 4 * second, target: 0 },
    ],
    gracefulRampDownMicros: 0,
    gracefulStopMicros: 0,
  };

  it.each([
    ['at the start', 0, 0],
    ['before the first step', second - 1, 0],
    ['at the first step', second, 1],
    ['before the end of the ramp', 10 * second - 1, 9],
    ['on the plateau', 12 * second, 10],
    ['before a jump', 15 * second - 1, 10],
    ['at a jump', 15 * second, 4],
    ['before the first to go', 16 * second - 1, 4],
    ['when the first goes', 16 * second, 3],
    ['before the end', 19 * second - 1, 1],
    ['at the end', 19 * second, 0],
    ['long after the end', 99 * second, 0],
    ['before the start', -5, 0],
  ])('%s is on the planned line', (_, elapsed, users) => {
    expect(usersAt(load, elapsed)).toBe(users);
  });
});
