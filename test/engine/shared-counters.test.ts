import { describe, expect, it } from 'vitest';
import { SharedCounters, sharedCountersBytes, type Vitality } from '../../src/engine/shared-counters.ts';
import { countOf, numberOf } from '../../src/engine/share.ts';

function countersOf(threads: number): SharedCounters {
  return new SharedCounters(new SharedArrayBuffer(sharedCountersBytes(threads)), threads);
}

describe('what threads share', () => {
  it('gives each number of a phase once, whoever takes it', () => {
    const one = countersOf(2);
    const other = new SharedCounters(one.memory, 2);
    expect([one.take('measure'), other.take('measure'), one.take('measure')]).toEqual([0, 1, 2]);
    expect(one.take('warmup')).toBe(0);
    expect([other.taken('measure'), other.taken('warmup')]).toEqual([3, 1]);
  });

  it('adds up the users in flight that each thread said last', () => {
    const counters = countersOf(3);
    counters.setInFlight(0, 5);
    counters.setInFlight(2, 7);
    counters.setInFlight(0, 4);
    expect(counters.inFlight).toBe(11);
  });

  it.each<[Vitality[], boolean]>([
    [['unknown', 'unknown'], false],
    [['lost', 'unknown'], true],
    [['lost', 'lost'], true],
    [['lost', 'alive'], false],
    [['alive', 'unknown'], false],
  ])('takes a target that threads find %j as lost: %s', (vitalities, isLost) => {
    const counters = countersOf(vitalities.length);
    for (const [thread, vitality] of vitalities.entries()) counters.setVitality(thread, vitality);
    expect(counters.isTargetLost).toBe(isLost);
  });
});

describe('a share', () => {
  it.each([
    [10, 3, [4, 3, 3]],
    [2, 3, [1, 1, 0]],
    [0, 2, [0, 0]],
    [7, 1, [7]],
  ])('of %i users among %i threads: %j', (total, threads, counts) => {
    const shares = Array.from({ length: threads }, (_, index) => ({ index, count: threads }));
    expect(shares.map((share) => countOf(share, total))).toEqual(counts);
    const numbers = shares.flatMap((share) =>
      Array.from({ length: countOf(share, total) }, (_, own) => numberOf(share, own)),
    );
    expect(numbers.sort((one, other) => one - other)).toEqual([...Array(total).keys()]);
  });
});
