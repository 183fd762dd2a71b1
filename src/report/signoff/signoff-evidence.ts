import type { Comparison } from '../../judge/comparison/comparison.ts';
import type { RunReport } from '../run-report.ts';
import type { ProbesFile } from './probes-file.ts';
import type { RolloutFile } from './rollout-file.ts';
import type { EvidenceFile } from './signoff.ts';

/** Something that was read, and the file that it came from. */
export type From<T> = T & { readonly file: EvidenceFile };

/** What a sign-off needs of a comparison. */
export type ComparedEvidence = Pick<Comparison, 'outcome' | 'reason' | 'reservations' | 'claims'>;

/** What a comparison's file says beside: which requests and which run it is about. */
export type ComparisonFile = ComparedEvidence &
  Pick<Comparison, 'digest'> & {
    readonly after: { readonly id: string; readonly startedAt: string; readonly aborted: boolean };
  };

/** All that was given for a sign-off. */
export type SignoffEvidence = {
  /** At least one. */
  readonly runs: readonly From<{ readonly report: RunReport }>[];
  readonly coverage?: From<{ readonly share: number; readonly source: string }>;
  readonly probes: readonly From<{ readonly record: ProbesFile }>[];
  readonly rollout?: From<{ readonly record: RolloutFile }>;
  readonly comparison?: From<{ readonly record: ComparisonFile }>;
};
