import { encodeIntoCompressedBase64, Int32Histogram } from 'hdr-histogram-js';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { histogramRangeMicros } from '../../src/recorder/bucket-counts.ts';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { mergePhases } from '../../src/recorder/merge-phases.ts';
import { createPartRecorder } from '../../src/recorder/part-recorder.ts';
import { cacheClasses, type Sample } from '../../src/recorder/sample.ts';
import { SliceCollector } from '../../src/recorder/slice-collector.ts';
import type { SlicePart } from '../../src/recorder/slice-part.ts';
import type { ClassSnapshot, PhaseSnapshot } from '../../src/recorder/snapshot.ts';
import { options, samples } from './drawn-samples.ts';
import { latencyOf, libraryHistogram, plainSecond } from './plain-seconds.ts';

const startMicros = 500;
type Judged = 'service' | 'response';

/** Records samples in so many threads in turn, whose parts are copied as between threads. */
function recordInThreads(drawn: readonly Sample[], judgedOn: Judged, threads: number) {
  const closed: ClosedSlice[] = [];
  const collector = new SliceCollector({ threads, judgedOn, watched: true, onSlice: (slice) => closed.push(slice) });
  collector.startPhase('measure');
  const parts = Array.from({ length: threads }, (_, thread) => {
    const told: SlicePart[] = [];
    const recorder = createPartRecorder({ ...options, judgedOn, onPart: (part) => told.push(structuredClone(part)) });
    recorder.startPhase('measure', startMicros);
    for (const [index, sample] of drawn.entries()) if (index % threads === thread) recorder.record(sample);
    const { measure } = recorder.snapshot();
    for (const part of told) collector.add(part);
    return measure;
  });
  collector.finish();
  return { closed, phase: mergePhases(parts, collector.told('measure')) };
}

function secondOf({ endMicros }: Sample): number {
  return Math.floor((endMicros - startMicros) / 1e6);
}

function holdsSamples({ slice }: ClosedSlice): boolean {
  return slice.failed > 0 || slice.counts.some((count) => count > 0);
}

function plainClass(drawn: readonly Sample[], code: number): ClassSnapshot {
  const ofClass = drawn.filter(({ outcome }) => outcome === code);
  const encode = (kind: 'service' | 'response' | 'waiting'): Partial<ClassSnapshot> => {
    const histogram = libraryHistogram(ofClass.map((sample) => latencyOf(sample, kind)));
    return histogram === undefined ? {} : { [kind]: encodeIntoCompressedBase64(histogram) };
  };
  return { count: ofClass.length, ...encode('service'), ...encode('response'), ...encode('waiting') };
}

function plainLateness(drawn: readonly Sample[]): PhaseSnapshot['lateness'] {
  const sent = drawn.filter(({ sentMicros, endMicros }) => sentMicros < endMicros);
  const histogram = libraryHistogram(sent.map(({ sentMicros, dueMicros }) => Math.max(0, sentMicros - dueMicros)));
  return encodeIntoCompressedBase64(histogram ?? new Int32Histogram(1, histogramRangeMicros, 3));
}

it('says of each second and of the phase, to the byte, what a slow recorder says that keeps every sample', () => {
  fc.assert(
    fc.property(
      samples,
      fc.constantFrom<Judged>('service', 'response'),
      fc.integer({ min: 1, max: 3 }),
      (drawn, judgedOn, threads) => {
        const { closed, phase } = recordInThreads(drawn, judgedOn, threads);
        const expected = [...new Set(drawn.map(secondOf))].map((second) =>
          plainSecond(
            drawn.filter((sample) => secondOf(sample) === second),
            startMicros,
            judgedOn,
          ),
        );
        expect(closed.filter(holdsSamples)).toEqual(expected);
        for (const [code, cacheClass] of cacheClasses.entries())
          expect(phase.classes[cacheClass]).toEqual(plainClass(drawn, code));
        expect(phase.lateness).toBe(plainLateness(drawn));
      },
    ),
    { numRuns: 60 },
  );
});
