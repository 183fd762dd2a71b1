import type { RecordedFaults } from './fault-windows.ts';
import { PhaseRecorder } from './phase-recorder.ts';
import type { PhaseParts } from './phase-part.ts';
import type { PhaseName, SampleSink } from './sample.ts';
import type { SlicePart } from './slice-part.ts';
import type { LimitCounter } from './snapshot.ts';

/** What a thread's part of a run is recorded with. */
export type PartRecorderOptions = {
  /** Limits to count exactly; `overLimit` of a snapshot and `over` of a slice are in this order. */
  readonly limits: readonly LimitCounter[];
  /** Names of the checks, by pair of bits in `Sample.checks`. */
  readonly checkNames: readonly string[];
  /** The latency whose quantiles slices and the live view show; response times are in a second only when judged. */
  readonly judgedOn: 'service' | 'response';
  /** Called when a second is over, with a value of its own that may be kept. */
  readonly onPart: (part: SlicePart) => void;
  /** The faults of the measured phase; absent when none is planned. */
  readonly faults?: RecordedFaults;
};

/** Takes the samples of one thread and describes them. Times are the engine clock's microseconds. */
export type PartRecorder = SampleSink & {
  /** Starts a phase before its first sample; the phase before it is over, and its last second is closed. */
  readonly startPhase: (phase: PhaseName, atMicros: number) => void;
  /** Says when the last request of a phase could start; may be said after its last sample. */
  readonly endPhase: (phase: PhaseName, atMicros: number) => void;
  /** Closes the seconds of the current phase that are over, although no sample came. */
  readonly tick: (nowMicros: number) => void;
  /** Closes the open second and describes both phases; called when the engine has ended. */
  readonly snapshot: () => PhaseParts;
};

/**
 * Records the samples of a run, or one thread's share of them: each counts once, in its phase and in the second of its phase in which it
 * ended, so that the seconds add up to the phase. Requests that end after the phase's end, within graceful stop, are in slices beyond its
 * duration. A sample that arrives after its second was closed counts in the open one. Failures are counted by kind and
 * status and are in no latency.
 *
 * Nothing is kept of a second that was told, so that memory depends neither on the time nor on the number of requests: 2.5 MB. The cost of
 * a request and of closing a second: bench/record-cost.ts.
 */
export function createPartRecorder({ faults, ...options }: PartRecorderOptions): PartRecorder {
  const warmup = new PhaseRecorder({ ...options, phase: 'warmup' });
  const measure = new PhaseRecorder({ ...options, phase: 'measure', ...(faults === undefined ? {} : { faults }) });
  const of = (phase: PhaseName): PhaseRecorder => (phase === 'measure' ? measure : warmup);
  let current: PhaseRecorder | undefined;
  return {
    record: (sample) => of(sample.phase).record(sample),
    drop: (phase, dueMicros) => of(phase).drop(dueMicros),
    observeInFlight: (phase, atMicros, users) => of(phase).observeInFlight(atMicros, users),
    startPhase: (phase, atMicros) => {
      current?.finish();
      current = of(phase);
      current.start(atMicros);
    },
    endPhase: (phase, atMicros) => of(phase).end(atMicros),
    tick: (nowMicros) => current?.advance(nowMicros),
    snapshot: () => {
      warmup.finish();
      measure.finish();
      return { warmup: warmup.snapshot(), measure: measure.snapshot() };
    },
  };
}
