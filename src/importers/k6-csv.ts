import { histogramRangeMicros } from '../recorder/bucket-counts.ts';
import { createHistogram, type Histogram } from '../recorder/histogram.ts';
import { cacheClasses } from '../recorder/sample.ts';
import { microsPerMilli } from '../units.ts';
import { csvRows, type CsvRow } from './csv-rows.ts';
import { classOf } from './class-name.ts';
import { ImportProblems, quote } from './import-problems.ts';
import type { ImportedClass, ImportedEntry } from './imported-baseline.ts';
import type { ImportedContent, Importer, ImportRequest } from './importer.ts';
import { defaultMetric, defaultTag } from './k6-metric.ts';
import { fileText, textOf } from './source-text.ts';

const title = 'k6’s samples (--out csv=FILE)';
const firstColumns = 'metric_name,timestamp,metric_value';
/** An hour in milliseconds; no row counts as many requests either. */
const mostValue = 3_600_000;

/** k6's CSV has every sample: a histogram of all, and one for each class that a tag names. Requests that k6 marks as failed are left out. */
export const k6Csv: Importer = {
  format: 'k6-csv',
  title,
  uses: ['metric', 'tag'],
  recognise: (source) =>
    textOf(source)
      .replace(/^\uFEFF/u, '')
      .startsWith(firstColumns)
      ? 'surely'
      : 'no',
  read: (source, request) => {
    const problems = new ImportProblems(source.path);
    const tally = readRows(fileText(source, title), request, problems);
    problems.throwIfAny();
    return contentOf(tally, request);
  },
};

type Columns = {
  readonly width: number;
  readonly metric: number;
  readonly time: number;
  readonly value: number;
  readonly tag: number;
  readonly expected: number;
  readonly extra: number;
};

/** What the rows came to. */
type Tally = {
  readonly histograms: Map<ImportedClass, Histogram>;
  readonly metrics: Set<string>;
  /** Other metrics that carry the tag of the class. */
  readonly tagged: Set<string>;
  start: string | undefined;
  requests: number;
  failures: number;
  leftOut: number;
  /** Whether the file says which requests failed. */
  marksFailures: boolean;
  untagged: number;
};

function readRows(
  text: string,
  { metric = defaultMetric, tag = defaultTag }: ImportRequest,
  problems: ImportProblems,
): Tally {
  const tally: Tally = {
    histograms: new Map([['all', createHistogram()]]),
    metrics: new Set(),
    tagged: new Set(),
    start: undefined,
    requests: 0,
    failures: 0,
    leftOut: 0,
    marksFailures: false,
    untagged: 0,
  };
  let columns: Columns | undefined;
  let last = 1;
  for (const row of csvRows(text)) {
    last = row.line;
    if (columns === undefined) {
      columns = readHeader(row, tag, problems);
      if (columns === undefined) return tally;
      tally.marksFailures = columns.expected !== -1;
    } else readRow(row, { columns, metric, tag, tally, problems });
  }
  if (problems.isEmpty && (tally.histograms.get('all')?.count ?? 0) === 0)
    noteNothing(tally, { metric, line: last }, problems);
  if (problems.isEmpty && !text.endsWith('\n'))
    problems.add(
      { line: last },
      'The last row has no line end: the file is cut off',
      'let k6 run to its end, and copy the whole file',
    );
  return tally;
}

function readHeader({ cells, line }: CsvRow, tag: string, problems: ImportProblems): Columns | undefined {
  if (cells.slice(0, 3).join(',') !== firstColumns) {
    problems.add(
      { line },
      `Expected the header "${firstColumns},…", got ${quote(cells.join(','))}`,
      'give the file that k6 run --out csv=FILE wrote, with its header',
    );
    return undefined;
  }
  return {
    width: cells.length,
    metric: 0,
    time: 1,
    value: 2,
    tag: cells.indexOf(tag),
    expected: cells.indexOf('expected_response'),
    extra: cells.indexOf('extra_tags'),
  };
}

type Reading = {
  readonly columns: Columns;
  readonly metric: string;
  readonly tag: string;
  readonly tally: Tally;
  readonly problems: ImportProblems;
};

