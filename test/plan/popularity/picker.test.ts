import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReplay } from '../../../src/plan/parse-replay.ts';
import { buildPicker, type Picker } from '../../../src/plan/popularity/picker.ts';
import type { Popularity, Workload } from '../../../src/scenario/scenario.ts';
import { buildCorpus, buildScenario } from '../scenario-builder.ts';

const corpus = buildCorpus(100);
const drawn: readonly Popularity[] = [
  { kind: 'uniform' },
  { kind: 'zipf', exponent: 0.99 },
  { kind: 'zipf', exponent: 0 },
  { kind: 'hotspot', hotQueries: 0.1, hotTraffic: 0.8 },
  { kind: 'weighted' },
  { kind: 'hit-rate', rate: 0.9 },
];
const all: readonly Popularity[] = [...drawn, { kind: 'sequential' }];

describe('a popularity', () => {
  it.each(all.map((popularity) => [popularity]))('of %j is a pure function, asked in any order', (popularity) => {
    const picker = build({ popularity });
    const again = build({ popularity });
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (user, one, other) => {
        const query = picker.queryAt(user, one);
        picker.queryAt(user, other);
        expect(picker.queryAt(user, one)).toBe(query);
        expect(again.queryAt(user, one)).toBe(query);
        expect(query).toBeLessThan(100);
      }),
    );
  });

  it.each(drawn.map((popularity) => [popularity]))('of %j asks each query as often as it says', (popularity) => {
    // Chi-square with at most 100 degrees of freedom: above 182 in 1 of 10^6 seeds; the seed is fixed.
    const picker = build({ popularity });
    expect(chiSquare(picker, 200_000)).toBeLessThan(182);
  });

  it.each(drawn.map((popularity) => [popularity]))('of %j keeps to the mix, class by class', (popularity) => {
    const picker = build({ popularity, mix: { sox: 1, gdpr: 3 } });
    expect(chiSquare(picker, 200_000)).toBeLessThan(182);
    const shareOf = (name: string): number =>
      picker.shares.reduce((sum, share, index) => sum + (corpus.queries[index]?.class === name ? share : 0), 0);
    expect(shareOf('gdpr') / (1 - picker.freshShare)).toBeCloseTo(0.75, 9);
    expect(shareOf('sox') / (1 - picker.freshShare)).toBeCloseTo(0.25, 9);
    expect(shareOf('hipaa')).toBe(0);
  });

  it.each(all.map((popularity) => [popularity]))('of %j has shares that sum to 1 less the never-seen', (popularity) => {
    const { shares, freshShare } = build({ popularity });
    expect(shares.reduce((sum, share) => sum + share, freshShare)).toBeCloseTo(1, 9);
  });

  it('does not depend on the order in which the mix is written', () => {
    const popularity: Popularity = { kind: 'uniform' };
    const one = build({ popularity, mix: { sox: 1, gdpr: 3 } });
    const other = build({ popularity, mix: { gdpr: 3, sox: 1 } });
    for (let index = 0; index < 100; index += 1) expect(other.queryAt(0, index)).toBe(one.queryAt(0, index));
  });

  it('draws a warm-up from streams of its own', () => {
    const workload = workloadOf({ popularity: { kind: 'zipf', exponent: 0.99 } });
    const measure = buildPicker({ workload, corpus, replay: undefined, phase: 'measure' });
    const warmup = buildPicker({ workload, corpus, replay: undefined, phase: 'warmup' });
    expect(warmup.shares).toEqual(measure.shares);
    const same = Array.from({ length: 1000 }, (_, i) => warmup.queryAt(0, i) === measure.queryAt(0, i));
    expect(same.filter(Boolean).length).toBeLessThan(200);
  });
});

describe('popularity zipf', () => {
  it('gives rank r a share in proportion to r^-exponent', () => {
    const shares = build({ popularity: { kind: 'zipf', exponent: 0.99 } })
      .shares.toSorted()
      .reverse();
    const sum = Array.from({ length: 100 }, (_, rank) => (rank + 1) ** -0.99).reduce((total, weight) => total + weight);
    for (const [rank, share] of shares.entries()) expect(share).toBeCloseTo((rank + 1) ** -0.99 / sum, 10);
  });

  it('gives ranks to queries by the seed', () => {
    const popularity: Popularity = { kind: 'zipf', exponent: 0.99 };
    const favourites = [1, 2, 3, 4].map((seed) => {
      const { shares } = build({ popularity, seed });
      return shares.indexOf(Math.max(...shares));
    });
    expect(new Set(favourites).size).toBeGreaterThan(1);
  });
});

