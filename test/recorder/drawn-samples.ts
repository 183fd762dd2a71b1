import * as fc from 'fast-check';
import type { RecorderOptions } from '../../src/recorder/recorder.ts';
import type { Sample } from '../../src/recorder/sample.ts';
import type { LimitCounter } from '../../src/recorder/snapshot.ts';

/** One limit of each kind. */
export const limits: readonly LimitCounter[] = [
  { cacheClass: 'hit', latency: 'service', limitMicros: 23_000, equalIsOver: true },
  { cacheClass: 'miss', latency: 'response', limitMicros: 95_000, equalIsOver: false },
  { latency: 'waiting', limitMicros: 20_000, equalIsOver: true },
];
export const checkNames = ['citations', 'same-answer-on-hit'];
export const options: RecorderOptions = { limits, checkNames, judgedOn: 'service' };

/** A hit of 20 ms, changed. */
export function sampleOf(changes: Partial<Sample>): Sample {
  return {
    phase: 'measure',
    index: 0,
    user: 0,
    query: 0,
    dueMicros: 1_000,
    sentMicros: 1_010.5,
    firstByteMicros: 20_000,
    endMicros: 21_000.25,
    outcome: 0,
    status: 200,
    checks: 0,
    ...changes,
  };
}

/** Samples of one phase that starts at 500 µs, in the order of their ends, over some seconds. */
export const samples = fc
  .array(
    fc.record({
      end: fc.double({ min: 300_000, max: 6_000_000, noNaN: true }),
      service: fc.oneof(fc.double({ min: 0.5, max: 200_000, noNaN: true }), fc.constantFrom(23_000, 20_000)),
      late: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50_000, noNaN: true })),
      byteAt: fc.double({ min: 0, max: 1, noNaN: true }),
      outcome: fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constantFrom(0, 0, 1)),
      status: fc.constantFrom(0, 200, 200, 404, 503, 999),
      checks: fc.constantFrom(0, 1, 3, 4, 5, 7, 12, 13, 15),
      sent: fc.boolean(),
    }),
    { maxLength: 120 },
  )
  .map((drawn) =>
    drawn
      .sort((a, b) => a.end - b.end)
      .map(({ end, service, late, byteAt, outcome, status, checks, sent }) => {
        const sentMicros = outcome < 3 || sent ? end - service : end;
        return sampleOf({
          endMicros: end,
          sentMicros,
          dueMicros: sentMicros - late,
          firstByteMicros: sentMicros + byteAt * (end - sentMicros),
          outcome,
          status,
          checks,
        });
      }),
  );
