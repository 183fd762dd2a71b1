import { describe, expect, it } from 'vitest';
import { accuracyOf } from '../../src/report/accuracy.ts';
import { buildReport, truthOf } from './build-report.ts';

const report = buildReport();

describe('the accuracy against the reference target', () => {
  it('is not there when the target kept no truth', () => {
    expect(accuracyOf(report)).toBeUndefined();
    expect(accuracyOf({ ...report, truth: [] })).toBeUndefined();
  });

  it('finds equal counts equal and shows the quantiles of both sides', () => {
    const accuracy = accuracyOf({ ...report, truth: truthOf(report, 0) });
    expect(accuracy).toMatchObject({ countsEqual: true, close: true });
    expect(accuracy?.classes.map(({ cacheClass }) => cacheClass)).toEqual(['hit', 'miss']);
    for (const { quantiles } of accuracy?.classes ?? []) {
      expect(quantiles.map(({ name }) => name)).toEqual(['p50', 'p95', 'p99']);
      for (const { measuredMicros, truthMicros } of quantiles) expect(measuredMicros).toBe(truthMicros);
    }
  });

  it('finds a single reply that was counted otherwise', () => {
    const [truth] = truthOf(report, 0);
    if (truth === undefined) throw new Error('expected a truth');
    const { hit } = truth.classes;
    const classes = { ...truth.classes, hit: { ...hit, count: hit.count + 1 } };
    expect(accuracyOf({ ...report, truth: [{ ...truth, classes }] })?.countsEqual).toBe(false);
  });

  // Hits take 12 ms and more at p50, of which 2 % is 0.24 ms: 0.3 ms is allowed. Misses take 78 ms: 1.5 ms is allowed.
  it.each([
    [280, true],
    [330, false],
    [-280, true],
    [-330, false],
  ])('calls a difference of %i µs at 12 ms close: %s', (micros, close) => {
    expect(accuracyOf({ ...report, truth: truthOf(report, micros) })?.close).toBe(close);
  });

  it('compares only the runs that have a truth: one that was cut off has none', () => {
    const two = buildReport({ traffic: [{}, { seconds: 3 }] });
    const truth = truthOf(two, 0).slice(0, 1);
    expect(accuracyOf({ ...two, truth })).toMatchObject({ countsEqual: true, close: true });
  });
});
