import { describe, expect, it } from 'vitest';
import { canBeShared, sayLoad, shareLoad, type SplitLoad } from '../../src/rollout/share-load.ts';
import { constantRate, constantUsers, sharedIterations } from '../plan/scenario-builder.ts';

function split(load: ReturnType<typeof constantUsers>): SplitLoad {
  if (!canBeShared(load)) throw new Error('expected a load that can be split');
  return load;
}

const users = (vus: number): SplitLoad => split(constantUsers(vus));

describe('a load of users', () => {
  it.each<[number, number, string]>([
    [120, 0.1, '12 users and 108 users'],
    [120, 0.5, '60 users and 60 users'],
    [120, 1, '120 users and none'],
    [14, 0.1, '1 user and 13 users'],
    [5, 0.1, '1 user and 4 users'],
    [4, 0.1, 'nothing'],
    [1, 0.5, 'nothing'],
    [1, 1, '1 user and none'],
    [2, 0.5, '1 user and 1 user'],
    [10, 0.96, 'nothing'],
    [10, 0.94, '9 users and 1 user'],
  ])('of %i at %f is %s', (vus, share, said) => {
    const shared = shareLoad(users(vus), share);
    const stable = shared?.stable === undefined ? 'none' : sayLoad(shared.stable);
    expect(shared === undefined ? 'nothing' : `${sayLoad(shared.canary)} and ${stable}`).toBe(said);
  });
});

describe('a load of requests', () => {
  it('is split by its rate, with as many users as each part may need', () => {
    const shared = shareLoad(split(constantRate(100, 30e6)), 0.1);
    expect(shared?.canary).toMatchObject({ ratePerSecond: 10, preAllocatedVUs: 1, maxVUs: 10 });
    expect(shared?.stable).toMatchObject({ ratePerSecond: 90, preAllocatedVUs: 9, maxVUs: 90 });
  });

  it('is the canary’s at the whole share', () => {
    const load = split(constantRate(100, 30e6));
    expect(shareLoad(load, 1)).toEqual({ canary: load });
  });
});

it('a load that ends by its requests has no share that holds', () =>
  expect(canBeShared(sharedIterations(100))).toBe(false));
