import { ImportProblems, quote } from './import-problems.ts';
import type { ImportedEntry, ImportedTraffic } from './imported-baseline.ts';
import type { Importer } from './importer.ts';
import { firstFall, sortedPoints, type NamedPercentile } from './percentile-points.ts';
import { fileText, lastLine, linesOf, publicAddress, textOf, type TextLine } from './source-text.ts';
import { readTime } from './time-values.ts';

const title = 'the output of wrk --latency or wrk2 --latency';
const running = /^Running \S+ test @ (\S+)/u;
const distribution = /^\s*Latency Distribution(?: \(HdrHistogram - (.+)\))?\s*$/u;
const percentileLine = /^\s*(\d+(?:\.\d+)?)%\s+(\S+)\s*$/u;
const threadLatency = /^\s+Latency\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)%/u;
const finished = /^\s*(\d+) requests in (\S+),/u;
const counted = /^\s*(?:\d+ requests in |Non-2xx or 3xx responses: |Socket errors: )|Total count\s+=/u;
const perSecond = /^Requests\/sec:\s+(\S+)\s*$/u;

/**
 * wrk and wrk2. wrk counts from the send. wrk2 counts "Recorded Latency" from when the request was due at its set rate, and
 * "Uncorrected Latency" from the send; both without the first seconds in which it calibrates itself.
 */
export const wrk: Importer = {
  format: 'wrk',
  title,
  uses: [],
  recognise: (source) =>
    linesOf(textOf(source)).some(({ text }) => running.test(text) || distribution.test(text)) ? 'surely' : 'no',
  read: (source) => {
    const problems = new ImportProblems(source.path);
    const lines = linesOf(fileText(source, title));
    const sections = readSections(lines, problems);
    const traffic = readTraffic(lines, problems);
    noteSecondRun(lines, problems);
    noteGreatCounts(lines, problems);
    if (sections.length === 0 && problems.isEmpty) noteNoDistribution(lines, problems);
    problems.throwIfAny();
    const url = firstMatch(lines, running)?.[1];
    const tool = sections.some(({ label }) => label !== undefined) ? 'wrk2' : 'wrk';
    return {
      tool,
      ...(url === undefined ? {} : { target: publicAddress(url) }),
      traffic,
      entries: sections.map((section) => entryOf(section, lines, traffic)),
      notes: [...notesOf(tool, sections), ...failureNote(traffic)],
    };
  },
};

type Section = {
  /** wrk2's name of the latency; absent for wrk. */
  readonly label?: string;
  readonly percentiles: readonly NamedPercentile[];
  readonly maxMicros?: number;
  /** Samples, as wrk2's spectrum says. */
  readonly count?: number;
};

function readSections(lines: readonly TextLine[], problems: ImportProblems): Section[] {
  return lines.flatMap(({ text, line }, index): Section[] => {
    const match = distribution.exec(text);
    if (match === null) return [];
    const rows = rowsBelow(lines, index);
    const readable = rows.flatMap((row) => readRow(row, problems) ?? []);
    const label = match[1];
    if (rows.length === 0)
      problems.add(
        { line },
        'Expected percentiles below "Latency Distribution", found none: the output is cut off',
        'let it run to its end, and keep all of its output',
      );
    noteFall(readable, rows, problems);
    const count = label === undefined ? undefined : spectrumCount(lines.slice(index + 1));
    const max = readable.find(({ percent }) => percent === 100)?.micros;
    return [
      {
        ...(label === undefined ? {} : { label }),
        percentiles: readable.filter(({ percent }) => percent < 100),
        ...(max === undefined ? {} : { maxMicros: max }),
        ...(count === undefined ? {} : { count }),
      },
    ];
  });
}

function rowsBelow(lines: readonly TextLine[], index: number): TextLine[] {
  const rest = lines.slice(index + 1);
  const end = rest.findIndex(
    ({ text }) =>
      text.trim() === '' || /^\s*(?:Detailed|-{9}|Latency|\d+ requests|Non-2xx|Socket|Requests)/u.test(text),
  );
  return end === -1 ? rest : rest.slice(0, end);
}

function readRow({ text, line }: TextLine, problems: ImportProblems): NamedPercentile | undefined {
  const [, percent, time] = percentileLine.exec(text) ?? [];
  const micros = readTime(time ?? '');
  if (percent !== undefined && micros !== undefined && micros > 0 && Number(percent) <= 100)
    return { percent: Number(percent), micros };
  problems.add(
    { line },
    `Expected a percentile with a time over 0 and its unit, as "99% 1.25ms", got ${quote(text)}`,
    'give the output complete: a run without answers has no latency',
  );
  return undefined;
}

function noteFall(found: readonly NamedPercentile[], rows: readonly TextLine[], problems: ImportProblems): void {
  if (found.length !== rows.length) return;
  for (const [index, each] of found.entries()) {
    const before = found[index - 1];
    const line = rows[index]?.line ?? 1;
    if (before !== undefined && each.percent <= before.percent)
      problems.add(
        { line },
        `Expected percentiles in ascending order, got ${each.percent} % after ${before.percent} %`,
        'give the output as it was printed',
      );
  }
  const fall = firstFall(sortedPoints(found));
  if (fall === undefined) return;
  const [before, falling] = fall;
  const line = rows[found.findIndex(({ percent }) => `p${percent}` === falling.name)]?.line ?? 1;
  problems.add(
    { line },
    `Expected percentiles that do not fall, got ${falling.micros} µs at ${falling.name} after ${before.micros} µs at ${before.name}`,
    'give the output as it was printed',
  );
}

