import type { Clock } from '../clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { PhaseName, SampleSink } from '../recorder/sample.ts';
import type { TlsSettings } from './tls-settings.ts';
import type { GeneratorHealth, RunEnd } from '../recorder/snapshot.ts';

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
  /** Awaited before a phase sends its first byte, when nothing is outstanding. */
  readonly onPhase: (phase: PhaseName, startMicros: number) => Promise<void> | void;
  /** How steady the warm-up is, asked every second by an `until-steady` warm-up. */
  readonly isSteady: () => boolean;
};

/** What the engine reports when all requests have ended. */
export type EngineResult = {
  readonly ended: RunEnd;
  readonly health: GeneratorHealth;
  /** Hex of the commutative check over (user, index, query) of every request started in the measured phase. */
  readonly sentCheck: string;
  /** Requests started in each phase. */
  readonly started: Readonly<Record<PhaseName, number>>;
  /** Start of each phase that was run, and when its last request could start, in clock microseconds. */
  readonly phases: Readonly<Partial<Record<PhaseName, { readonly startMicros: number; readonly endMicros: number }>>>;
};

/** Drives the virtual users of a plan against a target and hands every request to the sink. */
export type Engine = (plan: Plan, options: EngineOptions) => Promise<EngineResult>;
