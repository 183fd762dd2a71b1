import type { CounterFinding, FindingSubject } from '../counters/counter-finding.ts';
import type { RunReport } from '../report/run-report.ts';
import { formatCount, formatShare, formatSignificant } from '../units.ts';

/** A finding on the service's counters as a row: on what, with its run where there are several, both sides, what it comes to, and why. */
export type CounterRow = {
  readonly subject: string;
  readonly ours: string;
  readonly server: string;
  readonly difference: string;
  readonly status: CounterFinding['status'];
  readonly word: string;
  readonly why: string;
};

const words: Readonly<Record<CounterFinding['status'], string>> = {
  agrees: 'agrees',
  differs: 'differs',
  'not-usable': 'not usable',
};

type Located = CounterFinding & { readonly run: number };

/** Every finding on the service's counters, run by run; what its buckets cannot decide once. None when they were not looked at. */
export function counterRows(report: RunReport): CounterRow[] {
  const several = report.runs.length > 1;
  const findings = located(report);
  const isNew = ({ subject, seen }: Located, index: number): boolean =>
    subject !== 'buckets' || findings.findIndex((each) => each.seen === seen) === index;
  return findings.filter(isNew).map((finding) => ({
    subject: several && finding.subject !== 'buckets' ? `run ${finding.run}: ${finding.subject}` : finding.subject,
    ours: valueOf(finding.subject, finding.ours),
    server: serverOf(finding),
    difference: differenceOf(finding),
    status: finding.status,
    word: words[finding.status],
    why: whyOf(finding),
  }));
}

/** One clause: what agrees, then the gravest finding and how many more there are; undefined when the counters were not looked at. */
export function counterWords(report: RunReport): string | undefined {
  if (report.serverCounters === undefined) return undefined;
  const findings = located(report);
  const open = findings
    .filter(({ status, subject }) => status !== 'agrees' && subject !== 'buckets')
    .toSorted((one, other) => gravity(one) - gravity(other));
  const agreed = findings
    .map(({ subject }) => subject)
    .filter((subject, index, all) => subject !== 'buckets' && all.indexOf(subject) === index)
    .filter((subject) => !open.some((each) => each.subject === subject));
  const coarse = new Set(findings.filter(({ subject }) => subject === 'buckets').map(({ seen }) => seen)).size;
  const several = report.runs.length > 1;
  const [first] = open;
  return [
    ...(agreed.length === 0
      ? []
      : [`${agreed.join(', ')} agree${several ? ` in all ${report.runs.length} runs` : ''}`]),
    ...(first === undefined ? [] : [`${several ? `in run ${first.run} ` : ''}${first.seen}`]),
    ...(open.length > 1 ? [`${open.length - 1} more in summary.md`] : []),
    ...(coarse === 0 ? [] : [`buckets too coarse for ${coarse === 1 ? '1 limit' : `${coarse} limits`}`]),
  ].join('; ');
}

function located({ serverCounters = [] }: RunReport): Located[] {
  return serverCounters.flatMap(({ findings }, index) => findings.map((finding) => ({ ...finding, run: index + 1 })));
}

/** Counts come first, whose difference can be nothing else; then what could not be compared. */
function gravity({ status, subject }: CounterFinding): number {
  const isLatency = subject === 'hit p95' || subject === 'miss p95';
  if (status === 'differs') return isLatency ? 3 : 0;
  return subject === 'text' ? 2 : 1;
}

function valueOf(subject: FindingSubject, value: number | undefined): string {
  if (value === undefined) return '–';
  switch (subject) {
    case 'hit rate':
      return formatShare(value);
    case 'hit p95':
    case 'miss p95':
      return `${formatSignificant(value)} ms`;
    case 'requests':
    case 'hits':
    case 'errors':
    case 'buckets':
    case 'text':
    case 'scrape':
      return formatCount(value);
  }
}

function serverOf({ subject, server, serverRange }: CounterFinding): string {
  if (serverRange === undefined) return valueOf(subject, server);
  const { low, high } = serverRange;
  return high === undefined
    ? `> ${formatSignificant(low)} ms`
    : `${formatSignificant(low)} to ${formatSignificant(high)} ms`;
}

function differenceOf({ subject, ours, server }: CounterFinding): string {
  if (ours === undefined || server === undefined) return '–';
  const difference = server - ours;
  if (difference === 0) return '0';
  const size = Math.abs(difference);
  return `${difference < 0 ? '−' : '+'}${subject === 'hit rate' ? formatShare(size).replace('%', 'points') : formatCount(size)}`;
}

function whyOf({ seen, cause, remedy }: CounterFinding): string {
  return [
    seen,
    ...(cause === undefined ? [] : [`likely because ${cause}`]),
    ...(remedy === undefined ? [] : [remedy]),
  ].join('; ');
}
