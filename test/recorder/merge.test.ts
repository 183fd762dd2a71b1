import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { mergePhases } from '../../src/recorder/merge-phases.ts';
import { mergeSlices } from '../../src/recorder/merge-slices.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import type { Sample } from '../../src/recorder/sample.ts';
import { SliceCollector } from '../../src/recorder/slice-collector.ts';
import type { PhaseSnapshot } from '../../src/recorder/snapshot.ts';
import { options, sampleOf, samples } from './drawn-samples.ts';

const startMicros = 500;
const endMicros = 5_000_500;

type Recorded = { readonly phase: PhaseSnapshot; readonly closed: readonly ClosedSlice[] };

/** Users in flight are observed by the first thread for all. */
function recordAll(drawn: readonly Sample[], judgedOn: 'service' | 'response', observes: boolean): Recorded {
  const closed: ClosedSlice[] = [];
  const recorder = createRecorder({ ...options, judgedOn, onSlice: (slice) => closed.push(slice) });
  recorder.startPhase('measure', startMicros);
  for (const [index, sample] of drawn.entries()) {
    if (observes) recorder.observeInFlight('measure', sample.endMicros, index);
    recorder.record(sample);
  }
  recorder.tick(endMicros);
  recorder.endPhase('measure', endMicros);
  return { phase: recorder.snapshot().measure, closed };
}

const judged = fc.constantFrom('service' as const, 'response' as const);

describe('what several threads recorded', () => {
  it('adds up to what one recorder would have said of all samples', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 4 }), judged, (drawn, threads, judgedOn) => {
        const whole = recordAll(drawn, judgedOn, false);
        const parts = Array.from({ length: threads }, (_, thread) =>
          recordAll(
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
        for (const { closed } of parts) for (const slice of closed) collector.add(slice);
        collector.finish();
        expect(merged).toEqual(whole.closed);
        expect(
          mergePhases(
            parts.map(({ phase }) => phase),
            collector.slices('measure'),
          ),
        ).toEqual(whole.phase);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the users in flight that the first thread observed for all', () => {
    const [first, second] = [recordAll([sampleOf({})], 'service', true), recordAll([sampleOf({})], 'service', false)];
    expect(mergePhases([first.phase, second.phase], []).inFlight).toEqual({ min: 0, max: 0, mean: 0, observations: 1 });
    const [one, other] = [first.closed[0], second.closed[0]];
    if (one === undefined || other === undefined) throw new Error('Expected a second of each');
    expect(mergeSlices([one, other], 'service').slice.inFlight).toEqual([0, 0]);
  });

  it('cannot be made of nothing', () => {
    expect(() => mergeSlices([], 'service')).toThrow(RangeError);
    expect(() => mergePhases([], [])).toThrow(RangeError);
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
  const { closed } = recordAll([sampleOf({}), sampleOf({ outcome: 1 })], 'service', true);

  it('tells a second once each thread has told its part, in order', () => {
    const { collector, told } = collect(2);
    for (const slice of closed.slice(0, 3)) collector.add(slice);
    expect(told).toEqual([]);
    for (const slice of closed.slice(0, 2)) collector.add(slice);
    expect(told).toEqual([0, 1]);
    collector.finish();
    expect(told).toEqual([0, 1, 2]);
  });

  it('shows the run at a glance up to its last whole second', () => {
    const { collector } = collect(1);
    expect(collector.live()).toEqual({ phase: 'measure', elapsedMicros: 0, requests: 0, failed: 0, dropped: 0 });
    for (const slice of closed.slice(0, 1)) collector.add(slice);
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
