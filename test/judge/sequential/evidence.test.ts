import { describe, expect, it } from 'vitest';
import {
  decideByEvidence,
  decidingLog,
  decidingLogOf,
  tallySlices,
  weigh,
} from '../../../src/judge/sequential/evidence.ts';
import { evidenceLimits } from '../../../src/judge/sequential/evidence-limits.ts';

const seconds = (count: number, over: number, slices: number): { count: number; over: number }[] =>
  Array.from({ length: slices }, () => ({ count, over }));

describe('evidence', () => {
  it.each([
    [0, 0, 'inconclusive'],
    [decidingLog - 1e-9, 0, 'inconclusive'],
    [decidingLog, 0, 'pass'],
    [0, decidingLog - 1e-9, 'inconclusive'],
    [0, decidingLog, 'fail'],
    [decidingLog, decidingLog, 'inconclusive'],
  ])('of ln %d to pass and ln %d to fail is %s', (logPass, logFail, decision) => {
    expect(decideByEvidence({ logPass, logFail })).toBe(decision);
  });

  it.each([1, 2, 48])('decides from 20 × %i on when so many tests are to be right together', (tests) => {
    const limit = decidingLogOf(tests);
    expect(Math.exp(limit)).toBeCloseTo(20 * tests, 9);
    expect(decideByEvidence({ logPass: limit, logFail: 0 }, limit)).toBe('pass');
    expect(decideByEvidence({ logPass: limit - 1e-9, logFail: 0 }, limit)).toBe('inconclusive');
    const fewer = evidenceLimits({ n: 10_000, deff: 2 }, 0.05, limit).passAtMost ?? 0;
    expect(fewer).toBeLessThanOrEqual(evidenceLimits({ n: 10_000, deff: 2 }, 0.05).passAtMost ?? 0);
  });

  it('says nothing without samples', () => {
    const nothing = tallySlices([], 0.05);
    expect(nothing).toEqual({ over: 0, n: 0, deff: undefined });
    expect(weigh({ pass: nothing, fail: nothing }, 0.05)).toEqual({ logPass: 0, logFail: 0 });
  });

  it.each([
    [19, false],
    [20, true],
    [21, true],
  ])('of %i seconds with samples decides: %s, however clear they are', (slices, decides) => {
    const tally = tallySlices([...seconds(1000, 0, slices), ...seconds(0, 0, 30)], 0.05);
    const { logPass } = weigh({ pass: tally, fail: tally }, 0.05);
    expect(tally.n).toBe(1000 * slices);
    expect((tally.deff ?? 0) > 1).toBe(decides);
    expect(logPass > decidingLog).toBe(decides);
  });

  it('never counts samples for more than they are, however evenly they fall', () => {
    expect(tallySlices(seconds(100, 5, 600), 0.05).deff).toBeGreaterThan(1);
  });
});

describe('the counts that decide by evidence', () => {
  it.each([
    [1000, 0.05, 1],
    [10_000, 0.05, 1.5],
    [5000, 0.01, 2],
  ])('of %i samples with %d allowed, thinned by %d, are those at which evidence passes 20', (n, allowed, deff) => {
    const { passAtMost, failAtLeast } = evidenceLimits({ n, deff }, allowed);
    const decide = (over: number | undefined): string => {
      const tally = { over: over ?? -1, n, deff };
      return decideByEvidence(weigh({ pass: tally, fail: tally }, allowed));
    };
    expect(decide(passAtMost)).toBe('pass');
    expect(decide((passAtMost ?? 0) + 1)).toBe('inconclusive');
    expect(decide(failAtLeast)).toBe('fail');
    expect(decide((failAtLeast ?? 0) - 1)).toBe('inconclusive');
  });

  it('are none for few samples, and none without a thinning', () => {
    expect(evidenceLimits({ n: 40, deff: 1 }, 0.05).passAtMost).toBeUndefined();
    expect(evidenceLimits({ n: 100_000, deff: undefined }, 0.05)).toEqual({
      passAtMost: undefined,
      failAtLeast: undefined,
    });
  });
});