/** wrk2's "Total count" of the next spectrum; undefined when there is none before the next distribution. */
function spectrumCount(lines: readonly TextLine[]): number | undefined {
  for (const { text } of lines) {
    if (distribution.test(text)) return undefined;
    const count = /Total count\s+=\s+(\d+)\]/u.exec(text)?.[1];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}

function readTraffic(lines: readonly TextLine[], problems: ImportProblems): ImportedTraffic {
  const done = lines.find(({ text }) => finished.test(text));
  const [, requests, time] = finished.exec(done?.text ?? '') ?? [];
  const durationMicros = readTime(time ?? '');
  if (done === undefined || requests === undefined || durationMicros === undefined) {
    problems.add(
      { line: lastLine(lines) },
      'Expected a line "N requests in TIME", found none: the output is cut off',
      'let it run to its end, and keep all of its output',
    );
    return {};
  }
  if (Number(requests) === 0)
    problems.add(
      { line: done.line },
      'No request was answered: "0 requests" is no baseline',
      'see that the target answers, and measure again',
    );
  const rateLine = lines.find(({ text }) => text.startsWith('Requests/sec:'));
  const rate = Number(perSecond.exec(rateLine?.text ?? '')?.[1]);
  if (!(rate >= 0 && rate < Infinity))
    problems.add(
      { line: rateLine?.line ?? lastLine(lines) },
      `Expected "Requests/sec: N", got ${rateLine === undefined ? 'none: the output is cut off' : quote(rateLine.text)}`,
      'let it run to its end, and keep all of its output',
    );
  else if (!lines.some(({ text }) => text.startsWith('Transfer/sec:')))
    problems.add(
      { line: rateLine?.line ?? lastLine(lines) },
      'Expected a line "Transfer/sec" at the end, found none: the output is cut off',
      'let it run to its end, and keep all of its output',
    );
  return { requests: Number(requests), durationMicros, requestsPerSecond: rate, failures: failuresOf(lines) };
}

/** wrk prints neither line when there was no failure. */
function failuresOf(lines: readonly TextLine[]): number {
  const statuses = Number(firstMatch(lines, /^\s*Non-2xx or 3xx responses: (\d+)/u)?.[1] ?? 0);
  const sockets =
    firstMatch(lines, /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/u)?.slice(1) ?? [];
  return sockets.reduce((sum, each) => sum + Number(each), statuses);
}

function noteSecondRun(lines: readonly TextLine[], problems: ImportProblems): void {
  const second = lines.filter(({ text }) => running.test(text))[1];
  if (second !== undefined)
    problems.add(
      { line: second.line },
      'Expected the output of one run, got a second one',
      'keep each run in a file of its own',
    );
}

/** A count of more digits than a number holds exactly was never counted. */
function noteGreatCounts(lines: readonly TextLine[], problems: ImportProblems): void {
  for (const { line, text } of lines)
    if (counted.test(text) && /\d{16}/u.test(text))
      problems.add(
        { line },
        `Expected counts of at most 15 digits, got ${quote(text)}`,
        'give the output as it was printed',
      );
}

function noteNoDistribution(lines: readonly TextLine[], problems: ImportProblems): void {
  const latency = lines.find(({ text }) => threadLatency.test(text));
  problems.add(
    { line: latency?.line ?? lastLine(lines) },
    'Expected a "Latency Distribution", found none: a mean alone can be compared with nothing',
    'run it with --latency',
  );
}

function entryOf(
  { label, percentiles, maxMicros, count }: Section,
  lines: readonly TextLine[],
  traffic: ImportedTraffic,
): ImportedEntry {
  const corrected = label?.startsWith('Recorded') ?? false;
  const [, mean, , max] = label === undefined || corrected ? (firstMatch(lines, threadLatency) ?? []) : [];
  const meanMicros = readTime(mean ?? '');
  const greatest = maxMicros ?? readTime(max ?? '');
  const samples = label === undefined ? traffic.requests : count;
  return {
    name: 'all',
    cacheClass: 'all',
    latency: corrected ? 'response' : 'service',
    figure: {
      kind: 'percentiles',
      points: sortedPoints(percentiles),
      ...(meanMicros === undefined ? {} : { meanMicros }),
      ...(greatest === undefined ? {} : { maxMicros: greatest }),
      ...(samples === undefined ? {} : { count: samples }),
    },
  };
}

function notesOf(tool: 'wrk' | 'wrk2', sections: readonly Section[]): string[] {
  if (tool === 'wrk')
    return [
      'wrk counts each latency from the send and sends the next request only after an answer: while the target hangs, no slow request is counted (its percentiles are not corrected)',
    ];
  return [
    'wrk2’s Recorded Latency counts from when a request was due at the set rate (corrected); samples of its calibration, the first 10 s, are not in it',
    ...(sections.length > 1 ? ['its Uncorrected Latency counts from the send'] : []),
  ];
}

function failureNote({ failures = 0 }: ImportedTraffic): string[] {
  return failures > 0 ? [`${failures} requests failed; the failed answers are in its percentiles too`] : [];
}

function firstMatch(lines: readonly TextLine[], pattern: RegExp): RegExpExecArray | null {
  for (const { text } of lines) {
    const match = pattern.exec(text);
    if (match !== null) return match;
  }
  return null;
}
