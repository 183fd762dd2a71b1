import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linePath } from '../../../src/reporters/html/path.ts';
import { ninesScale, percentileLabel, valueScale } from '../../../src/reporters/html/scale.ts';
import {
  logMultiplesWithin,
  multiplesWithin,
  niceStep,
  stepLabel,
  timeLabel,
  timeStep,
} from '../../../src/reporters/html/ticks.ts';

const range = [200, 20] as const;

describe('a value axis', () => {
  it.each([
    { values: [12, 14, 23], start: 'log', labels: ['0', '5', '10', '15', '20', '25'] },
    { values: [2, 100], start: 'log', labels: ['2', '5', '10', '20', '50', '100'] },
    { values: [0.87, 0.93], start: 'data', labels: ['0.87', '0.88', '0.89', '0.90', '0.91', '0.92', '0.93'] },
    { values: [120], start: 'zero', labels: ['0', '20', '40', '60', '80', '100', '120'] },
    { values: [0, 0], start: 'zero', labels: ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'] },
    { values: [], start: 'log', labels: ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0'] },
  ] as const)('of $values from $start has the ticks $labels', ({ values, start, labels }) => {
    expect(valueScale(values, { range, start }).ticks.map(({ label }) => label)).toEqual(labels);
  });

  it('holds every value between its ends, in order', () => {
    const values = fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.constantFrom('zero', 'data', 'log'), (given, start) => {
        const scale = valueScale(given, { range, start });
        const placed = given.toSorted((one, other) => one - other).map(scale.at);
        expect(placed.every((at) => at >= 20 - 1e-6 && at <= 200 + 1e-6)).toBe(true);
        expect(placed).toEqual(placed.toSorted((one, other) => other - one));
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        expect(scale.ticks.length).toBeLessThanOrEqual(20);
      }),
      { seed: 7 },
    );
  });
});

describe('the log-nines axis', () => {
  const { at, ticks } = ninesScale(0.999, [0, 300]);

  it('gives each further nine the same room', () => {
    expect([0, 0.9, 0.99, 0.999].map((share) => Math.round(at(share)))).toEqual([0, 100, 200, 300]);
  });

  it('marks the percentiles that people name', () => {
    expect(ticks.map(({ label }) => label)).toEqual(['p50', 'p90', 'p99', 'p99.9']);
    expect(percentileLabel(0.99995)).toBe('p99.995');
  });
});

describe('ticks', () => {
  it.each([
    { span: [0, 10], most: 5, step: 2 },
    { span: [0, 11], most: 5, step: 5 },
    { span: [0.86, 0.94], most: 6, step: 0.02 },
  ] as const)('of $span in at most $most steps are $step apart', ({ span, most, step }) => {
    expect(niceStep(span, most)).toBeCloseTo(step, 12);
  });

  it('are exact multiples', () => {
    expect(multiplesWithin([0.25, 0.75], 0.1)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(logMultiplesWithin([2, 50], 9)).toEqual([2, 5, 10, 20, 50]);
    expect(logMultiplesWithin([1, 1e6], 9)).toEqual([1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]);
  });

  it.each([
    [30, 6, 5, '5 s'],
    [60, 6, 10, '10 s'],
    [3_600, 6, 600, '10 m'],
    [86_400, 6, 14_400, '4 h'],
    [864_000, 6, 172_800, '48 h'],
  ])('of %i seconds in at most %i steps are %i seconds apart', (seconds, most, step, label) => {
    expect(timeStep(seconds, most)).toBe(step);
    expect(timeLabel(step)).toBe(label);
  });

  it('have as many decimals as their step', () => {
    expect([stepLabel(1_500, 500), stepLabel(0.5, 0.02), stepLabel(0.3, 0.1)]).toEqual(['1 500', '0.50', '0.3']);
  });
});

describe('a line', () => {
  it('breaks where there is nothing, and shows a lonely point', () => {
    expect(linePath([[1, 2], [3, 4.04], undefined, [5, 6], undefined, undefined, [7, 8], [9, 9]])).toBe(
      'M1,2,3,4M5,6h.01M7,8,9,9',
    );
    expect(linePath([])).toBe('');
    expect(linePath([undefined])).toBe('');
  });
});
