import { concludeProbes, type ProbePass } from '../probes/probe-pass.ts';
import type { ProbeResult, ProbeStatus } from '../probes/probe-result.ts';
import type { RunReport } from '../report/run-report.ts';
import { formatCount } from '../units.ts';

/** The mark of a status, and its word. */
export const probeStatusWords: Readonly<Record<ProbeStatus, { readonly mark: string; readonly word: string }>> = {
  pass: { mark: '✓', word: 'pass' },
  fail: { mark: '✗', word: 'fail' },
  'no-data': { mark: '–', word: 'no data' },
};

/** A probe of a run as a row: when it was made, and what it came to. */
export type ProbeRow = {
  readonly when: 'before' | 'after';
  readonly name: string;
  readonly status: ProbeStatus;
  readonly word: string;
  readonly time: string;
  readonly reason: string;
  readonly evidence: readonly string[];
};

/** What was looked at and what it was, a line each. */
export function evidenceWords({ evidence }: ProbeResult): string[] {
  return evidence.map(({ what, seen }) => `${what}: ${seen}`);
}

/** A time of a probe in whole milliseconds, in seconds from one on. */
export function probeTime(millis: number): string {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}

/** The probes of a run, before its load and after it; none when it had none. */
export function probeRows({ probes }: Pick<RunReport, 'probes'>): ProbeRow[] {
  if (probes === undefined) return [];
  return [...rowsOf('before', probes.before), ...(probes.after === undefined ? [] : rowsOf('after', probes.after))];
}

function rowsOf(when: ProbeRow['when'], { results }: ProbePass): ProbeRow[] {
  return results.map((result) => ({
    when,
    name: result.name,
    status: result.status,
    word: `${probeStatusWords[result.status].mark} ${probeStatusWords[result.status].word}`,
    time: probeTime(result.millis),
    reason: result.reason,
    evidence: evidenceWords(result),
  }));
}

/** One clause on the probes of a run, and whether all of them passed; undefined when it had none. */
export function probeWords({
  probes,
  runs,
}: Pick<RunReport, 'probes' | 'runs'>): { readonly text: string; readonly isGood: boolean } | undefined {
  if (probes === undefined) return undefined;
  const { before, after } = probes;
  const passes = [before, ...(after === undefined ? [] : [after])].map(concludeProbes);
  const open = passes.find(({ status }) => status === 'fail') ?? passes.find(({ status }) => status !== 'pass');
  const later =
    after === undefined ? (runs.length === 0 ? 'no load was sent' : 'none after') : `${countPassed(after)} after`;
  const requests = before.requests + (after?.requests ?? 0);
  const counts = `${countPassed(before)} passed before the load, ${later}; ${formatCount(requests)} requests not counted`;
  return {
    text: open === undefined ? counts : `${counts}; ${open.reason}`,
    isGood: open === undefined && after !== undefined,
  };
}

/** '24 requests of probes, which are in no figure of the load' */
export function requestWords({ before, after }: NonNullable<RunReport['probes']>): string {
  const requests = before.requests + (after?.requests ?? 0);
  return `${requests === 1 ? '1 request' : `${formatCount(requests)} requests`} of probes, in no figure of the load`;
}

function countPassed({ results }: ProbePass): string {
  return `${results.filter(({ status }) => status === 'pass').length} of ${results.length}`;
}
