import type { ClosedSlice } from './closed-slice.ts';
import { PhaseRecorder } from './phase-recorder.ts';
import { cacheClasses, type CacheClass, type PhaseName, type SampleSink } from './sample.ts';
import type { LimitCounter, PhaseSnapshot, Slice } from './snapshot.ts';

/** What a run is recorded with. */
export type RecorderOptions = {
  /** Limits to count exactly; `overLimit` of a snapshot and `over` of a slice are in this order. */
  readonly limits: readonly LimitCounter[];
  /** Names of the checks, by pair of bits in `Sample.checks`. */
  readonly checkNames: readonly string[];
  /** The latency whose quantiles slices and the live view show; response times are in `ClosedSlice`s only when judged. */
  readonly judgedOn: 'service' | 'response';
  /** Called when a second is over, with a value of its own that may be kept. */
  readonly onSlice?: (slice: ClosedSlice) => void;
};

/** Takes the samples of one run and describes them. Times are the engine clock's microseconds. */
export type Recorder = SampleSink & {
  /** Starts a phase before its first sample; the phase before it is over, and its last second is closed. */
  readonly startPhase: (phase: PhaseName, atMicros: number) => void;
  /** Says when the last request of a phase could start; may be said after its last sample. */
  readonly endPhase: (phase: PhaseName, atMicros: number) => void;
  /** Closes the seconds of the current phase that are over, although no sample came. */
  readonly tick: (nowMicros: number) => void;
  /** The seconds of a phase that were closed so far. */
  readonly slices: (phase: PhaseName) => readonly Slice[];
  /** Closes the open second and describes both phases; called when the engine has ended. */
  readonly snapshot: () => { readonly warmup: PhaseSnapshot; readonly measure: PhaseSnapshot };
  /** The current phase at a glance; undefined before the first. Costs about 0.1 ms. */
  readonly live: () => RecorderLive | undefined;
};

/** Figures for a progress line. Those of which nothing is known yet are absent. */
export type RecorderLive = {
  readonly phase: PhaseName;
  /** From the start of the phase until the last thing that was recorded. */
  readonly elapsedMicros: number;
  readonly requests: number;
  readonly failed: number;
  readonly dropped: number;
  /** Requests that ended in the last full second. */
  readonly ratePerSecond?: number;
  /** Users with a request outstanding at the last observation. */
  readonly inFlight?: number;
  /** Share of hits among the successes, 0 to 1. */
  readonly hitRate?: number;
  /** p95 of the judged latency since the phase's start. */
  readonly hitP95Micros?: number;
  readonly missP95Micros?: number;
};

/**
 * Records the samples of a run: each counts once, in its phase and in the second of its phase in which it ended, so that the
 * seconds add up to the phase. Requests that end after the phase's end, within graceful stop, are in slices beyond its
 * duration. A sample that arrives after its second was closed counts in the open one. Failures are counted by kind and
 * status and are in no latency.
 *
 * Memory depends on the number of seconds and not on that of requests: 4 MB, and about 0.5 kB for each second. A request costs
 * about 160 ns and a second 0.5 ms when it is closed (bench/record-cost.ts, Node 20, one core).
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const phases = {
    warmup: new PhaseRecorder({ ...options, phase: 'warmup' }),
    measure: new PhaseRecorder({ ...options, phase: 'measure' }),
  };
  let current: PhaseName | undefined;
  return {
    record: (sample) => phases[sample.phase].record(sample),
    drop: (phase, dueMicros) => phases[phase].drop(dueMicros),
    observeInFlight: (phase, atMicros, users) => phases[phase].observeInFlight(atMicros, users),
    startPhase: (phase, atMicros) => {
      if (current !== undefined) phases[current].finish();
      phases[phase].start(atMicros);
      current = phase;
    },
    endPhase: (phase, atMicros) => phases[phase].end(atMicros),
    tick: (nowMicros) => {
      if (current !== undefined) phases[current].advance(nowMicros);
    },
    slices: (phase) => phases[phase].slices,
    snapshot: () => {
      for (const phase of Object.values(phases)) phase.finish();
      return { warmup: phases.warmup.snapshot(), measure: phases.measure.snapshot() };
    },
    live: () => (current === undefined ? undefined : liveView(current, phases[current])),
  };
}

function liveView(phase: PhaseName, recorder: PhaseRecorder): RecorderLive {
  const tallies = recorder.tallies();
  const { inFlight, durationMicros } = recorder;
  const last = recorder.slices.at(-1);
  const hitP95Micros = p95Of(recorder, 'hit');
  const missP95Micros = p95Of(recorder, 'miss');
  return {
    phase,
    elapsedMicros: durationMicros,
    requests: tallies.requests,
    failed: tallies.failed,
    dropped: tallies.dropped,
    ...(last === undefined ? {} : { ratePerSecond: last.counts[0] + last.counts[1] + last.counts[2] + last.failed }),
    ...(inFlight === undefined ? {} : { inFlight }),
    ...(tallies.succeeded === 0 ? {} : { hitRate: tallies.ofClass('hit') / tallies.succeeded }),
    ...(hitP95Micros === undefined ? {} : { hitP95Micros }),
    ...(missP95Micros === undefined ? {} : { missP95Micros }),
  };
}

function p95Of(recorder: PhaseRecorder, cacheClass: CacheClass): number | undefined {
  return recorder.judged[cacheClasses.indexOf(cacheClass)]?.valueAtQuantile(0.95);
}
