import type { PhaseName } from './sample.ts';

/** Figures of a phase for a progress line, up to its last whole second. Those of which nothing is known yet are absent. */
export type RecorderLive = {
  readonly phase: PhaseName;
  /** From the start of the phase until the end of its last whole second. */
  readonly elapsedMicros: number;
  readonly requests: number;
  readonly failed: number;
  readonly dropped: number;
  /** Requests that ended in the last second. */
  readonly ratePerSecond?: number;
  /** The most users with a request outstanding in the last second. */
  readonly inFlight?: number;
  /** Share of hits among the successes, 0 to 1. */
  readonly hitRate?: number;
  /** p95 of the judged latency since the phase's start. */
  readonly hitP95Micros?: number;
  readonly missP95Micros?: number;
};
