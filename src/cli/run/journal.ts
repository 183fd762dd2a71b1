import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import type { PlanSummary, RunReport } from '../../report/run-report.ts';

/** What is known of a run before it sends anything. */
export type RunHeader = Omit<
  RunReport,
  'endedAt' | 'runs' | 'verdict' | 'aborted' | 'truth' | 'serverCounters' | 'plan'
> & {
  readonly plan: Omit<PlanSummary, 'predictions' | 'expectedChecks'>;
};

/** The first record of a journal; there is another when probes were made, with what they found. */
export type JournalHeader = { readonly kind: 'header'; readonly header: RunHeader };

/** One closed second of a run. */
export type JournalSlice = { readonly kind: 'slice'; readonly run: number; readonly slice: ClosedSlice };

/** A line of `journal.jsonl`, which is kept while a run goes on and after it died. */
export type JournalRecord = JournalHeader | JournalSlice;
