import { createHistogram, quantileRank, type Histogram } from '../recorder/histogram.ts';
import { ImportProblems, quote } from './import-problems.ts';
import type { HistogramFigure } from './imported-baseline.ts';
import type { Importer, ImportRequest } from './importer.ts';
import { fileText, lastLine, linesOf, textOf, type TextLine } from './source-text.ts';
import { microsOfUnit, scale } from './time-values.ts';

const title = 'an HDR percentile distribution (.hgrm)';
const header = /^\s*Value\s+Percentile\s+TotalCount\s+1\/\(1-Percentile\)\s*$/u;
const rowPattern = /^\s*(\S+)\s+(\S+)\s+(\S+)(?:\s+(\S+))?\s*$/u;
const footerCount = /Total count\s*=\s*(\d+)\s*\]/u;

/**
 * HDR's percentile distribution. Each row says exactly how many samples are at most its value; where in between the others lie is
 * unknown, so the histogram is kept twice: each sample at its highest and at its lowest possible value. Its unit is milliseconds, as
 * HDR's plotters take it, unless told.
 */
export const hgrm: Importer = {
  format: 'hgrm',
  title,
  uses: ['unit'],
  recognise: (source) => {
    const first = linesOf(textOf(source)).find(({ text }) => text.trim() !== '');
    if (first === undefined) return 'no';
    return header.test(first.text) || first.text.startsWith('#[No sample was recorded]') ? 'surely' : 'no';
  },
  read: (source, request) => {
    const problems = new ImportProblems(source.path);
    const lines = linesOf(fileText(source, title));
    const rows = readRows(lines, request, problems);
    problems.throwIfAny();
    return {
      tool: 'HdrHistogram',
      entries: [{ name: 'all', cacheClass: 'all', figure: histogramOf(rows) }],
      notes: [
        'between two rows of the distribution a value is known only to lie between theirs',
        ...(request.unit === undefined
          ? ['the file says no unit: its values were taken as milliseconds (--unit says otherwise)']
          : []),
      ],
    };
  },
};

type Row = {
  readonly line: number;
  readonly micros: number;
  readonly share: number;
  /** By how much the share can be wrong, because it is printed with so many decimals. */
  readonly shareError: number;
  readonly total: number;
};

function readRows(lines: readonly TextLine[], request: ImportRequest, problems: ImportProblems): Row[] {
  const top = lines.findIndex(({ text }) => header.test(text));
  if (top === -1) {
    const empty = lines.find(({ text }) => text.startsWith('#[No sample was recorded]'));
    if (empty === undefined)
      problems.add(
        { line: lines.find(({ text }) => text.trim() !== '')?.line ?? 1 },
        'Expected the header "Value Percentile TotalCount 1/(1-Percentile)", got none',
        'give the whole .hgrm file',
      );
    else
      problems.add(
        { line: empty.line },
        'No sample was recorded: this is no baseline',
        'measure until the class has answers',
      );
    return [];
  }
  const factor = microsOfUnit(request.unit ?? 'ms') ?? 1;
  const body = lines.slice(top + 1).filter(({ text }) => text.trim() !== '');
  const rows = body
    .filter(({ text }) => !text.startsWith('#'))
    .flatMap((line) => readRow(line, factor, problems) ?? []);
  noteDisorder(rows, problems);
  noteEnd(rows, lines, problems);
  return rows;
}

function readRow({ line, text }: TextLine, factor: number, problems: ImportProblems): Row | undefined {
  const [, value = '', percentile = '', count = ''] = rowPattern.exec(text) ?? [];
  const share = Number(percentile);
  if (/^\d+(?:\.\d+)?$/u.test(value) && /^[01](?:\.\d+)?$/u.test(percentile) && share <= 1 && /^[1-9]\d*$/u.test(count))
    return {
      line,
      micros: scale(Number(value), factor),
      share,
      shareError: 0.5 * 10 ** -Math.max(0, percentile.length - 2),
      total: Number(count),
    };
  problems.add(
    { line },
    `Expected a row of value, percentile (0 to 1) and count, got ${quote(text)}`,
    'give the whole .hgrm file, in the text form with spaces',
  );
  return undefined;
}

function noteDisorder(rows: readonly Row[], problems: ImportProblems): void {
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (before === undefined || (row.micros >= before.micros && row.share >= before.share && row.total >= before.total))
      continue;
    problems.add(
      { line: row.line },
      `Expected value, percentile and count not to fall from row to row, but they do after line ${before.line}`,
      'give one distribution, as it was written',
    );
  }
}

/** The last row is 100 % and holds all samples, which the footer counts again. */
function noteEnd(rows: readonly Row[], lines: readonly TextLine[], problems: ImportProblems): void {
  const last = rows.at(-1);
  if (!problems.isEmpty) return;
  const footer = lines.find(({ text }) => footerCount.test(text));
  const total = Number(footerCount.exec(footer?.text ?? '')?.[1]);
  const line = lastLine(lines);
  if (last === undefined)
    problems.add({ line }, 'Expected rows below the header, found none', 'give the whole .hgrm file');
  else if (last.share < 1)
    problems.add(
      { line: last.line },
      `Expected a last row at 1.000000 (100 %), got ${last.share}: the file is cut off`,
      'copy the whole file',
    );
  else if (footer === undefined)
    problems.add(
      { line },
      'Expected the footer with "Total count", found none: the file is cut off',
      'copy the whole file',
    );
  else if (total !== last.total)
    problems.add(
      { line: footer.line },
      `Expected a total count of ${last.total} as in the last row, got ${total}`,
      'give one distribution, as it was written',
    );
  else if (last.total >= 2 ** 32)
    problems.add(
      { line: last.line },
      `Expected fewer than 2^32 samples, got ${last.total}`,
      'give a shorter measurement',
    );
  else if (last.micros === 0)
    problems.add(
      { line: last.line },
      'Every value is 0: this is no latency',
      'give --unit, if the values are in a unit so great that they became 0',
    );
  else if (last.micros > 3_600e6)
    problems.add(
      { line: last.line },
      `Expected values up to an hour, got ${last.micros / 3_600e6} hours`,
      'give the right unit with --unit',
    );
}

/**
 * A row at the share p with the value v and the count c says that the ranks ⌈p·n⌉ to c have the value v. Ranks between two rows lie
 * between their values (the `percentile` column of HDR's output: the share that was asked for, and the count up to the value found).
 */
function histogramOf(rows: readonly Row[]): HistogramFigure {
  const [highest, lowest] = [createHistogram(), createHistogram()];
  const n = rows.at(-1)?.total ?? 0;
  let [done, before] = [0, 0];
  for (const { micros, share, shareError, total } of rows) {
    if (total > done) {
      const rank = quantileRank(share, n) + Math.max(0, Math.ceil(shareError * n - 0.01));
      const known = Math.max(1, Math.min(total - done, total - rank + 1));
      highest.recordTimes(micros, total - done);
      lowest.recordTimes(before, total - done - known);
      lowest.recordTimes(micros, known);
    }
    [done, before] = [total, micros];
  }
  return {
    kind: 'histogram',
    count: n,
    encoded: highest.encode(),
    ...(isSame(highest, lowest) ? {} : { lowest: lowest.encode() }),
  };
}

function isSame(one: Histogram, other: Histogram): boolean {
  return one.encode() === other.encode();
}
