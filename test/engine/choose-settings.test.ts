import { describe, expect, it } from 'vitest';
import { chooseSettings, type EngineWishes } from '../../src/engine/choose-settings.ts';
import type { Load, ThinkTime } from '../../src/scenario/scenario.ts';
import { buildTestPlan, second } from './test-plan.ts';

function open(ratePerSecond: number, maxVUs = 1_000): Load {
  return {
    executor: 'constant-arrival-rate',
    ratePerSecond,
    durationMicros: second,
    preAllocatedVUs: 1,
    maxVUs,
    arrivals: 'even',
    gracefulStopMicros: second,
  };
}

function users(vus: number): Load {
  return { executor: 'constant-vus', vus, durationMicros: second, gracefulStopMicros: second };
}

const ramp: Load = {
  executor: 'ramping-vus',
  startVUs: 1,
  stages: [{ durationMicros: second, target: 3 }],
  gracefulRampDownMicros: second,
  gracefulStopMicros: second,
};
const none: ThinkTime = { kind: 'none' };
const pause: ThinkTime = { kind: 'uniform', minMicros: 0, maxMicros: 2 * second };

function choose(load: Load, thinkTime: ThinkTime, cores: number, sharesTarget: boolean, wishes: EngineWishes = {}) {
  const { threads, pace } = chooseSettings(buildTestPlan({ load, workload: { thinkTime } }), wishes, {
    cores,
    sharesTarget,
  });
  return `${threads} ${pace}`;
}

describe('the settings of the engine', () => {
  it.each<[string, Load, ThinkTime, number, boolean, string]>([
    ['12 000 a second need one thread', open(12_000), none, 8, true, '1 precise'],
    ['12 001 need two', open(12_001), none, 8, true, '2 precise'],
    ['one core is left for a target on this machine', open(40_000), none, 4, true, '3 economical'],
    ['a target elsewhere leaves all cores', open(40_000), none, 4, false, '4 economical'],
    ['one thread on one core', open(40_000), none, 1, true, '1 economical'],
    ['no more threads than users', open(40_000, 2), none, 8, true, '2 precise'],
    ['no core to spare, and waiting would cost', open(5_001), none, 2, true, '1 economical'],
    ['no core to spare, but waiting costs little', open(5_000), none, 2, true, '1 precise'],
    ['no pause, nothing to pace', users(120), none, 8, true, '1 economical'],
    ['users without a pause', users(1_000), none, 8, true, '2 economical'],
    ['users with a pause', users(1_000), pause, 2, true, '1 precise'],
    ['a ramp of three users', ramp, none, 8, false, '1 economical'],
  ])('%s', (_, load, thinkTime, cores, sharesTarget, expected) => {
    expect(choose(load, thinkTime, cores, sharesTarget)).toBe(expected);
  });

  it('are what the user wishes, but for threads without a user', () => {
    expect(choose(open(100), none, 2, true, { workers: 4, pace: 'economical' })).toBe('4 economical');
    expect(choose(ramp, none, 8, true, { workers: 4, pace: 'precise' })).toBe('3 precise');
  });
});
