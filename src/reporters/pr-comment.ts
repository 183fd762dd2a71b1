import type { GateStatus, Outcome } from '../judge/verdict.ts';
import type { RunReport } from '../report/run-report.ts';
import { totalsOf } from '../report/run-totals.ts';
import { formatCount, formatMillis, formatShare } from '../units.ts';
import { gateText } from './gate-text.ts';
import { markdownCode, markdownTable, markdownText } from './markdown-table.ts';
import { probeWords } from './probe-words.ts';
import { classFigures, judgedLatency, targetWords } from './report-words.ts';
import { shorten, visibleText } from './visible-text.ts';

/** What a comment says beside the run. */
export type CommentOptions = {
  /** An http(s) URL of the artefacts or of the job, checked by the caller. */
  readonly link?: string;
};

const marks: Readonly<Record<Outcome, string>> = { PASS: '✓', FAIL: '✗', INCONCLUSIVE: '?', INVALID: '!' };
const figures = ['p50', 'p95', 'p99'] as const;
const mostGates = 10;
const longestReason = 300;

/**
 * The first line of a comment: hidden, the same for each run of a scenario and another for each name, so that a comment can be found and replaced. No name
 * can end it: all but letters, digits and a few marks are percent-encoded.
 */
function commentMarker({ scenario }: Pick<RunReport, 'scenario'>): string {
  return `<!-- hitgate-comment ${encodeURIComponent(visibleText(scenario.name))} -->`;
}

/** A comment on a pull request: the verdict, the gates that are not passed, hits beside misses, where the rest is. Ends with a line end. */
export function prComment(report: RunReport, { link }: CommentOptions = {}): string {
  const { verdict, scenario, aborted, plan, hitgateVersion } = report;
  const title = `${verdict.outcome}: ${scenario.name}${aborted ? ' (aborted)' : ''}`;
  const where =
    link === undefined
      ? `Report ${markdownCode(report.id)}`
      : `[Report ${markdownText(report.id)}](<${linkTarget(link)}>)`;
  return `${[
    commentMarker(report),
    `### ${marks[verdict.outcome]} ${markdownText(title)}`,
    markdownText(shorten(verdict.reason, longestReason)),
    ...openGates(report),
    ...openProbes(report),
    classTable(report),
    `${markdownText(targetWords(report))}. ${where}, digest ${markdownCode(`${plan.digest.slice(0, 12)}…`)}, hitgate ${markdownText(hitgateVersion)}.`,
  ].join('\n\n')}\n`;
}

/** What a gate is not passed by; the worst first. */
const order: readonly GateStatus[] = ['fail', 'no-data', 'invalid', 'inconclusive'];

function openGates({ verdict: { gates } }: RunReport): string[] {
  const open = order.flatMap((status) => gates.filter((gate) => gate.status === status));
  if (open.length === 0) return [];
  const rows = open.slice(0, mostGates).map((gate) => {
    const { mark, name, observed, interval } = gateText(gate);
    return [`${mark} ${gate.status}`, name, observed, interval].map(markdownText);
  });
  const table = markdownTable(
    [{ title: 'Status' }, { title: 'Gate' }, { title: 'Observed' }, { title: '95 % interval' }],
    rows,
  );
  const rest = open.length - rows.length;
  return rest > 0 ? [table, `${rest} more gates are not passed.`] : [table];
}

/** What a run with probes found out by them, where not all of them passed. */
function openProbes(report: RunReport): string[] {
  const words = probeWords(report);
  return words === undefined || words.isGood ? [] : [markdownText(`Probes: ${shorten(words.text, longestReason)}`)];
}

function classTable(report: RunReport): string {
  const { hitRate, failedShare } = totalsOf(report.runs);
  const rows = classFigures(report).map(({ cacheClass, count, figures: known }) => {
    const millis = figures.map((name) => millisOrNone(known[name]));
    return [cacheClass, formatCount(count)].concat(millis);
  });
  const titles = [
    { title: `${judgedLatency(report)}, ms` },
    ...['n', ...figures].map((title) => ({ title, right: true as const })),
  ];
  const rates = [`hit rate ${shareOrNone(hitRate)}`, `failed ${shareOrNone(failedShare)}`].join(', ');
  return `${markdownTable(titles, rows)}\n\n${rates}`;
}

function millisOrNone(micros: number | undefined): string {
  return micros === undefined ? '–' : formatMillis(micros);
}

function shareOrNone(share: number | undefined): string {
  return share === undefined ? 'not measured' : formatShare(share);
}

/** A URL inside angle brackets: nothing in it ends them. */
function linkTarget(link: string): string {
  return link.replaceAll(/[<>\s\\]/gu, (character) => encodeURIComponent(character));
}