describe('popularity hotspot', () => {
  it.each([
    ['a tenth', 0.1, 0.8, 10, 0.8],
    ['so few that it rounds to none', 0.001, 0.8, 1, 0.8],
    ['all', 1, 0.8, 100, 1],
  ])('of %s of the queries has the right number of hot ones', (_, hotQueries, hotTraffic, hot, traffic) => {
    const { shares } = build({ popularity: { kind: 'hotspot', hotQueries, hotTraffic } });
    const top = shares.toSorted().reverse().subarray(0, hot);
    expect(top.reduce((sum, share) => sum + share, 0)).toBeCloseTo(traffic, 12);
  });
});

describe('popularity sequential', () => {
  it('goes through the corpus again and again', () => {
    const picker = build({ popularity: { kind: 'sequential' } });
    expect([0, 1, 99, 100, 201].map((index) => picker.queryAt(0, index))).toEqual([0, 1, 99, 0, 1]);
  });

  it('starts each user of a sequence per user at a place of its own', () => {
    const picker = build({ popularity: { kind: 'sequential' }, sequence: 'per-user' });
    const starts = Array.from({ length: 50 }, (_, user) => picker.queryAt(user, 0));
    expect(new Set(starts).size).toBeGreaterThan(25);
    expect(picker.queryAt(7, 1)).toBe(((starts[7] ?? 0) + 1) % 100);
  });
});

describe('popularity replay', () => {
  const replay = parseReplay('{"at_ms":0,"id":"q-7"}\n{"at_ms":1,"id":"q-3"}', 'r.jsonl', corpus);
  const workload = workloadOf({ popularity: { kind: 'replay', file: 'r.jsonl', speed: 1 } });

  it('is the log, and ends with it', () => {
    const picker = buildPicker({ workload, corpus, replay, phase: 'measure' });
    expect([picker.queryAt(0, 0), picker.queryAt(0, 1), picker.length]).toEqual([7, 3, 2]);
    expect(() => picker.queryAt(0, 2)).toThrow('Expected an index below 2, got 2');
  });

  it('begins again in a warm-up', () => {
    const picker = buildPicker({ workload, corpus, replay, phase: 'warmup' });
    expect([picker.queryAt(0, 2), picker.queryAt(0, 3), picker.length]).toEqual([7, 3, Infinity]);
  });
});

describe('popularity hit-rate', () => {
  it.each([['shared'], ['per-user']] as const)('never asks a never-seen query twice when %s', (sequence) => {
    const workload = workloadOf({ popularity: { kind: 'hit-rate', rate: 0.5 }, sequence });
    const seen = new Set<number>();
    let fresh = 0;
    for (const phase of ['warmup', 'measure'] as const) {
      const picker = buildPicker({ workload, corpus, replay: undefined, phase });
      for (let user = 0; user < (sequence === 'shared' ? 1 : 20); user += 1)
        for (let index = 0; index < 200; index += 1) {
          const query = picker.queryAt(user, index);
          if (query >= 0) continue;
          fresh += 1;
          seen.add(query);
        }
    }
    expect(seen.size).toBe(fresh);
    expect(fresh).toBeGreaterThan(100);
  });

  it.each([
    ['only never-seen ones at rate 0', 0, true],
    ['none at rate 1', 1, false],
  ])('asks %s', (_, rate, fresh) => {
    const picker = build({ popularity: { kind: 'hit-rate', rate } });
    for (let index = 0; index < 1000; index += 1) expect(picker.queryAt(0, index) < 0).toBe(fresh);
  });
});

function workloadOf(parts: Partial<Workload>): Workload {
  return buildScenario({ workload: parts }).workload;
}

function build(parts: Partial<Workload>): Picker {
  return buildPicker({ workload: workloadOf(parts), corpus, replay: undefined, phase: 'measure' });
}

/** Of counts against shares, with the never-seen as one more cell; cells of share 0 must be empty. */
function chiSquare({ queryAt, shares, freshShare }: Picker, draws: number): number {
  const counts = new Float64Array(shares.length + 1);
  for (let index = 0; index < draws; index += 1) {
    const cell = Math.max(0, queryAt(0, index) + 1);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const expected = [freshShare, ...shares].map((share) => share * draws);
  return expected.reduce((sum, mean, cell) => {
    const count = counts[cell] ?? 0;
    return mean === 0 ? sum + count * 1e9 : sum + (count - mean) ** 2 / mean;
  }, 0);
}
