import { describe, expect, it } from 'vitest';
import { describeGate, type NeedsContext } from '../../src/plan/gate-needs.ts';
import type { Threshold } from '../../src/scenario/threshold.ts';
import { gate } from './scenario-builder.ts';

const p95: Partial<Threshold> = { aggregation: { kind: 'quantile', quantile: 0.95 }, operator: '<', limit: 23 };

/** One run of 30 s of which only the hit rate is known. */
function at(hitRate: number): NeedsContext {
  return { hitRate, runs: 1, micros: 30_000_000, length: { from: 'nothing' }, experience: undefined };
}

describe('what a gate needs', () => {
  it.each([
    ['hits', 'hit', 66],
    ['misses', 'miss', 590],
  ])('on a quantile is %s, and the requests that give so many', (population, name, requests) => {
    const { least } = describeGate(gate({ metric: 'http_req_duration', ...p95, tags: { cache: name } }), at(0.9));
    const samples = [
      { over: 0, n: 59 },
      { over: 5, n: 208 },
      { over: 50, n: 1260 },
    ];
    expect(least).toMatchObject({ population, samples, requests });
  });

  it('is the mirror image for a quantile that must be above', () => {
    const parts = { ...p95, operator: '>', aggregation: { kind: 'quantile', quantile: 0.05 } } as const;
    expect(describeGate(gate({ metric: 'http_req_waiting', ...parts }), at(0.9)).least?.samples[0]).toEqual({
      over: 0,
      n: 59,
    });
  });

  it('on the hit rate is what decides it at the prediction', () => {
    const { least } = describeGate(gate({ metric: 'cache_hit_rate' }), at(0.9));
    expect(least?.samples[0]).toEqual({ over: 0, n: 23 });
    expect(least?.atPrediction?.hitRate).toBe(0.9);
    expect(least?.atPrediction?.n).toBeGreaterThan(350);
    expect(least?.atPrediction?.n).toBeLessThan(450);
  });

  it('on the hit rate is undefined when the prediction does not pass', () => {
    const { least } = describeGate(gate({ metric: 'cache_hit_rate' }), at(0.87));
    expect(least?.atPrediction).toEqual({ hitRate: 0.87, n: undefined });
  });

  it('on errors is requests', () => {
    const { least } = describeGate(gate({ metric: 'http_req_failed', operator: '<', limit: 0.01 }), at(0.9));
    expect(least).toMatchObject({ population: 'requests', samples: [{ over: 0, n: 299 }, { over: 5 }, { over: 50 }] });
  });

  it.each<[string, Partial<Threshold> & Pick<Threshold, 'metric'>]>([
    ['a rate of exactly 0', { metric: 'cache_unknown_rate', operator: '==', limit: 0 }],
    ['a gauge', { metric: 'vus_in_flight', aggregation: { kind: 'min' }, operator: '>=', limit: 100 }],
    ['a mean', { metric: 'http_req_duration', aggregation: { kind: 'avg' }, operator: '<', limit: 23 }],
    ['requests per second', { metric: 'http_reqs', aggregation: { kind: 'rate' }, operator: '>', limit: 500 }],
  ])('is nothing for %s, which is compared as observed', (_, parts) => {
    expect(describeGate(gate(parts), at(0.9)).least).toBeUndefined();
  });
});