function readRow({ cells, line, closed }: CsvRow, { columns, metric, tag, tally, problems }: Reading): void {
  if (!closed || cells.length !== columns.width) {
    problems.add(
      { line },
      `Expected ${columns.width} columns, got ${cells.length}${closed ? '' : ' and an open quotation mark'}`,
      'let k6 run to its end, and copy the whole file',
    );
    return;
  }
  const name = cells[columns.metric] ?? '';
  const value = readValue(cells[columns.value] ?? '');
  tally.metrics.add(name);
  const tagged = cells[columns.tag] ?? tagIn(cells[columns.extra] ?? '', tag);
  if (tagged !== undefined && tagged !== '') tally.tagged.add(name);
  if (name === 'http_reqs' || name === 'http_req_failed') {
    if (value === undefined || value > mostValue) noteValue(line, name, cells[columns.value] ?? '', problems);
    else if (name === 'http_reqs') tally.requests += value;
    else tally.failures += value;
  }
  if (name !== metric) return;
  if (value === undefined || value * microsPerMilli >= histogramRangeMicros) {
    noteValue(line, name, cells[columns.value] ?? '', problems);
    return;
  }
  tally.start ??= cells[columns.time];
  if (cells[columns.expected] === 'false') {
    tally.leftOut += 1;
    return;
  }
  record(tally, tagged, value * microsPerMilli);
}

function record(tally: Tally, tagged: string | undefined, micros: number): void {
  tally.histograms.get('all')?.record(micros);
  const cacheClass = tagged === undefined ? undefined : classOf(tagged);
  if (cacheClass === undefined) {
    tally.untagged += 1;
    return;
  }
  const own = tally.histograms.get(cacheClass) ?? createHistogram();
  tally.histograms.set(cacheClass, own);
  own.record(micros);
}

function readValue(text: string): number | undefined {
  return /^\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(text) ? Number(text) : undefined;
}

function noteValue(line: number, name: string, got: string, problems: ImportProblems): void {
  problems.add(
    { line },
    `Expected ${name} to be a number from 0 to 3 600 000, got ${quote(got)}`,
    'give the file as k6 wrote it',
  );
}

/** The value of a tag in k6's 'k=v&k=v'; undefined when it is not there. */
function tagIn(extra: string, tag: string): string | undefined {
  return extra
    .split('&')
    .find((pair) => pair.startsWith(`${tag}=`))
    ?.slice(tag.length + 1);
}

function noteNothing(
  { metrics, leftOut }: Tally,
  { metric, line }: { readonly metric: string; readonly line: number },
  problems: ImportProblems,
): void {
  if (leftOut > 0) {
    problems.add(
      { line },
      `Every request failed: none of ${leftOut} rows of ${metric} has an expected response`,
      'mend the requests, and measure again',
    );
    return;
  }
  const known = [...metrics].join(', ');
  problems.add(
    { line },
    `Expected rows of the metric ${metric}, found none`,
    known === '' ? 'run k6 until it has made a request' : `choose one with --metric: ${known}`,
  );
}

function contentOf(
  tally: Tally,
  { metric = defaultMetric, tag = defaultTag, formatTime }: ImportRequest,
): ImportedContent {
  const order: readonly ImportedClass[] = [...cacheClasses, 'all'];
  const entries = order.flatMap((cacheClass): ImportedEntry[] => {
    const histogram = tally.histograms.get(cacheClass);
    if (histogram === undefined || histogram.count === 0) return [];
    return [
      {
        name: cacheClass,
        cacheClass,
        latency: 'service',
        figure: { kind: 'histogram', count: histogram.count, encoded: histogram.encode() },
      },
    ];
  });
  const takenAt = readStart(tally.start, formatTime);
  return {
    tool: 'k6',
    ...(takenAt === undefined ? {} : { takenAt }),
    traffic: {
      ...(tally.metrics.has('http_reqs') ? { requests: tally.requests } : {}),
      ...(tally.metrics.has('http_req_failed') ? { failures: tally.failures } : {}),
    },
    entries,
    notes: notesOf(tally, metric, tag),
  };
}

function notesOf(
  { marksFailures, leftOut, untagged, tagged, histograms }: Tally,
  metric: string,
  tag: string,
): string[] {
  const others = [...tagged].filter((name) => name !== metric);
  const classless = histograms.size === 1;
  return [
    ...(metric === defaultMetric
      ? ['http_req_duration is sending, waiting and receiving: it leaves out the time to connect']
      : []),
    ...(marksFailures ? [] : ['the file has no column expected_response: failed requests are in the latencies too']),
    ...(leftOut > 0 ? [`${leftOut} requests that k6 marks as failed are left out`] : []),
    ...(classless && others.length > 0
      ? [`${metric} has no tag ${tag}, but ${others.join(', ')} has: import that with --metric for the classes`]
      : []),
    ...(!classless && untagged > 0 ? [`${untagged} rows name no class by the tag ${tag}, and are in "all" only`] : []),
  ];
}

/** k6 writes seconds, milli-, micro- or nanoseconds since 1970, or RFC 3339. */
function readStart(text: string | undefined, formatTime: (wallMillis: number) => string): string | undefined {
  if (text === undefined) return undefined;
  if (/^\d{4}-\d\d-\d\dT/u.test(text)) return text;
  if (!/^\d{9,19}$/u.test(text)) return undefined;
  const perMilli = 10 ** (text.length - 13);
  return formatTime(Math.round(Number(text) / perMilli));
}
