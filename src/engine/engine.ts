import type { Clock } from '../clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { PhaseName, SampleSink } from '../recorder/sample.ts';
import type { TlsSettings } from './tls-settings.ts';
import type { GeneratorHealth, Pace, RunEnd, WorkerHealth } from '../recorder/snapshot.ts';
import type { Share } from './share.ts';
import type { SharedCounters } from './shared-counters.ts';

/** What the engine needs beside the plan. */
export type EngineOptions = {
  readonly clock: Clock;
  readonly sink: SampleSink;
  /** Base URL of the target, resolved. */
  readonly url: string;
  /** Values of `secretHeaders`, by header name, prefix included. Never logged. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How TLS is checked and what is shown to the target; absent: public authorities, no client certificate. Never logged. */
  readonly tls?: TlsSettings;
  /** Distinguishes never-seen queries of this run from those of any other. */
  readonly nonce: string;
  /** Aborting ends the run at once: outstanding requests are recorded as `interrupted`. */
  readonly signal: AbortSignal;
  /**
   * Awaited before a phase sends its first byte, when its connections are open and nothing is outstanding. Says when the phase starts:
   * at `nowMicros` or later.
   */
  readonly onPhase: (phase: PhaseName, nowMicros: number) => Promise<number> | number;
  readonly pace: Pace;
  /** What this thread shares with the others; absent when it is alone. */
  readonly crew?: Crew;
  /**
   * When the measured phase ends before its planned length, in clock microseconds; Infinity or absent: it does not. Asked every few
   * milliseconds while the phase goes on.
   */
  readonly endMicros?: () => number;
  /** How steady the warm-up is, asked every second by an `until-steady` warm-up. */
  readonly isSteady: () => boolean;
};

/** What the engine reports when all requests have ended. */
export type EngineResult = {
  readonly ended: RunEnd;
  readonly health: GeneratorHealth;
  /** Hex of the commutative check over (user, index, query) of every request started or dropped in the measured phase. */
  readonly sentCheck: string;
  /** True when the threads of an open load came to different arrivals, so that what was sent is no beginning of the sequence. */
  readonly hasGaps?: true;
  /** Requests started in each phase. */
  readonly started: Readonly<Record<PhaseName, number>>;
  /** Start of each phase that was run, and when its last request could start, in clock microseconds. */
  readonly phases: Readonly<Partial<Record<PhaseName, { readonly startMicros: number; readonly endMicros: number }>>>;
};

/** What one thread reports when all its requests have ended. */
export type ShareResult = Omit<EngineResult, 'health' | 'hasGaps'> & { readonly health: WorkerHealth };

/** The part of a thread in a run that several threads carry. */
type Crew = {
  readonly share: Share;
  readonly counters: SharedCounters;
  /** Memory of the answers, `answerMemoryBytes` long. */
  readonly answers: SharedArrayBuffer;
  /** The target's addresses, looked up once for all threads. */
  readonly addresses: readonly string[];
};

/** Drives the virtual users of a plan against a target and hands every request to the sink. */
export type Engine = (plan: Plan, options: EngineOptions) => Promise<EngineResult>;
