import { HitgateError } from '../errors.ts';
import { createHistogram, decodeHistogram, sumOfHistograms, type Histogram } from '../recorder/histogram.ts';
import { classOf } from './class-name.ts';
import { ImportProblems, quote } from './import-problems.ts';
import type { ImportedEntry } from './imported-baseline.ts';
import type { ImportedContent, Importer, ImportRequest } from './importer.ts';
import { fileText, lastLine, linesOf, textOf, type TextLine } from './source-text.ts';
import { microsOfUnit } from './time-values.ts';

const title = 'an HDR histogram log (.hlog, format 1.2 or 1.3)';
/** What a histogram of hitgate holds. */
const mostSamples = 2 ** 32 - 1;
const hitgateUnit = /^#\[Values are microseconds\b/u;
const startTime = /^#\[StartTime: ([\d.]+) \(seconds since epoch\)/u;
const interval = /^(?:Tag=([^,]*),)?([^,]*),([^,]*),([^,]*),(.*)$/u;

/**
 * An HDR log: all intervals of a tag added up. Tags as hitgate writes them name class and latency; its warm-up is left out. A log says
 * no unit, except that hitgate's does: for others the unit must be given.
 */
export const hlog: Importer = {
  format: 'hlog',
  title,
  uses: ['unit'],
  recognise: (source) => {
    const text = textOf(source);
    return /^#\[Histogram log format version/mu.test(text) ||
      /^"?StartTimestamp"?,/mu.test(text) ||
      /^[^#\n]*,HISTF/mu.test(text)
      ? 'surely'
      : 'no';
  },
  read: (source, request) => {
    const problems = new ImportProblems(source.path);
    const text = fileText(source, title);
    const lines = linesOf(text);
    const microsPerValue = unitOf(lines, request, problems);
    const byTag = readIntervals(lines, microsPerValue ?? 1, problems);
    const measured = measuredIn(byTag);
    if (measured.length === 0 && problems.isEmpty)
      problems.add(
        { line: lastLine(lines) },
        byTag.size === 0
          ? 'Expected intervals with histograms, found none'
          : 'Expected intervals with values of a measured phase, found none: only a warm-up, waiting times or empty ones',
        'let the tool run to its end: an empty log is no baseline',
      );
    if (problems.isEmpty && !text.endsWith('\n'))
      problems.add(
        { line: lines.length },
        'The last interval has no line end: the file is cut off',
        'let the tool run to its end, and copy the whole file',
      );
    problems.throwIfAny();
    return contentOf(lines, { byTag, measured }, request);
  },
};

function unitOf(lines: readonly TextLine[], { unit }: ImportRequest, problems: ImportProblems): number | undefined {
  const says = lines.find(({ text }) => hitgateUnit.test(text));
  if (says !== undefined && unit !== undefined && unit !== 'us')
    problems.add(
      { line: says.line },
      `Expected the unit that was given, ${unit}, but the log says that its values are microseconds`,
      'leave --unit out',
    );
  const known = unit ?? (says === undefined ? undefined : 'us');
  if (known === undefined) {
    problems.add(
      { line: 1 },
      'The log does not say in which unit its values are',
      'give it with --unit ns, us, ms or s (most HDR tools record nanoseconds)',
    );
    return undefined;
  }
  return microsOfUnit(known);
}

function readIntervals(
  lines: readonly TextLine[],
  microsPerValue: number,
  problems: ImportProblems,
): Map<string, Histogram> {
  const byTag = new Map<string, Histogram>();
  for (const { line, text } of lines) {
    if (text.trim() === '' || text.startsWith('#') || /^"?StartTimestamp"?,/u.test(text)) continue;
    const [, tag = '', start = '', length = '', max = '', encoded = ''] = interval.exec(text) ?? [];
    if (![start, length, max].every(isNumber) || !encoded.startsWith('HIST')) {
      problems.add(
        { line },
        `Expected "[Tag=NAME,]start,length,max,histogram", got ${quote(text)}`,
        'copy the whole file: a line of it is damaged or cut off',
      );
      continue;
    }
    const histogram = decode({ line, text: encoded }, microsPerValue, problems);
    if (histogram === undefined) continue;
    const sum = byTag.get(tag) ?? createHistogram();
    byTag.set(tag, sum);
    if (sum.count + histogram.count > mostSamples) {
      problems.add({ line }, `Expected fewer than 2^32 values of ${quote(tag)} in all, got more`, 'give a shorter log');
      break;
    }
    sum.add(histogram);
  }
  return byTag;
}

function isNumber(text: string): boolean {
  return /^\d+(?:\.\d+)?$/u.test(text);
}

function decode({ line, text }: TextLine, microsPerValue: number, problems: ImportProblems): Histogram | undefined {
  try {
    return decodeHistogram(text, microsPerValue);
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    problems.add(
      { line },
      error.message,
      'copy the whole file, or give the right --unit: a histogram of it is damaged, cut off, or over an hour',
    );
    return undefined;
  }
}

type Tag = {
  readonly name: string;
  readonly cacheClass?: NonNullable<ImportedEntry['cacheClass']>;
  readonly latency?: 'service' | 'response';
};

/** What a tag of hitgate says; undefined for its warm-up. */
function readTag(tag: string): Tag | undefined {
  if (tag === '') return { name: 'all', cacheClass: 'all' };
  if (tag.startsWith('warmup.')) return undefined;
  const [, name = '', latency] = /^(hit|miss|unknown)(?:\.(service|response|waiting))?$/u.exec(tag) ?? [];
  const cacheClass = classOf(name);
  if (cacheClass === undefined) return { name: tag };
  if (latency === 'waiting') return undefined;
  return { name: cacheClass, cacheClass, latency: latency === 'response' ? 'response' : 'service' };
}

type Measured = { readonly tag: Tag; readonly histogram: Histogram };

/** What of a log can be compared: the tags of the measured phase that have values. */
function measuredIn(byTag: ReadonlyMap<string, Histogram>): Measured[] {
  return [...byTag].flatMap(([text, histogram]) => {
    const tag = readTag(text);
    return tag === undefined || histogram.count === 0 ? [] : [{ tag, histogram }];
  });
}

type Read = { readonly byTag: ReadonlyMap<string, Histogram>; readonly measured: readonly Measured[] };

function contentOf(
  lines: readonly TextLine[],
  { byTag, measured }: Read,
  { formatTime }: ImportRequest,
): ImportedContent {
  const entries = measured.map(({ tag, histogram }) => entryOf(tag, histogram));
  const sums = (['service', 'response'] as const).flatMap((latency) => {
    const parts = measured.filter(({ tag }) => tag.latency === latency);
    if (parts.length === 0) return [];
    const sum = sumOfHistograms(parts.map(({ histogram }) => histogram));
    return [entryOf({ name: 'all', cacheClass: 'all', latency }, sum)];
  });
  const seconds = Number(lines.map(({ text }) => startTime.exec(text)?.[1]).find((text) => text !== undefined));
  const version = lines
    .map(({ text }) => /^#\[Logged with hitgate (\S+)\]/u.exec(text)?.[1])
    .find((text) => text !== undefined);
  return {
    tool: version === undefined ? 'HdrHistogram' : 'hitgate',
    ...(version === undefined ? {} : { toolVersion: version }),
    ...(seconds > 0 ? { takenAt: formatTime(Math.round(seconds * 1_000)) } : {}),
    entries: [...entries, ...sums],
    notes: [...byTag.keys()].some((tag) => tag.startsWith('warmup.')) ? ['the warm-up of the log is left out'] : [],
  };
}

function entryOf(tag: Tag, histogram: Histogram): ImportedEntry {
  return { ...tag, figure: { kind: 'histogram', count: histogram.count, encoded: histogram.encode() } };
}
