import type { EvidenceFile, RowStatus, Signoff, SignoffDecision } from '../report/signoff/signoff.ts';
import { formatDuration } from '../units.ts';
import { targetWords } from './report-words.ts';

/** What a decision means, for a reader who has never seen one. */
export const signoffMeanings: Readonly<Record<SignoffDecision, string>> = {
  GO: 'every row is backed by evidence; people sign below',
  REHEARSAL: 'every row is backed, but this is a rehearsal and no release',
  'NO-GO': 'a row failed or is not backed',
  UNDECIDED: 'nothing failed, but not everything is decided',
  INVALID: 'a measurement cannot be trusted; it decides nothing',
};

/** The mark and word of a row's status. */
export const statusMarks: Readonly<Record<RowStatus, string>> = {
  backed: '✓ backed',
  undecided: '? undecided',
  'not backed': '– NOT BACKED',
  failed: '✗ failed',
};

/** The mark and word of a row; one that was measured on the reference target says so. */
export function rowWords(status: RowStatus, { target }: Pick<Signoff, 'target'>): string {
  return statusMarks[status] + (status === 'backed' && target.reference ? ' (reference target)' : '');
}

/** 'NO-GO', 'NO-GO (rehearsal)'. */
export function decisionTitle({ decision, rehearsal }: Pick<Signoff, 'decision' | 'rehearsal'>): string {
  return rehearsal && decision !== 'REHEARSAL' ? `${decision} (rehearsal)` : decision;
}

/** 'all 16 rows are backed', or how many rows are what. */
export function countWords({ rows }: Pick<Signoff, 'rows'>): string {
  const backed = rows.filter(({ status }) => status === 'backed').length;
  if (backed === rows.length) return `all ${backed} rows are backed`;
  const others = (['failed', 'not backed', 'undecided'] as const)
    .map((status) => [status, rows.filter((row) => row.status === status).length] as const)
    .filter(([, count]) => count > 0);
  return `${backed} of ${rows.length} rows are backed; ${others.map(([status, count]) => `${count} ${status}`).join(', ')}`;
}

/** What is released: the scenario and what it was measured on. */
export function subjectWords(signoff: Pick<Signoff, 'scenario' | 'target'>): string {
  return `${signoff.scenario} on ${targetWords(signoff)}`;
}

/** '3 h old', or '' when the file says no time. */
export function ageWords({ ageMicros }: Pick<EvidenceFile, 'ageMicros'>): string {
  if (ageMicros === undefined) return '';
  return ageMicros < 0 ? 'of a time to come' : `${formatDuration(ageMicros)} old`;
}

/** The numbers of a row's evidence in the list of all: '1, 2'; '' for none. */
export function evidenceNumbers(files: readonly EvidenceFile[], all: readonly EvidenceFile[]): string {
  return [...new Set(files.map((file) => all.findIndex(({ path }) => path === file.path) + 1))].join(', ');
}
