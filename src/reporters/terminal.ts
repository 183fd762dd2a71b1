import type { RunReport } from '../report/run-report.ts';
import { totalsOf } from '../report/run-totals.ts';
import { faultLines } from './fault-words.ts';
import { counterWords } from './counter-words.ts';
import { probeWords } from './probe-words.ts';
import { floorWords, generatorWords, workerWords } from './generator-words.ts';
import {
  errorWords,
  hitRateWords,
  inFlightWords,
  modelWords,
  requestWords,
  targetWords,
  truthWords,
} from './report-words.ts';
import { gatesSection, type GatesDetail } from './terminal/gates-section.ts';
import { percentilesSection } from './terminal/percentiles-section.ts';
import { outcomeStyles } from './terminal/outcome-styles.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** How a report is shown on a terminal. */
export type TerminalOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  /** Where the report is kept, for the last lines. */
  readonly folder?: string;
  /** Marks and punctuation in ASCII alone. */
  readonly ascii?: boolean;
};

const leastWidth = 60;
const greatestWidth = 100;
const screenLines = 40;

/** What is given up, step by step, while a report does not fit one screen; what failed is given up last. */
const reductions: readonly (GatesDetail & { readonly warnings: number })[] = [
  { passing: true, reasonLines: 2, warnings: Infinity },
  { passing: true, reasonLines: 2, warnings: 2 },
  { passing: true, reasonLines: 1, warnings: 2 },
  { passing: false, reasonLines: 2, warnings: 2 },
  { passing: false, reasonLines: 1, warnings: 1 },
  { passing: false, reasonLines: 0, warnings: 1 },
];

/**
 * One screen of at most 40 lines of 100 columns: the verdict first, then a row for each gate, then hits and misses side by
 * side and how the run went. Only the folder's path may be longer than a line, so that it can be copied.
 */
export function terminal(report: RunReport, options: TerminalOptions): string {
  const width = Math.min(greatestWidth, Math.max(leastWidth, options.width || greatestWidth));
  const rest = [...percentilesSection(report, width), [], ...factLines(report, width)];
  const head = verdictLines(report, width);
  const tail = closingLines(report, options.folder);
  const bodies = reductions.map((detail) => ({
    gates: gatesSection(report.verdict, width, detail),
    others: [[], ...rest, ...warningLines(report, width, detail.warnings)],
  }));
  const room = screenLines - head.length - tail.length;
  const fitting = bodies.find(({ gates, others }) => gates.length + others.length <= room) ?? bodies.at(-1);
  const others = fitting?.others ?? [];
  const body = [...cutGates(fitting?.gates ?? [], room - others.length), ...others];
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  const lines = [...head, ...body].map((line) => renderLine(line, paper));
  return [...lines, ...tail.map((line) => renderLine(line, { ...paper, width: Infinity })), ''].join('\n');
}

/** So many gates do not pass that one screen does not hold them: the first ones are shown, and how many are not. */
function cutGates(lines: readonly Line[], room: number): readonly Line[] {
  if (lines.length <= room) return lines;
  const kept = Math.max(1, room - 1);
  return [...lines.slice(0, kept), [span(`… and ${lines.length - kept} more lines of gates: see summary.md`, 'bad')]];
}

function verdictLines(report: RunReport, width: number): Line[] {
  const { verdict, scenario, aborted } = report;
  const style = outcomeStyles[verdict.outcome];
  const title = `${verdict.outcome}  ${scenario.name}${aborted ? ' (aborted)' : ''}: `;
  const [first = '', ...others] = wrap(`${title}${verdict.reason}`, width, 3);
  return [
    [span(first.slice(0, verdict.outcome.length), style), span(first.slice(verdict.outcome.length), 'strong')],
    ...others.map((text) => [span(text, 'strong')]),
    ...wrap(`${targetWords(report)}; ${modelWords(report)}`, width, 2).map((text) => [span(text)]),
    ...verdict.validity
      .filter(({ seen }) => !verdict.reason.includes(seen))
      .flatMap(({ seen, remedy }) => finding(`! ${seen} → ${remedy}`, 'bad', width)),
    [],
  ];
}

/** One line on the comparison with the baseline; its figures are in the summary. */
function baselineWords({ verdict: { baseline } }: RunReport): (readonly [string, string])[] {
  if (baseline === undefined) return [];
  const notes = baseline.reservations.map((text) => text.split(':')[0]).join(', ');
  return [
    [
      'baseline',
      `${baseline.outcome}${notes === '' ? '' : ` (${notes})`} against ${baseline.name}: ${baseline.reason}`,
    ],
  ];
}

type Fact = readonly [label: string, text: string, isBad?: boolean];

const mostFaultLines = 4;

/** A line for each fault; of many, those that went wrong come first, and the others are counted. */
function faultFacts(report: RunReport): Fact[] {
  const lines = faultLines(report).toSorted((one, other) => Number(other.isBad) - Number(one.isBad));
  const shown = lines.length > mostFaultLines ? lines.slice(0, mostFaultLines - 1) : lines;
  const hidden = lines.length - shown.length;
  return [
    ...shown.map(({ text, isBad }): Fact => ['fault', text, isBad]),
    ...(hidden === 0 ? [] : [['', `${hidden} more faults: see summary.md`] as const]),
  ];
}

function factLines(report: RunReport, width: number): Line[] {
  const totals = totalsOf(report.runs);
  const truth = truthWords(report);
  const counters = counterWords(report);
  const probes = probeWords(report);
  const facts: readonly Fact[] = [
    ['hit rate', hitRateWords(report)],
    ['in flight', inFlightWords(totals)],
    ['requests', requestWords(totals)],
    ['errors', errorWords(totals), totals.failed > 0],
    ...faultFacts(report),
    ...(probes === undefined ? [] : [['probes', probes.text, !probes.isGood] as const]),
    ['generator', generatorWords(report)],
    ...workerWords(report),
    ['floor', floorWords(report)],
    ...baselineWords(report),
    ...(truth === undefined ? [] : [['truth', truth] as const]),
    ...(counters === undefined ? [] : [['counters', counters] as const]),
  ];
  return facts.flatMap(([label, text, isBad = false]) =>
    wrap(text, width - 11, 2).map((line, index) => [
      span((index === 0 ? label : '').padEnd(11), 'faint'),
      span(line, isBad ? 'bad' : undefined),
    ]),
  );
}

function warningLines({ verdict: { warnings } }: RunReport, width: number, most: number): Line[] {
  const shown = warnings.slice(0, most);
  const hidden = warnings.length - shown.length;
  return [
    ...shown.flatMap(({ seen, remedy }) => finding(`warning: ${seen} → ${remedy}`, 'doubt', width)),
    ...(hidden === 0
      ? []
      : [[span(`${hidden} more ${hidden === 1 ? 'warning' : 'warnings'}: see summary.md`, 'doubt')]]),
  ];
}

function finding(text: string, style: Style, width: number): Line[] {
  return wrap(text, width - 2, 2).map((line, index) => [span(index === 0 ? line : `  ${line}`, style)]);
}

function closingLines({ plan }: RunReport, folder: string | undefined): Line[] {
  return [
    [],
    ...(folder === undefined ? [] : [[span('folder'.padEnd(11), 'faint'), span(folder)]]),
    [span('digest'.padEnd(11), 'faint'), span(plan.digest)],
  ];
}
