import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lighterLoad, roundDown } from '../../src/judge/lighter-load.ts';
import type { Load } from '../../src/scenario/scenario.ts';
import { buildScenario, constantRate } from '../plan/scenario-builder.ts';
import { buildRun } from './build-run.ts';

const gracefulStopMicros = 0;
const open = { preAllocatedVUs: 1, maxVUs: 10, arrivals: 'even', gracefulStopMicros } as const;

function remedyFor(load: Load, utilisation: number): string {
  const scenario = buildScenario({
    load,
    ...(load.executor === 'replay' ? { workload: { popularity: { kind: 'replay', file: 'x', speed: 2 } } } : {}),
  });
  const snapshots = [buildRun(scenario, { requests: [], health: { eventLoopUtilisation: utilisation } })];
  return lighterLoad({ scenario, snapshots });
}

describe('a lighter load', () => {
  it.each<[Load, number, string]>([
    [constantRate(5_000, 1e6), 0.75, 'lower the rate to 4 000 a second'],
    [constantRate(5_000, 1e6), 0.76, 'lower the rate to 3 900 a second'],
    [constantRate(0.5, 1e6), 1, 'lower the rate to 0.3 a second'],
    [
      {
        executor: 'ramping-arrival-rate',
        startRatePerSecond: 10,
        stages: [
          { durationMicros: 1, target: 800 },
          { durationMicros: 1, target: 0 },
        ],
        ...open,
      },
      1,
      'lower the greatest rate to 480 a second',
    ],
    [{ executor: 'replay', maxDurationMicros: 1, ...open }, 1, 'lower popularity.speed to 1.2'],
    [
      {
        executor: 'ramping-vus',
        startVUs: 300,
        stages: [{ durationMicros: 1, target: 50 }],
        gracefulRampDownMicros: 0,
        gracefulStopMicros,
      },
      1,
      'use 180 users or a think time',
    ],
    [{ executor: 'constant-vus', vus: 1, durationMicros: 1, gracefulStopMicros }, 1, 'use one user or a think time'],
  ])('than %j at utilisation %s: %s', (load, utilisation, expected) => {
    expect(remedyFor(load, utilisation)).toContain(expected);
  });
});

describe('rounding down to two significant digits', () => {
  it.each([
    [1_278, 1_200],
    [1_200, 1_200],
    [1_199.9, 1_100],
    [99, 99],
    [0.638, 0.63],
    [0.63, 0.63],
    [7, 7],
    [0, 0],
    [-1, 0],
    [Number.NaN, 0],
  ])('makes %s %s', (value, expected) => expect(roundDown(value)).toBe(expected));

  it('is never over the value, and less than 10 % below it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (value) => {
        const rounded = roundDown(value);
        expect(rounded).toBeLessThanOrEqual(value * (1 + 1e-9));
        expect(rounded).toBeGreaterThan(value * 0.9);
      }),
    );
  });
});
