import type { Plan } from '../plan/plan.ts';
import type { ClosedSlice } from '../recorder/closed-slice.ts';
import type { RecordedFaults } from '../recorder/fault-windows.ts';
import type { RecorderLive } from '../recorder/recorder-live.ts';
import type { LimitCounter, PhaseSnapshot, Slice } from '../recorder/snapshot.ts';
import type { EngineOptions, EngineResult } from './engine.ts';

/** What a run that is recorded needs beside the plan. */
export type RecordedRunOptions = Omit<EngineOptions, 'sink' | 'isSteady' | 'crew' | 'endMicros'> & {
  /** Engine threads. */
  readonly threads: number;
  readonly limits: readonly LimitCounter[];
  readonly checkNames: readonly string[];
  readonly judgedOn: 'service' | 'response';
  /** The faults by which the measured phase is recorded apart; whoever brings them about tells their edges. */
  readonly faults?: RecordedFaults;
  /** Takes each second of the run. */
  readonly onSlice: (slice: ClosedSlice) => void;
  /** Whether the warm-up is steady, asked after each of its seconds. */
  readonly isSteady: (slices: readonly Slice[]) => boolean;
  /** Asked after each second of the measured phase; true ends it early: nothing more is started, what is outstanding ends. */
  readonly isEnough?: (second: ClosedSlice) => boolean;
  /** Samples are told when both are there. */
  readonly samplesOfRun?: number;
  readonly onSamples?: (text: string) => void;
  /** Takes what shows the run at a glance while it goes on. */
  readonly onLive?: (live: () => RecorderLive | undefined) => void;
};

/** Both phases as they were recorded. */
type RecordedPhases = { readonly warmup: PhaseSnapshot; readonly measure: PhaseSnapshot };

/** How a run ended and what was recorded of it. */
export type RecordedRun = { readonly result: EngineResult; readonly phases: RecordedPhases };

/** Drives a plan and records it, on whichever threads. */
export type RecordedEngine = (plan: Plan, options: RecordedRunOptions) => Promise<RecordedRun>;
