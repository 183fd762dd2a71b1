import type { TargetIdentity } from '../run-report.ts';
import type { Roi } from './roi.ts';

/** Version of the shape of `signoff.json`. */
export const signoffSchemaVersion = '1.0';

/** From the best to the worst: only `backed` is one; `not backed` says that there is no evidence, or none that counts. */
export const rowStatuses = ['backed', 'undecided', 'not backed', 'failed'] as const;
export type RowStatus = (typeof rowStatuses)[number];

/** A file that a row rests on. */
export type EvidenceFile = {
  readonly kind: 'run' | 'coverage' | 'probes' | 'rollout' | 'comparison';
  readonly path: string;
  /** SHA-256 of the file's bytes, in hexadecimal. */
  readonly sha256: string;
  /** Name of the run, and digest of the request sequence, where the file has them. */
  readonly id?: string;
  readonly digest?: string;
  /** When it was measured, as ISO 8601, where the file says so. */
  readonly startedAt?: string;
  /** How old it was when it was signed off; negative for a time to come. */
  readonly ageMicros?: number;
};

/** One row of the sign-off. */
export type SignoffRow = {
  readonly item: string;
  readonly required: string;
  readonly measured?: string;
  readonly status: RowStatus;
  readonly note?: string;
  readonly evidence: readonly EvidenceFile[];
};

/**
 * GO: every row is backed. REHEARSAL: it would be one, but was not meant to be. UNDECIDED: only undecided rows are in the way. INVALID: a run's
 * measurement cannot be trusted, so that it decides nothing.
 */
export type SignoffDecision = 'GO' | 'REHEARSAL' | 'NO-GO' | 'UNDECIDED' | 'INVALID';

/** What `signoff.json` holds. */
export type Signoff = {
  readonly schemaVersion: string;
  readonly kind: 'signoff';
  readonly hitgateVersion: string;
  readonly createdAt: string;
  readonly scenario: string;
  readonly digest: string;
  readonly target: TargetIdentity;
  readonly rehearsal: boolean;
  readonly decision: SignoffDecision;
  /** Every reason that stands between this and a GO, in words; empty for a GO. */
  readonly reasons: readonly string[];
  readonly rows: readonly SignoffRow[];
  readonly evidence: readonly EvidenceFile[];
  readonly roi: Roi;
  /** The roles that sign, by people. */
  readonly approvers: readonly string[];
};
