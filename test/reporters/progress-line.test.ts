import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LiveView } from '../../src/reporters/live-view.ts';
import { progressLine } from '../../src/reporters/progress-line.ts';

const view: LiveView = {
  phase: 'measure',
  elapsedMicros: 12_400_000,
  plannedMicros: 30_000_000,
  ratePerSecond: 1_810,
  inFlight: 120,
  hitRate: 0.9123,
  hitP95Micros: 13_400,
  missP95Micros: 81_200,
  failures: 0,
  dropped: 0,
  run: 2,
  runs: 5,
};

describe('the live line', () => {
  it('shows phase, time left, rate, users, hit rate, p95s and errors', () => {
    expect(progressLine(view, 200)).toBe(
      'run 2/5 measure | 18 s left | 1 810/s | 120 in flight | 91.23 % hits | hit p95 13.40 ms | miss p95 81.20 ms | no errors',
    );
  });

  it.each([
    [[], 'no gate open'],
    [['http_req_duration{cache:hit}: p(95)<23'], 'open: hit p(95)<23'],
    [
      ['http_req_duration{cache:miss}: p(95)<95', 'cache_hit_rate: rate>0.873'],
      'open: miss p(95)<95, cache_hit_rate rate>0.873',
    ],
    [
      [
        'checks{check:same-answer-on-hit}: rate>0.9',
        'http_reqs: count>5',
        'http_req_failed: rate<0.01',
        'vus_in_flight: min>1',
      ],
      'open: same-answer-on-hit rate>0.9, http_reqs count>5 and 2 more',
    ],
  ])('names the gates that keep the run going: %j', (openGates, text) => {
    const line = progressLine({ ...view, openGates }, 300);
    expect(line).toContain(`measure | at most 18 s left | `);
    expect(line).toMatch(new RegExp(`no errors \\| ${text.replaceAll(/[()]/gu, '\\$&')}$`, 'u'));
    expect(progressLine({ ...view, openGates: ['cache_hit_rate: rate>0.873'] }, 85)).toContain('open: cache_hit_rate');
  });

  it('leaves out what is not known yet and the number of a single run', () => {
    const { hitRate: _, hitP95Micros: __, missP95Micros: ___, plannedMicros: ____, ...young } = view;
    expect(progressLine({ ...young, phase: 'warmup', runs: 1, run: 1 }, 200)).toBe(
      'warm-up | 13 s so far | 1 810/s | 120 in flight | no errors',
    );
  });

  it.each([
    [100, 'run 2/5 measure | 18 s left | 91.23 % hits | hit p95 13.40 ms | miss p95 81.20 ms | 3 failed'],
    [60, 'run 2/5 measure | 18 s left | 91.23 % hits | 3 failed'],
    [40, 'run 2/5 measure | 18 s left | 3 failed'],
    [30, 'run 2/5 measure | 18 s left'],
    [15, 'run 2/5 measure'],
    [5, 'run 2'],
    [0, ''],
  ])('fits %i columns by leaving out the least important parts', (width, line) => {
    expect(progressLine({ ...view, failures: 3 }, width)).toBe(line);
  });

  it('calls a run of a comparison by its pair and side', () => {
    expect(progressLine({ ...view, runs: 1, run: 1, label: 'pair 3/7 after' }, 40)).toBe(
      'pair 3/7 after measure | 18 s left',
    );
  });

  it('says how many requests were dropped when there were any', () => {
    expect(progressLine({ ...view, dropped: 7 }, 200)).toContain('7 dropped');
    expect(progressLine(view, 200)).not.toContain('dropped');
  });

  it.each([
    [29_999_999, '1 s left'],
    [30_000_000, 'waiting for the last answers'],
    [31_000_000, 'waiting for the last answers'],
  ])('at %i µs of 30 s says "%s"', (elapsedMicros, said) => {
    expect(progressLine({ ...view, elapsedMicros }, 200)).toContain(said);
  });

  it('never is longer than its width', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), (width, count, micros) => {
        const line = progressLine({ ...view, failures: count, dropped: count, elapsedMicros: micros }, width);
        expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
