import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultEdges, faultEdgesBytes } from '../../src/recorder/fault-edges.ts';
import { spansOf } from '../../src/recorder/fault-windows.ts';
import { decodeHistogram } from '../../src/recorder/histogram.ts';
import { mergePhases } from '../../src/recorder/merge-phases.ts';
import { createPartRecorder } from '../../src/recorder/part-recorder.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { cacheClasses, type CacheClass } from '../../src/recorder/sample.ts';
import { SliceCollector } from '../../src/recorder/slice-collector.ts';
import type { PhaseSnapshot } from '../../src/recorder/snapshot.ts';
import { options, sampleOf, samples } from './drawn-samples.ts';

function edgesOf(faults: number, told: readonly number[]) {
  const memory = new SharedArrayBuffer(faultEdgesBytes(faults));
  const edges = new FaultEdges(memory);
  for (const micros of told) edges.tell(micros);
  return { memory, edges };
}

describe('edges of faults', () => {
  it.each([
    ['before the first', 9, 0],
    ['at its beginning', 10, 1],
    ['at the end of it, which is not in it', 20, 0],
    ['one before the end', 19, 1],
    ['between two', 29, 0],
    ['in the second', 30, 2],
    ['for ever in one that was not ended', 1e12, 2],
  ])('tell the fault of a moment %s', (_, micros, fault) => {
    expect(edgesOf(2, [10, 20, 30]).edges.faultAt(micros)).toBe(fault);
  });

  it('are seen by whoever has the same memory, as soon as they are told', () => {
    const { memory, edges } = edgesOf(1, []);
    const other = new FaultEdges(memory);
    expect(other.faultAt(5)).toBe(0);
    edges.tell(5);
    expect([other.faultAt(4), other.faultAt(5), other.told()]).toEqual([0, 1, [5]]);
  });

  it('are no more than two for each fault', () => {
    const { edges } = edgesOf(1, [1, 2]);
    expect(() => edges.tell(3)).toThrow(RangeError);
  });
});

describe('the spans of a window', () => {
  it.each([
    ['no fault', [], [[0, 100]], []],
    [
      'a fault',
      [10, 20],
      [
        [0, 10],
        [20, 100],
      ],
      [[10, 20]],
    ],
    ['a fault from the start on', [0, 20], [[20, 100]], [[0, 20]]],
    ['a fault that was not ended', [10], [[0, 10]], [[10, 100]]],
    ['a fault that was ended after the phase', [10, 120], [[0, 10]], [[10, 100]]],
    ['a fault that began after the phase', [110, 120], [[0, 100]], []],
  ])('are, with %s', (_, edges, none, first) => {
    expect(spansOf(0, edges, 100)).toEqual(none);
    expect(spansOf(1, edges, 100)).toEqual(first);
    expect(spansOf(2, edges, 100)).toEqual([]);
  });
});

/** What a window must be: the phase of a recorder that took its samples alone. */
function comparable({
  requests,
  dropped,
  classes,
  failures,
  checks,
  overLimit,
}: Omit<PhaseSnapshot, 'lateness' | 'slices' | 'statuses'>) {
  const histograms = cacheClasses.map((name: CacheClass) => {
    const { service, response, waiting } = classes[name];
    return [service, response, waiting].map((each) =>
      each === undefined ? undefined : decodeHistogram(each).toBuckets(),
    );
  });
  return { requests, dropped, histograms, failures, checks, overLimit };
}

describe('the windows of a phase', () => {
  it('are what recorders of each window alone would say, in one thread and in two', () => {
    fc.assert(
      fc.property(samples, fc.nat(4_000_000), fc.nat(2_000_000), (drawn, from, length) => {
        const told = [from, from + length];
        const { memory } = edgesOf(1, told);
        const faults = { names: ['gone'], edges: memory };
        const isIn = (due: number): boolean => due >= from && due < from + length;
        const alone = [false, true].map((wanted) => {
          const recorder = createRecorder(options);
          recorder.startPhase('measure', 0);
          for (const sample of drawn) if (isIn(sample.dueMicros) === wanted) recorder.record(sample);
          recorder.endPhase('measure', 10_000_000);
          return comparable(recorder.snapshot().measure);
        });
        const recorder = createRecorder({ ...options, faults });
        recorder.startPhase('measure', 0);
        for (const sample of drawn) recorder.record(sample);
        recorder.endPhase('measure', 10_000_000);
        const { measure } = recorder.snapshot();
        expect(measure.windows?.map(comparable)).toEqual(alone);
        expect(inThreads(drawn, faults).windows?.map(comparable)).toEqual(alone);
        const during = measure.slices.flatMap((slice) => slice.during ?? []);
        expect(during.reduce((sum, { counts, failed }) => sum + counts[0] + counts[1] + counts[2] + failed, 0)).toBe(
          measure.windows?.[1]?.requests,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('count what was dropped by when it was due, and users by when they were seen', () => {
    const { memory } = edgesOf(1, [1_000_000, 2_000_000]);
    const recorder = createRecorder({ ...options, faults: { names: ['gone'], edges: memory } });
    recorder.startPhase('measure', 0);
    recorder.drop('measure', 999_999);
    recorder.drop('measure', 1_000_000);
    recorder.observeInFlight('measure', 1_500_000, 3);
    recorder.observeInFlight('measure', 2_000_000, 9);
    recorder.endPhase('measure', 4_000_000);
    const { measure } = recorder.snapshot();
    expect(
      measure.windows?.map(({ dropped, inFlight, durationMicros }) => [dropped, inFlight?.max, durationMicros]),
    ).toEqual([
      [1, 9, 3_000_000],
      [1, 3, 1_000_000],
    ]);
  });

  it('are none where no fault is planned, and in the warm-up', () => {
    const { memory } = edgesOf(1, []);
    const recorder = createRecorder({ ...options, faults: { names: ['gone'], edges: memory } });
    recorder.startPhase('warmup', 0);
    recorder.record(sampleOf({ phase: 'warmup' }));
    expect(recorder.snapshot().warmup).not.toHaveProperty('windows');
    expect(createRecorder(options).snapshot().measure).not.toHaveProperty('windows');
  });
});

function inThreads(
  drawn: readonly ReturnType<typeof sampleOf>[],
  faults: { names: string[]; edges: SharedArrayBuffer },
): PhaseSnapshot {
  const collector = new SliceCollector({ threads: 2, judgedOn: 'service', watched: false, onSlice: () => undefined });
  const threads = [0, 1].map(() => createPartRecorder({ ...options, faults, onPart: (part) => collector.add(part) }));
  for (const thread of threads) thread.startPhase('measure', 0);
  for (const [index, sample] of drawn.entries()) threads[index % 2]?.record(sample);
  for (const thread of threads) thread.endPhase('measure', 10_000_000);
  const parts = threads.map((thread) => thread.snapshot().measure);
  collector.finish();
  return mergePhases(parts, collector.told('measure'));
}
