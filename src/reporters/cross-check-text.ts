import type { ComparedQuantile } from '../report/compare-quantiles.ts';
import type { ComparedRate, RateEstimate } from '../report/compare-rates.ts';
import type { Agreement, Concern, CrossCheck, CrossCheckOutcome, EngineSummary } from '../report/cross-check.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli } from '../units.ts';
import { targetWords } from './report-words.ts';
import { alignColumns } from './terminal/columns.ts';
import { renderLine, span, type Line, type Style } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** How a cross-check is shown on a terminal. */
export type CrossCheckTextOptions = {
  readonly color: boolean;
  /** Columns of the terminal; 60 to 100 are used. */
  readonly width: number;
  readonly ascii?: boolean;
};

const headings: Readonly<Record<CrossCheckOutcome, readonly [words: string, style: Style]>> = {
  agree: ['AGREE', 'good'],
  explained: ['EXPLAINED', 'good'],
  disagree: ['DISAGREE', 'bad'],
  inconclusive: ['INCONCLUSIVE', 'doubt'],
  invalid: ['INVALID', 'bad'],
  'target-lost': ['TARGET LOST', 'bad'],
};

const agreementStyles: Readonly<Record<Agreement, Style>> = {
  agree: 'good',
  close: 'good',
  differ: 'bad',
  undecided: 'doubt',
};

/** Whose difference it is; nothing where nobody knows. */
const whose: Readonly<Record<Concern, string>> = {
  ours: ': hitgate',
  theirs: ': autocannon',
  target: ': target',
  unknown: '',
};

const left = { align: 'left', rank: 0 } as const;
const right = { align: 'right', rank: 0 } as const;
const labelWidth = 12;

/** Both engines side by side, then against the target's own record, then what bears on the differences. Ends with a line end. */
export function crossCheckText(result: CrossCheck, options: CrossCheckTextOptions): string {
  const width = Math.min(100, Math.max(60, options.width || 100));
  const lines: Line[] = [
    ...headLines(result, width),
    [],
    ...figureTable(result, width),
    [],
    ...truthTable(result, width),
    ...engineTable(result, width),
    ...explanationLines(result, width),
    [],
    ...labelled('target', targetWords(result), width),
    ...labelled('digest', result.digest, width),
  ];
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  return `${lines.map((line) => renderLine(line, paper)).join('\n')}\n`;
}

function headLines({ outcome, scenario, reason }: CrossCheck, width: number): Line[] {
  const [word, style] = headings[outcome];
  const [first = '', ...others] = wrap(`${word}  ${scenario}: ${reason}`, width, 4);
  return [
    [span(first.slice(0, word.length), style), span(first.slice(word.length), 'strong')],
    ...others.map((text) => [span(text, 'strong')]),
  ];
}

function figureTable({ ours, theirs, quantiles, rates }: CrossCheck, width: number): Line[] {
  const titles = ['service ms', ours.engine.name, '[95 %]', theirs.engine.name, '[95 %]', 'difference', ''];
  const rows = [
    titles.map((title) => span(title, 'faint')),
    ...quantiles.map((row) => [span(`  ${row.cacheClass} ${row.name}`), ...quantileCells(row), verdictCell(row)]),
    ...rates.map((row) => [span(row.name), ...rateCells(row), verdictCell(row)]),
  ];
  return alignColumns([left, right, left, right, left, right, left], rows, width);
}

function quantileCells({ ours, theirs }: ComparedQuantile): Line {
  const difference = ours === undefined || theirs === undefined ? undefined : theirs.observed - ours.observed;
  return [
    span(millis(ours?.observed)),
    span(ours === undefined ? '' : `[${millis(ours.low)}, ${millis(ours.high)}]`),
    span(millis(theirs?.observed)),
    span(theirs === undefined ? '' : `[${millis(theirs.low)}, ${millis(theirs.high)}]`),
    span(difference === undefined ? '–' : signedMillis(difference)),
  ];
}

function rateCells({ ours, theirs }: ComparedRate): Line {
  const difference = ours === undefined || theirs === undefined ? undefined : theirs.observed - ours.observed;
  return [
    ...rateSide(ours),
    ...rateSide(theirs),
    span(difference === undefined ? '–' : `${signed(difference * 100)} pt`),
  ];
}

function rateSide(estimate: RateEstimate | undefined): Line {
  if (estimate === undefined) return [span('–'), span('')];
  const { observed, low, high } = estimate;
  return [span(formatShare(observed)), span(`[${shareBound(low)}, ${shareBound(high)}]`)];
}

function shareBound(share: number): string {
  return formatShare(share).replace(/ %$/u, '');
}

function verdictCell({ agreement, concern }: Pick<ComparedQuantile, 'agreement' | 'concern'>): Line[number] {
  const style = concern === 'theirs' || concern === 'target' ? 'doubt' : agreementStyles[agreement];
  return span(`${agreement}${concern === undefined ? '' : whose[concern]}`, style);
}

function truthTable({ quantiles, ours, theirs }: CrossCheck, width: number): Line[] {
  const rows = quantiles.flatMap(({ cacheClass, name, truth }) => {
    if (truth === undefined) return [];
    const nearer = { ours: ours.engine.name, theirs: theirs.engine.name, neither: 'neither' };
    const cells = [
      `  ${cacheClass} ${name}`,
      signedMillis(truth.oursMicros),
      signedMillis(truth.theirsMicros),
      nearer[truth.nearer],
    ];
    return [cells.map((text) => span(text))];
  });
  if (rows.length === 0) return [];
  const titles = ['over the target’s own record, ms', ours.engine.name, theirs.engine.name, 'nearer'];
  const table = [titles.map((title) => span(title, 'faint')), ...rows];
  return [...alignColumns([left, right, right, left], table, width), []];
}

function engineTable({ ours, theirs }: CrossCheck, width: number): Line[] {
  const row = (title: string, read: (side: EngineSummary) => string): Line => [
    span(title),
    span(read(ours)),
    span(read(theirs)),
  ];
  const rows = [
    ['engine', ours.engine.name, theirs.engine.name].map((text) => span(text, 'faint')),
    row('  version', ({ engine }) => engine.version),
    row('  runs', ({ runs }) => formatCount(runs)),
    row('  requests', ({ requests }) => formatCount(requests)),
    row('  per second', ({ ratePerSecond }) => (ratePerSecond === undefined ? '–' : formatCount(ratePerSecond))),
    row('  hits', ({ counts }) => formatCount(counts.hit)),
    row('  misses', ({ counts }) => formatCount(counts.miss)),
    row('  unknown', ({ counts }) => formatCount(counts.unknown)),
    row('  failures', ({ failed }) => formatCount(failed)),
    row('  event loop', ({ utilisation }) => `${formatShare(utilisation)} busy`),
  ];
  return alignColumns([left, right, right], rows, width);
}

function explanationLines({ explanations }: CrossCheck, width: number): Line[] {
  if (explanations.length === 0) return [];
  const lines = explanations.flatMap(({ seen }) =>
    wrap(seen, width - 4, 4).map((text, index) => [span(index === 0 ? `  - ${text}` : `    ${text}`)]),
  );
  return [[], [span('what bears on it', 'faint')], ...lines];
}

function labelled(label: string, text: string, width: number): Line[] {
  return wrap(text, width - labelWidth, 2).map((line, index) => [
    span((index === 0 ? label : '').padEnd(labelWidth), 'faint'),
    span(line),
  ]);
}

function millis(micros: number | undefined): string {
  return micros === undefined ? '–' : formatMillis(micros);
}

function signedMillis(micros: number): string {
  return signed(micros / microsPerMilli);
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
