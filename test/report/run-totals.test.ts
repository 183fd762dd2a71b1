import { describe, expect, it } from 'vitest';
import { predictedHitRate, totalsOf, worstGenerator } from '../../src/report/run-totals.ts';
import { buildReport } from './build-report.ts';

describe('the totals of runs', () => {
  it('add up requests, classes and failures, and take the extremes of users in flight', () => {
    const { runs } = buildReport({
      traffic: [
        { users: 130, failures: { timeout: 2 } },
        { users: 110, ratePerSecond: 100, failures: { status: 1 }, dropped: 4 },
      ],
    });
    const totals = totalsOf(runs);
    expect(totals).toMatchObject({ requests: 15_003, failed: 3, cutOff: 0, dropped: 4, durationMicros: 60_000_000 });
    expect(totals.counts.hit + totals.counts.miss + totals.counts.unknown).toBe(15_000);
    expect(totals.inFlight).toMatchObject({ min: 108, max: 130 });
    expect(totals.ratePerSecond).toBeCloseTo(250.05, 9);
    expect(totals.failedShare).toBeCloseTo(3 / 15_003, 12);
    expect(totals.hitRate).toBeCloseTo(totals.counts.hit / 15_000, 12);
  });

  it('have no rate, share or users where there was nothing to measure', () => {
    const totals = totalsOf(buildReport({ traffic: [{ seconds: 0 }] }).runs);
    for (const name of ['hitRate', 'failedShare', 'ratePerSecond', 'inFlight', 'latenessP99Micros'])
      expect(totals).not.toHaveProperty(name);
  });

  it('have no users in flight when one of the runs was not observed', () => {
    expect(totalsOf(buildReport({ traffic: [{}, { seconds: 0 }] }).runs)).not.toHaveProperty('inFlight');
  });

  it('count a failure as no miss: the hit rate is of successes alone', () => {
    const { hitRate } = totalsOf(buildReport({ traffic: [{ hitRate: 1, failures: { status: 500 } }] }).runs);
    expect(hitRate).toBe(1);
  });

  it('leave out what Ctrl-C cut off, and count what graceful stop cut off as failed', () => {
    const traffic = [{ failures: { interrupted: 9, reset: 1 } }];
    expect(totalsOf(buildReport({ traffic, ended: 'aborted' }).runs)).toMatchObject({ failed: 1, cutOff: 9 });
    expect(totalsOf(buildReport({ traffic }).runs)).toMatchObject({ failed: 10, cutOff: 0 });
  });
});

describe('the predicted hit rate', () => {
  it('weighs the runs by their requests', () => {
    const prediction = { misses: 0, hitRate: 0, model: 'unbounded' };
    expect(
      predictedHitRate([
        { ...prediction, requests: 100, hits: 80, attainable: 1 },
        { ...prediction, requests: 300, hits: 300, attainable: 0.9 },
      ]),
    ).toEqual({ predicted: 0.95, attainable: 0.925 });
  });

  it('is not there when nothing was predicted', () => {
    expect(predictedHitRate([])).toBeUndefined();
    expect(
      predictedHitRate([{ requests: 0, hits: 0, misses: 0, hitRate: 0, model: 'not computed', attainable: 1 }]),
    ).toBeUndefined();
  });
});

describe('the health of the generator', () => {
  it('is that of the busiest run, and not there when it was never recorded', () => {
    const { runs } = buildReport({ traffic: [{}, {}] });
    const [first, second] = runs;
    if (first === undefined || second === undefined) throw new Error('expected two runs');
    if (first.generator === undefined) throw new Error('expected a health');
    const busy = { ...second, generator: { ...first.generator, eventLoopUtilisation: 0.77 } };
    expect(worstGenerator([first, busy])?.eventLoopUtilisation).toBe(0.77);
    expect(worstGenerator([busy, first])?.eventLoopUtilisation).toBe(0.77);
    const { generator, ...recovered } = first;
    expect(generator.residentBytes).toBeGreaterThan(0);
    expect(worstGenerator([recovered])).toBeUndefined();
  });
});
