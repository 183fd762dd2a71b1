import type { CounterFinding, FindingSubject } from '../counters/counter-finding.ts';
import type { RunReport } from '../report/run-report.ts';
import { formatCount, formatShare } from '../units.ts';

/** A finding on the service's counters as a row: of which run, on what, both sides, what it comes to, and why. */
export type CounterRow = {
  readonly run: string;
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

/** Every finding on the service's counters, run by run; none when they were not looked at. */
export function counterRows(report: RunReport): CounterRow[] {
  const several = report.runs.length > 1;
  return located(report).map((finding) => ({
    run: several ? String(finding.run) : '',
    subject: finding.subject,
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
  const several = report.runs.length > 1;
  const open = findings
    .filter(({ status }) => status !== 'agrees')
    .toSorted((one, other) => gravity(one) - gravity(other));
  const doubted = new Set(open.map(({ subject }) => subject));
  const agreed = [...new Set(findings.map(({ subject }) => subject))].filter((subject) => !doubted.has(subject));
  const [first] = open;
  const more = open.length > 1 ? [`${open.length - 1} more in summary.md`] : [];
  return [
    ...(agreed.length === 0
      ? []
      : [`${agreed.join(', ')} agree${several ? ` in all ${report.runs.length} runs` : ''}`]),
    ...(first === undefined ? [] : [`${first.seen}${several ? ` (run ${first.run})` : ''}`]),
    ...more,
  ].join('; ');
}

function located({ serverCounters = [] }: RunReport): Located[] {
  return serverCounters.flatMap(({ findings }, index) => findings.map((finding) => ({ ...finding, run: index + 1 })));
}

/** Counts come first, whose difference can be nothing else; then what could not be compared. */
function gravity({ status, subject }: CounterFinding): number {
  const isLatency = subject === 'hit p95' || subject === 'miss p95';
  if (status === 'differs') return isLatency ? 3 : 0;
  return subject === 'text' || subject === 'buckets' ? 2 : 1;
}

function valueOf(subject: FindingSubject, value: number | undefined): string {
  if (value === undefined) return '–';
  switch (subject) {
    case 'hit rate':
      return formatShare(value);
    case 'hit p95':
    case 'miss p95':
      return `${millis(value)} ms`;
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
  return high === undefined ? `> ${millis(low)} ms` : `${millis(low)} to ${millis(high)} ms`;
}

function differenceOf({ subject, ours, server }: CounterFinding): string {
  if (ours === undefined || server === undefined) return '–';
  const difference = server - ours;
  if (difference === 0) return '0';
  const size = Math.abs(difference);
  return `${difference < 0 ? '−' : '+'}${subject === 'hit rate' ? formatShare(size) : formatCount(size)}`;
}

function whyOf({ seen, cause, remedy }: CounterFinding): string {
  return [
    seen,
    ...(cause === undefined ? [] : [`likely because ${cause}`]),
    ...(remedy === undefined ? [] : [remedy]),
  ].join('; ');
}

function millis(value: number): string {
  return String(Number(value.toPrecision(4)));
}
