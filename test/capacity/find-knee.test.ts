import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKnee, type KneePoint } from '../../src/capacity/find-knee.ts';

/** A closed queue of one server by mean value analysis (Reiser and Lavenberg 1980): a pause of `think` and a service of `service` seconds. */
function closedQueue(load: number, service: number, pool: number): KneePoint {
  const rate = Math.min(load, pool) / service;
  return { load, ratePerSecond: rate, meanMicros: (load / rate) * 1e6 };
}

describe('the knee', () => {
  it('of a service with 32 places is seen around 32 users', () => {
    const points = [8, 16, 32, 64, 128].map((load) => closedQueue(load, 0.02, 32));
    expect(findKnee(points)).toEqual({ load: 32, between: [16, 64] });
  });

  it('is not seen where power still grows, or falls from the least load on', () => {
    const growing = [8, 16, 32].map((load) => closedQueue(load, 0.02, 100));
    expect(findKnee(growing)).toEqual({ load: 32 });
    expect(findKnee([40, 60, 80].map((load) => closedQueue(load, 0.02, 32)))).toEqual({ load: 40 });
  });

  it('is unknown with fewer than three loads', () => {
    expect(findKnee([])).toBeUndefined();
    expect(findKnee([8, 8, 16].map((load) => closedQueue(load, 0.02, 32)))).toBeUndefined();
  });

  it('does not hang on the order of the steps', () => {
    const points = [8, 16, 24, 32, 40, 64].map((load) => closedQueue(load, 0.02, 30));
    fc.assert(
      fc.property(fc.shuffledSubarray(points, { minLength: 6 }), (shuffled) => {
        expect(findKnee(shuffled)).toEqual(findKnee(points));
      }),
    );
  });
});
