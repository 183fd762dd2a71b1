import { expect, it } from 'vitest';
import { describeLength } from '../../../src/cli/pairs/describe-length.ts';
import type { Warmup } from '../../../src/scenario/scenario.ts';
import { constantRate, constantUsers, sharedIterations } from '../../plan/scenario-builder.ts';

const none: Warmup = { kind: 'none' };
const second = 1_000_000;

it.each([
  ['14 measurements of 10 s, about 3 min', constantUsers(10, 10 * second), none, 7],
  [
    '14 measurements of 10 s and as many prefills, over 3 min',
    constantUsers(10, 10 * second),
    { kind: 'prefill' } as const,
    7,
  ],
  ['4 measurements of 3 s, about 18 s', constantRate(10, 3 * second), none, 2],
  [
    '4 measurements of 3 s, about 98 s',
    constantRate(10, 3 * second),
    { kind: 'duration', micros: 20 * second } as const,
    2,
  ],
  [
    '4 measurements of 3 s, at most 2 min',
    constantRate(10, 3 * second),
    { kind: 'until-steady', maxMicros: 30 * second } as const,
    2,
  ],
  ['20 measurements of 10 m, at most 3 h', sharedIterations(10), none, 10],
  [
    '4 measurements, each until its load ends',
    {
      executor: 'replay',
      maxDurationMicros: Infinity,
      preAllocatedVUs: 1,
      maxVUs: 10,
      arrivals: 'even',
      gracefulStopMicros: 0,
    } as const,
    none,
    2,
  ],
])('says %s', (words, load, warmup, pairs) => {
  expect(describeLength({ load, warmup }, pairs)).toBe(words);
});
