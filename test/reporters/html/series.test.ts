import { describe, expect, it } from 'vitest';
import type { Slice, Snapshot } from '../../../src/recorder/snapshot.ts';
import { seriesOf } from '../../../src/reporters/html/series.ts';
import { buildReport } from '../../report/build-report.ts';

const [snapshot] = buildReport({ traffic: [{ seconds: 1 }] }).runs;

function runOf(slices: readonly Partial<Slice>[], durationMicros = slices.length * 1e6): Snapshot {
  if (snapshot === undefined) throw new Error('no run');
  const whole = slices.map((slice, second) => ({
    second,
    counts: [9, 1, 0] as const,
    failed: 0,
    dropped: 0,
    over: [],
    ...slice,
  }));
  return { ...snapshot, measure: { ...snapshot.measure, durationMicros, slices: whole } };
}

describe('the seconds of a run', () => {
  it('are one stretch each while they are few', () => {
    const [series] = seriesOf([runOf([{ hit: [1, 2, 3] }, { counts: [1, 1, 0], failed: 2 }])]);
    expect(series?.width).toBe(1);
    expect(series?.stretches).toEqual([
      {
        fromSecond: 0,
        seconds: 1,
        counts: [9, 1, 0],
        failed: 0,
        dropped: 0,
        hit: [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
        hitRate: [0.9, 0.9],
        hitRateSoFar: 0.9,
        perSecond: [10, 10],
        failedPerSecond: [0, 0],
      },
      {
        fromSecond: 1,
        seconds: 1,
        counts: [1, 1, 0],
        failed: 2,
        dropped: 0,
        hitRate: [0.5, 0.5],
        hitRateSoFar: 10 / 12,
        perSecond: [4, 4],
        failedPerSecond: [2, 2],
      },
    ]);
  });

  it('have no rate in a second that was not whole, nor a hit rate where nothing was answered', () => {
    const [series] = seriesOf([runOf([{ counts: [0, 0, 0] }, {}], 1.5e6)]);
    expect(series?.stretches.map(({ hitRate, hitRateSoFar, perSecond }) => [hitRate, hitRateSoFar, perSecond])).toEqual(
      [
        [undefined, undefined, [0, 0]],
        [undefined, 0.9, undefined],
      ],
    );
  });

  it('are a gap where a second is missing', () => {
    const [series] = seriesOf([runOf([{ hit: [1, 2, 3] }, { second: 2, hit: [1, 2, 3] }], 3e6)]);
    expect(series?.stretches.map(({ hit }) => hit !== undefined)).toEqual([true, false, true]);
  });

  it('are put together when they are many, with their least and greatest', () => {
    const slices = Array.from({ length: 1_000 }, (_, second) => ({ hit: [second, 2 * second, 3 * second] as const }));
    const [series] = seriesOf([runOf(slices)]);
    expect(series?.width).toBe(5);
    expect(series?.stretches).toHaveLength(200);
    expect(series?.stretches[1]).toMatchObject({
      fromSecond: 5,
      seconds: 5,
      counts: [45, 5, 0],
      hit: [
        [5, 9],
        [10, 18],
        [15, 27],
      ],
    });
  });

  it('are equally coarse in all runs, by their length together', () => {
    const run = runOf(Array.from({ length: 200 }, () => ({})));
    expect(seriesOf([run]).map(({ width }) => width)).toEqual([1]);
    expect(seriesOf([run, run]).map(({ width }) => width)).toEqual([2, 2]);
  });
});
