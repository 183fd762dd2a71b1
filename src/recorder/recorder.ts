import type { ClosedSlice } from './closed-slice.ts';
import { mergePhases } from './merge-phases.ts';
import { createPartRecorder, type PartRecorder, type PartRecorderOptions } from './part-recorder.ts';
import type { RecorderLive } from './recorder-live.ts';
import type { PhaseName } from './sample.ts';
import { SliceCollector } from './slice-collector.ts';
import type { PhaseSnapshot, Slice } from './snapshot.ts';

/** What a run in one thread is recorded with. */
export type RecorderOptions = Omit<PartRecorderOptions, 'onPart'> & {
  /** Called when a second is over, with a value of its own that may be kept. */
  readonly onSlice?: (slice: ClosedSlice) => void;
};

/** Takes the samples of a run and describes it whole. */
export type Recorder = Omit<PartRecorder, 'snapshot'> & {
  /** The seconds of a phase that were closed so far. */
  readonly slices: (phase: PhaseName) => readonly Slice[];
  /** Closes the open second and describes both phases; called when the engine has ended. */
  readonly snapshot: () => { readonly warmup: PhaseSnapshot; readonly measure: PhaseSnapshot };
  /** The current phase at a glance; undefined before the first. Costs about 0.1 ms. */
  readonly live: () => RecorderLive | undefined;
};

/**
 * Records a run in one thread: what `createPartRecorder` counts goes the same way as the parts of several threads. Beside that recorder's
 * memory it keeps about 0.5 kB for each second, and the blocks of the measured phase.
 */
export function createRecorder({ onSlice, ...options }: RecorderOptions): Recorder {
  const collector = new SliceCollector({
    threads: 1,
    judgedOn: options.judgedOn,
    watched: true,
    onSlice: (slice) => onSlice?.(slice),
  });
  const part = createPartRecorder({ ...options, onPart: (told) => collector.add(told) });
  return {
    ...part,
    startPhase: (phase, atMicros) => {
      part.startPhase(phase, atMicros);
      collector.startPhase(phase);
    },
    slices: (phase) => collector.told(phase).slices,
    snapshot: () => {
      const { warmup, measure } = part.snapshot();
      return {
        warmup: mergePhases([warmup], collector.told('warmup')),
        measure: mergePhases([measure], collector.told('measure')),
      };
    },
    live: () => collector.live(),
  };
}
