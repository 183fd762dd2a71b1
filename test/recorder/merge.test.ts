import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { mergePhases } from '../../src/recorder/merge-phases.ts';
import { PartMerger } from '../../src/recorder/merge-parts.ts';
import { createPartRecorder } from '../../src/recorder/part-recorder.ts';
import type { PhasePart } from '../../src/recorder/phase-part.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import type { Sample } from '../../src/recorder/sample.ts';
import { SliceCollector } from '../../src/recorder/slice-collector.ts';
import type { SlicePart } from '../../src/recorder/slice-part.ts';
import type { PhaseSnapshot } from '../../src/recorder/snapshot.ts';
import { options, sampleOf, samples } from './drawn-samples.ts';

const startMicros = 500;
const endMicros = 5_000_500;

type Judged = 'service' | 'response';
type Whole = { readonly phase: PhaseSnapshot; readonly closed: readonly ClosedSlice[] };
type Part = { readonly phase: PhasePart; readonly told: readonly SlicePart[] };

function recordWhole(drawn: readonly Sample[], judgedOn: Judged): Whole {
  const closed: ClosedSlice[] = [];
  const recorder = createRecorder({ ...options, judgedOn, onSlice: (slice) => closed.push(slice) });
  recorder.startPhase('measure', startMicros);
  for (const sample of drawn) recorder.record(sample);
  recorder.tick(endMicros);
  recorder.endPhase('measure', endMicros);
  return { phase: recorder.snapshot().measure, closed };
}

/** Users in flight are observed by the first thread for all. */
function recordPart(drawn: readonly Sample[], judgedOn: Judged, observes: boolean): Part {
  const told: SlicePart[] = [];
  const recorder = createPartRecorder({ ...options, judgedOn, onPart: (part) => told.push(part) });
  recorder.startPhase('measure', startMicros);
  for (const [index, sample] of drawn.entries()) {
    if (observes) recorder.observeInFlight('measure', sample.endMicros, index);
    recorder.record(sample);
  }
  recorder.tick(endMicros);
  recorder.endPhase('measure', endMicros);
  return { phase: recorder.snapshot().measure, told };
}

const judged = fc.constantFrom('service' as const, 'response' as const);

describe('what several threads recorded', () => {
  it('adds up to what one recorder would have said of all samples', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 4 }), judged, (drawn, threads, judgedOn) => {
        const whole = recordWhole(drawn, judgedOn);
        const parts = Array.from({ length: threads }, (_, thread) =>
          recordPart(
            drawn.filter((_sample, index) => index % threads === thread),
            judgedOn,
            false,
          ),
        );
        const merged: ClosedSlice[] = [];
        const collector = new SliceCollector({
          threads,
          judgedOn,
          watched: false,
          onSlice: (slice) => merged.push(slice),
        });
        collector.startPhase('measure');
        for (const { told } of parts) for (const part of told) collector.add(part);
        collector.finish();
        expect(merged).toEqual(whole.closed);
        expect(
          mergePhases(
            parts.map(({ phase }) => phase),
            collector.told('measure'),
          ),
        ).toEqual(whole.phase);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the users in flight that the first thread observed for all', () => {
    const [first, second] = [recordPart([sampleOf({})], 'service', true), recordPart([sampleOf({})], 'service', false)];
    expect(mergePhases([first.phase, second.phase], { slices: [] }).inFlight).toEqual({
      min: 0,
      max: 0,
      mean: 0,
      observations: 1,
    });
    const [one, other] = [first.told[0], second.told[0]];
    if (one === undefined || other === undefined) throw new Error('Expected a second of each');
    expect(new PartMerger('service').merge([one, other]).closed.slice.inFlight).toEqual([0, 0]);
  });

  it('cannot be made of nothing', () => {
    expect(() => new PartMerger('service').merge([])).toThrow(RangeError);
    expect(() => mergePhases([], { slices: [] })).toThrow(RangeError);
  });
});

function collect(threads: number): { readonly collector: SliceCollector; readonly told: number[] } {
  const told: number[] = [];
  const collector = new SliceCollector({
    threads,
    judgedOn: 'service',
    watched: true,
    onSlice: ({ slice }) => told.push(slice.second),
  });
  collector.startPhase('measure');
  return { collector, told };
}

describe('the collector', () => {
  const parts = recordPart([sampleOf({}), sampleOf({ outcome: 1 })], 'service', true).told;

  it('tells a second once each thread has told its part, in order', () => {
    const { collector, told } = collect(2);
    for (const part of parts.slice(0, 3)) collector.add(part);
    expect(told).toEqual([]);
    for (const part of parts.slice(0, 2)) collector.add(part);
    expect(told).toEqual([0, 1]);
    collector.finish();
    expect(told).toEqual([0, 1, 2]);
  });

  it('shows the run at a glance up to its last whole second', () => {
    const { collector } = collect(1);
    expect(collector.live()).toEqual({ phase: 'measure', elapsedMicros: 0, requests: 0, failed: 0, dropped: 0 });
    for (const part of parts.slice(0, 1)) collector.add(part);
    expect(collector.live()).toEqual({
      phase: 'measure',
      elapsedMicros: 1_000_000,
      requests: 2,
      failed: 0,
      dropped: 0,
      ratePerSecond: 2,
      inFlight: 1,
      hitRate: 0.5,
      hitP95Micros: 19_999,
      missP95Micros: 19_999,
    });
  });

  it('shows nothing before the first phase', () => {
    expect(
      new SliceCollector({ threads: 1, judgedOn: 'service', watched: true, onSlice: () => undefined }).live(),
    ).toBeUndefined();
  });
});
