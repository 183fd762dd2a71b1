import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { foldSlices } from '../../src/recorder/fold-slices.ts';
import { decodeHistogram, quantileRank } from '../../src/recorder/histogram.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { cacheClasses, failureCode, failureKinds, outcomeName, type Sample } from '../../src/recorder/sample.ts';
import type { PhaseSnapshot, Slice } from '../../src/recorder/snapshot.ts';
import { checkNames, limits, options, sampleOf, samples } from './drawn-samples.ts';
import { breaks, latencyOf } from './plain-seconds.ts';

const startMicros = 500;
const endMicros = 5_000_500;

function recordAll(drawn: readonly Sample[], judgedOn: 'service' | 'response' = 'service') {
  const closed: ClosedSlice[] = [];
  const recorder = createRecorder({ ...options, judgedOn, onSlice: (slice) => closed.push(slice) });
  recorder.startPhase('measure', startMicros);
  for (const sample of drawn) recorder.record(sample);
  recorder.tick(endMicros);
  recorder.endPhase('measure', endMicros);
  return { snapshot: recorder.snapshot().measure, closed, recorder };
}

function expectQuantiles(encoded: string | undefined, values: readonly number[]): void {
  expect(encoded === undefined).toBe(values.length === 0);
  if (encoded === undefined) return;
  const histogram = decodeHistogram(encoded);
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  expect(histogram.count).toBe(values.length);
  for (const share of [0, 0.5, 0.95, 1]) {
    const exact = sorted[quantileRank(share, sorted.length) - 1] ?? Number.NaN;
    const reported = histogram.valueAtQuantile(share) ?? Number.NaN;
    expect(reported).toBeGreaterThanOrEqual(exact);
    expect(reported).toBeLessThanOrEqual(exact * (1 + 1 / 1024));
  }
}

function sumOf(slices: readonly Slice[], value: (slice: Slice) => number): number {
  return slices.reduce((sum, slice) => sum + value(slice), 0);
}

describe('createRecorder, against a recorder that keeps every sample', () => {
  it('counts every request once, by class, failure, status and check', () => {
    fc.assert(
      fc.property(samples, (drawn) => {
        const { snapshot } = recordAll(drawn);
        expect(snapshot.requests).toBe(drawn.length);
        for (const [index, cacheClass] of cacheClasses.entries())
          expect(snapshot.classes[cacheClass].count).toBe(drawn.filter(({ outcome }) => outcome === index).length);
        for (const kind of failureKinds)
          expect(snapshot.failures[kind]).toBe(drawn.filter(({ outcome }) => outcome === failureCode(kind)).length);
        for (const status of [200, 404, 503, 999])
          expect(snapshot.statuses[status] ?? 0).toBe(drawn.filter((sample) => sample.status === status).length);
        for (const [index, name] of checkNames.entries())
          expect(snapshot.checks[name]).toEqual({
            made: drawn.filter(({ checks }) => (checks & (1 << (2 * index))) !== 0).length,
            held: drawn.filter(({ checks }) => (checks & (2 << (2 * index))) !== 0).length,
          });
      }),
    );
  });

  it('has the quantiles of service, response, waiting time and lateness within a bucket', () => {
    fc.assert(
      fc.property(samples, (drawn) => {
        const { snapshot } = recordAll(drawn);
        for (const [index, cacheClass] of cacheClasses.entries()) {
          const ofClass = drawn.filter(({ outcome }) => outcome === index);
          for (const kind of ['service', 'response', 'waiting'] as const)
            expectQuantiles(
              snapshot.classes[cacheClass][kind],
              ofClass.map((sample) => latencyOf(sample, kind)),
            );
        }
        const sent = drawn.filter((sample) => sample.sentMicros < sample.endMicros);
        expect(decodeHistogram(snapshot.lateness).count).toBe(sent.length);
      }),
    );
  });

  it('counts exactly the values that break a limit, as measured and not as bucketed', () => {
    fc.assert(
      fc.property(samples, (drawn) => {
        const { snapshot } = recordAll(drawn);
        expect(snapshot.overLimit).toEqual(
          limits.map((limit) => ({
            ...limit,
            over: drawn.filter((sample) => breaks(sample, limit)).length,
            count: drawn.filter(
              ({ outcome }) =>
                outcome < 3 && (limit.cacheClass === undefined || limit.cacheClass === outcomeName(outcome)),
            ).length,
          })),
        );
      }),
    );
  });

  it('puts every request into the second in which it ended, and the seconds add up to the phase', () => {
    fc.assert(
      fc.property(samples, (drawn) => {
        const { snapshot, closed } = recordAll(drawn);
        for (const slice of snapshot.slices) {
          const inSecond = drawn.filter(
            (sample) => Math.floor((sample.endMicros - startMicros) / 1e6) === slice.second,
          );
          expect(slice.counts).toEqual([0, 1, 2].map((code) => inSecond.filter((s) => s.outcome === code).length));
          expect(slice.failed).toBe(inSecond.filter(({ outcome }) => outcome > 2).length);
          expect(slice.over).toEqual(limits.map((limit) => inSecond.filter((s) => breaks(s, limit)).length));
        }
        expect(sumOf(snapshot.slices, ({ counts, failed }) => counts[0] + counts[1] + counts[2] + failed)).toBe(
          snapshot.requests,
        );
        expect(closed.map(({ slice }) => slice)).toEqual(snapshot.slices);
      }),
    );
  });

  it('can be put together again from its closed slices, but for waiting times and lateness', () => {
    fc.assert(
      fc.property(samples, fc.constantFrom('service' as const, 'response' as const), (drawn, judgedOn) => {
        const { snapshot, closed } = recordAll(drawn, judgedOn);
        const written: ClosedSlice[] = JSON.parse(JSON.stringify(closed));
        const folded = foldSlices(written, {
          limits,
          checkNames,
          durationMicros: snapshot.durationMicros,
          blocksOf: judgedOn,
        });
        expect(folded).toEqual(withoutWhatSlicesLack(snapshot, judgedOn));
      }),
    );
  });
});

