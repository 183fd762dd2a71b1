import type { ProblemReport } from './problem-report.ts';
import type { RecordedFaults } from '../../recorder/fault-windows.ts';
import type { PhaseParts } from '../../recorder/phase-part.ts';
import type { PhaseName } from '../../recorder/sample.ts';
import type { SlicePart } from '../../recorder/slice-part.ts';
import type { LimitCounter } from '../../recorder/snapshot.ts';
import type { Corpus, ReplayLog } from '../../plan/plan.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { ShareResult } from '../engine.ts';
import type { Pace } from '../../recorder/snapshot.ts';
import type { TlsSettings } from '../tls-settings.ts';
import type { Share } from '../share.ts';

/** What a thread is started with: all that its share of a run depends on. */
export type ThreadOrder = {
  readonly share: Share;
  readonly counters: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
  readonly scenario: Scenario;
  readonly corpus: Corpus;
  readonly replay?: ReplayLog;
  readonly url: string;
  readonly addresses: readonly string[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls?: TlsSettings;
  readonly nonce: string;
  readonly pace: Pace;
  readonly limits: readonly LimitCounter[];
  readonly checkNames: readonly string[];
  readonly judgedOn: 'service' | 'response';
  readonly faults?: RecordedFaults;
  /** Number of the run; its samples are told when it is there. */
  readonly samplesOfRun?: number;
  /** The run's clock minus the system's monotonic clock, which all threads share, in microseconds. */
  readonly clockOffsetMicros: number;
};

/** What a thread says: that it is ready for a phase, what it recorded of a second, samples as text, how it ended. */
export type FromThread =
  | { readonly kind: 'ready'; readonly phase: PhaseName; readonly nowMicros: number }
  | { readonly kind: 'part'; readonly part: SlicePart }
  | { readonly kind: 'samples'; readonly text: string }
  | { readonly kind: 'ended'; readonly result: ShareResult; readonly phases: PhaseParts }
  | { readonly kind: 'failed'; readonly problem: ProblemReport };

/**
 * What a thread is told: when the phase that it is ready for starts, that the warm-up is steady, when the measured phase
 * ends earlier than planned, that the run is over.
 */
export type ToThread =
  | { readonly kind: 'start'; readonly startMicros: number }
  | { readonly kind: 'steady' }
  | { readonly kind: 'end'; readonly endMicros: number }
  | { readonly kind: 'abort' };
