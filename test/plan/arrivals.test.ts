import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildArrivals, type OpenLoad } from '../../src/plan/arrivals.ts';
import { parseReplay } from '../../src/plan/parse-replay.ts';
import type { ArrivalCursor } from '../../src/plan/plan.ts';
import type { Stage } from '../../src/scenario/scenario.ts';
import { buildCorpus } from './scenario-builder.ts';

const open = { preAllocatedVUs: 1, maxVUs: 1, gracefulStopMicros: 0 };
const source = { seed: 1, length: Infinity, replay: undefined, speed: 1 };

describe('even arrivals', () => {
  it.each([
    ['4 a second for 1 s', constant(4, 1_000_000), [0, 250_000, 500_000, 750_000]],
    ['3 a second for 1 s', constant(3, 1_000_000), [0, 333_333, 666_667]],
    ['1 in 3 s for 3 s', constant(1 / 3, 3_000_000), [0]],
    ['1 in 3 s for a little longer', constant(1 / 3, 3_000_001), [0, 3_000_000]],
    ['none', constant(0, 1_000_000), []],
    // The integral is t² on the way up and 4t − t² on the way down.
    ['a ramp from 0 to 4 in 2 s', ramp(0, [2, 4]), [0, 1_000_000, 1_414_214, 1_732_051]],
    ['a ramp from 4 to 0 in 2 s', ramp(4, [2, 0]), [0, 267_949, 585_786, 1_000_000]],
    ['a jump', ramp(2, [1, 2], [0, 4], [1, 4]), [0, 500_000, 1_000_000, 1_250_000, 1_500_000, 1_750_000]],
    ['a pause', ramp(2, [1, 2], [0, 0], [5, 0], [0, 2], [1, 2]), [0, 500_000, 6_000_000, 6_500_000]],
  ])('of %s are due when the integral of the rate reaches each whole number', (_, load, expected) => {
    const { cursor, count } = buildArrivals(load, source);
    expect(all(cursor())).toEqual(expected);
    expect(count).toBe(expected.length);
  });

  it('do not drift in a day: the last of 10 000 a second is due 100 µs before the end', () => {
    const { cursor } = buildArrivals(constant(10_000, 60_000_000), source);
    const due = all(cursor());
    expect(due).toHaveLength(600_000);
    expect(due.at(-1)).toBe(59_999_900);
    expect(buildArrivals(constant(10_000, 86_400_000_000), source).count).toBe(864_000_000);
  });

  it('of any ramps never decrease, stay within the load and are as many as the area', () => {
    const stage = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 50 }));
    fc.assert(
      fc.property(fc.nat(50), fc.array(stage, { minLength: 1, maxLength: 6 }), (start, stages) => {
        const load = ramp(start, ...stages);
        const { cursor, count } = buildArrivals(load, source);
        const due = all(cursor());
        let [area, rate, end] = [0, start, 0];
        for (const [seconds, target] of stages) {
          area += ((rate + target) / 2) * seconds;
          rate = target;
          end += seconds * 1_000_000;
        }
        expect(due).toHaveLength(Math.ceil(area));
        expect(count).toBe(due.length);
        expectOrdered(due, end);
      }),
    );
  });

  it('are no more than the sequence has requests', () => {
    const { cursor, count } = buildArrivals(constant(100, 1_000_000), { ...source, length: 7 });
    expect([all(cursor()).length, count]).toEqual([7, 7]);
  });
});

describe('Poisson arrivals', () => {
  it.each([
    ['constant', constant(1000, 20_000_000, 'poisson'), 20_000],
    ['ramping', ramp(0, [20, 2000]), 20_000],
  ])('of a %s rate are counted exactly and near their mean', (_, load, mean) => {
    const { cursor, count } = buildArrivals({ ...load, arrivals: 'poisson' }, source);
    const due = all(cursor());
    expect(count).toBe(due.length);
    // Five standard deviations: false alarm in 1 of 1.7·10^6 seeds; the seed is fixed.
    expect(Math.abs(due.length - mean)).toBeLessThan(5 * Math.sqrt(mean));
    expectOrdered(due, 20_000_000);
    expect(all(cursor())).toEqual(due);
  });

  it('have exponential gaps', () => {
    // Kolmogorov–Smirnov distance: above 2.3/√n in 1 of 2·10^4 seeds; the seed is fixed.
    const due = all(buildArrivals(constant(1000, 20_000_000, 'poisson'), source).cursor());
    const gaps = due.map((time, index) => (time - (due[index - 1] ?? 0)) / 1000).toSorted((a, b) => a - b);
    const distance = Math.max(
      ...gaps.map((gap, index) => Math.abs((index + 0.5) / gaps.length - (1 - Math.exp(-gap)))),
    );
    expect(distance).toBeLessThan(2.3 / Math.sqrt(gaps.length));
  });

  it('of a day at 10 000 a second are not counted beforehand', () => {
    expect(buildArrivals(constant(10_000, 86_400_000_000, 'poisson'), source).count).toBeUndefined();
  });
});

describe('arrivals of a replay', () => {
  const lines = [0, 100, 100, 2500].map((at) => `{"at_ms":${at},"id":"q-1"}`).join('\n');
  const replay = parseReplay(lines, 'r.jsonl', buildCorpus(3));

  it.each([
    ['at speed 1', 1, 60_000_000, [0, 100_000, 100_000, 2_500_000]],
    ['at speed 2', 2, 60_000_000, [0, 50_000, 50_000, 1_250_000]],
    ['at speed 3, rounded', 3, 60_000_000, [0, 33_333, 33_333, 833_333]],
    ['cut off just after its last', 1, 2_500_001, [0, 100_000, 100_000, 2_500_000]],
    ['cut off at its last', 1, 2_500_000, [0, 100_000, 100_000]],
  ])('%s are the times of the log', (_, speed, maxDurationMicros, expected) => {
    const load: OpenLoad = { ...open, executor: 'replay', maxDurationMicros, arrivals: 'even' };
    const { cursor, count } = buildArrivals(load, { ...source, replay, speed });
    expect(all(cursor())).toEqual(expected);
    expect(count).toBe(expected.length);
  });
});

function constant(ratePerSecond: number, durationMicros: number, arrivals: 'even' | 'poisson' = 'even'): OpenLoad {
  return { ...open, executor: 'constant-arrival-rate', ratePerSecond, durationMicros, arrivals };
}

function ramp(startRatePerSecond: number, ...steps: readonly (readonly [seconds: number, target: number])[]): OpenLoad {
  const stages: Stage[] = steps.map(([seconds, target]) => ({ durationMicros: seconds * 1_000_000, target }));
  return { ...open, executor: 'ramping-arrival-rate', startRatePerSecond, stages, arrivals: 'even' };
}

function all(cursor: ArrivalCursor): number[] {
  const due: number[] = [];
  for (let next = cursor.next(); next < Infinity; next = cursor.next()) due.push(next);
  return due;
}

function expectOrdered(due: readonly number[], end: number): void {
  expect(due.every((time, index) => Number.isInteger(time) && time >= (due[index - 1] ?? 0) && time <= end)).toBe(true);
}