function withoutWhatSlicesLack(snapshot: PhaseSnapshot, judgedOn: 'service' | 'response'): PhaseSnapshot {
  const strip = ({ count, service, response }: PhaseSnapshot['classes']['hit']) => ({
    count,
    ...(service === undefined ? {} : { service }),
    ...(response === undefined || judgedOn === 'service' ? {} : { response }),
  });
  const { hit, miss, unknown } = snapshot.classes;
  return {
    ...snapshot,
    classes: { hit: strip(hit), miss: strip(miss), unknown: strip(unknown) },
    lateness: foldSlices([], options).lateness,
  };
}

describe('createRecorder', () => {
  it('puts a request that ends on a second boundary into the second that begins', () => {
    const ends = [startMicros + 999_999.9, startMicros + 1_000_000, startMicros + 1_000_000.1];
    const { snapshot } = recordAll(ends.map((end) => sampleOf({ endMicros: end })));
    expect(snapshot.slices.map(({ counts }) => counts[0])).toEqual([1, 2, 0, 0, 0]);
  });

  it('keeps seconds without a request within the phase, and beyond it only those in which one ended', () => {
    const { snapshot } = recordAll([sampleOf({ endMicros: 100_000 }), sampleOf({ endMicros: 8_100_500 })]);
    expect(snapshot.slices.map(({ second, counts }) => [second, counts[0]])).toEqual([
      [0, 1],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
      [8, 1],
    ]);
    expect(snapshot.durationMicros).toBe(5_000_000);
  });

  it('lasts whole seconds when its end is its start and so many seconds, whatever rounding leaves', () => {
    const recorder = createRecorder({ ...options, judgedOn: 'service' });
    const began = 19_637_158.002_631_787;
    recorder.startPhase('measure', began);
    recorder.endPhase('measure', began + 20_000_000);
    expect(began + 20_000_000 - began).toBeLessThan(20_000_000);
    expect(recorder.snapshot().measure.durationMicros).toBe(20_000_000);
  });

  it('counts a sample that arrives after its second was closed in the open second', () => {
    const { snapshot } = recordAll([sampleOf({ endMicros: 2_100_000 }), sampleOf({ endMicros: 1_900_000 })]);
    expect(snapshot.slices.map(({ counts }) => counts[0])).toEqual([0, 0, 2, 0, 0]);
  });

  it('hands a second on when a tick finds it over, with its quantiles and histograms', () => {
    const closed: ClosedSlice[] = [];
    const recorder = createRecorder({ ...options, judgedOn: 'response', onSlice: (slice) => closed.push(slice) });
    recorder.startPhase('measure', 0);
    recorder.record(sampleOf({ dueMicros: 0, sentMicros: 500, firstByteMicros: 900, endMicros: 1_500 }));
    recorder.record(
      sampleOf({ dueMicros: 0, sentMicros: 0, endMicros: 1_700, outcome: failureCode('status'), status: 503 }),
    );
    recorder.drop('measure', 2_000);
    recorder.observeInFlight('measure', 3_000, 7);
    recorder.tick(999_999);
    expect(closed).toEqual([]);
    recorder.tick(1_000_000);
    expect(closed).toHaveLength(1);
    expect(closed[0]).toMatchObject({
      phase: 'measure',
      startMicros: 0,
      slice: { second: 0, counts: [1, 0, 0], failed: 1, dropped: 1, inFlight: [7, 7], hit: [1_500, 1_500, 1_500] },
      tallies: { failures: { status: 1 }, statuses: { '200': 1, '503': 1 }, inFlight: { observations: 1, sum: 7 } },
      latencies: [
        { cacheClass: 'hit', latency: 'service', maxMicros: 1_000 },
        { cacheClass: 'hit', latency: 'response', maxMicros: 1_500 },
      ],
    });
    expect(closed[0]?.slice).not.toHaveProperty('miss');
  });

  it('keeps warm-up and measured phase apart, and closes the last second of the warm-up when the next phase starts', () => {
    const closed: ClosedSlice[] = [];
    const recorder = createRecorder({ ...options, onSlice: (slice) => closed.push(slice) });
    recorder.startPhase('warmup', 0);
    recorder.record(sampleOf({ phase: 'warmup', outcome: 1 }));
    recorder.startPhase('measure', 600_000);
    expect(closed.map(({ phase, slice }) => [phase, slice.second])).toEqual([['warmup', 0]]);
    recorder.record(sampleOf({ sentMicros: 600_100, firstByteMicros: 650_000, endMicros: 700_000 }));
    recorder.tick(5_600_000);
    recorder.endPhase('warmup', 500_000);
    const { warmup, measure } = recorder.snapshot();
    expect([warmup.requests, warmup.classes.miss.count, warmup.durationMicros, warmup.slices.length]).toEqual([
      1, 1, 500_000, 1,
    ]);
    expect([measure.requests, measure.classes.miss.count, measure.slices.length]).toEqual([1, 0, 5]);
  });

  it('describes a phase that was not run as nothing: no duration, no quantile, no users in flight', () => {
    const { warmup } = createRecorder(options).snapshot();
    expect(warmup).toMatchObject({ durationMicros: 0, requests: 0, slices: [], classes: { hit: { count: 0 } } });
    expect(Object.keys(warmup.classes.hit)).toEqual(['count']);
    expect(warmup).not.toHaveProperty('inFlight');
  });

  it('describes users in flight by their least, greatest and mean number', () => {
    const recorder = createRecorder(options);
    recorder.startPhase('measure', 0);
    for (const [index, users] of [120, 118, 120, 122].entries())
      recorder.observeInFlight('measure', index * 400_000, users);
    const { measure } = recorder.snapshot();
    expect(measure.inFlight).toEqual({ min: 118, max: 122, mean: 120, observations: 4 });
    expect(measure.slices.map(({ inFlight }) => inFlight)).toEqual([
      [118, 120],
      [122, 122],
    ]);
  });

  it('gives the same snapshot when it is asked twice', () => {
    const { snapshot, recorder } = recordAll([sampleOf({}), sampleOf({ endMicros: 6_200_000 })]);
    expect(recorder.snapshot().measure).toEqual(snapshot);
  });

  it('takes a request that was sent a moment before it was due as not late', () => {
    const { snapshot } = recordAll([sampleOf({ dueMicros: 1_010.6 })]);
    expect(decodeHistogram(snapshot.lateness).max).toBe(0);
  });

  it('has no latency of a request that failed, and no lateness of one that was never sent', () => {
    const { snapshot } = recordAll([
      sampleOf({ outcome: failureCode('timeout') }),
      sampleOf({ outcome: failureCode('refused'), sentMicros: 21_000.25, status: 0 }),
    ]);
    expect(snapshot.classes).toEqual({ hit: { count: 0 }, miss: { count: 0 }, unknown: { count: 0 } });
    expect(decodeHistogram(snapshot.lateness).count).toBe(1);
    expect(snapshot.statuses).toEqual({ '200': 1 });
  });

  it.each<[string, Partial<Sample>]>([
    ['an end before it was sent', { sentMicros: 30_000, dueMicros: 30_000 }],
    ['an unknown outcome', { outcome: 11 }],
    ['a status of four digits', { status: 1_000 }],
    ['an infinite time', { endMicros: Infinity }],
  ])('refuses a sample with %s', (_, changes) => {
    expect(() => recordAll([sampleOf(changes)])).toThrow(RangeError);
  });

  it('refuses a sample of a phase that was not started, and a phase that starts twice', () => {
    const recorder = createRecorder(options);
    expect(() => recorder.record(sampleOf({}))).toThrow('phase measure to be started');
    recorder.startPhase('measure', 0);
    expect(() => recorder.startPhase('measure', 1)).toThrow('to start once');
  });

  it('shows the current phase at a glance up to its last whole second, and only what is known', () => {
    const recorder = createRecorder(options);
    expect(recorder.live()).toBeUndefined();
    recorder.startPhase('measure', 0);
    expect(recorder.live()).toEqual({ phase: 'measure', elapsedMicros: 0, requests: 0, failed: 0, dropped: 0 });
    recorder.record(sampleOf({}));
    recorder.record(sampleOf({ outcome: failureCode('body') }));
    recorder.observeInFlight('measure', 22_000, 5);
    recorder.tick(1_500_000);
    recorder.record(sampleOf({ outcome: 2, endMicros: 1_600_000 }));
    expect(recorder.live()).toEqual({
      phase: 'measure',
      elapsedMicros: 1_000_000,
      requests: 2,
      failed: 1,
      dropped: 0,
      ratePerSecond: 2,
      inFlight: 5,
      hitRate: 1,
      hitP95Micros: 19_999,
    });
  });
});
