import { ImportProblems } from './import-problems.ts';
import type { Importer } from './importer.ts';
import { JsonSource } from './json-source.ts';
import { firstFall, sortedPoints, type NamedPercentile } from './percentile-points.ts';
import { fileText, linesOf, publicAddress, textOf } from './source-text.ts';
import { microsPerMilli, microsPerSecond } from '../units.ts';

const title = 'autocannon’s JSON (autocannon --json)';
/** Lower ones say nothing about a limit. */
const leastPercent = 50;

/** autocannon's result: percentiles in whole milliseconds, counted from the send (`responseTime` of its client). */
export const autocannon: Importer = {
  format: 'autocannon',
  title,
  uses: [],
  recognise: (source) => {
    const text = textOf(source);
    return text.trimStart().startsWith('{') && /"latency"\s*:/u.test(text) && /"p97_5"\s*:|"2xx"\s*:/u.test(text)
      ? 'surely'
      : 'no';
  },
  read: (source) => {
    const text = fileText(source, title);
    const problems = new ImportProblems(source.path);
    noteSecondResult(text, problems);
    const json = new JsonSource({ path: source.path, text }, title, problems);
    if (json.object(['latency']) === undefined)
      json.fault(
        ['latency'],
        'Expected latency to be an object with percentiles, got none',
        'run autocannon with --json, and give its standard output',
      );
    problems.throwIfAny();
    const points = readPoints(json);
    const [count, mean, min, max] = [
      json.positiveWhole(['latency', 'totalCount']),
      json.positive(['latency', 'mean']),
      json.count(['latency', 'min']),
      json.positive(['latency', 'max']),
    ];
    const answers = answersOf(json);
    const [failures, requests, seconds] = [
      failuresOf(json),
      json.positive(['requests', 'total']),
      json.positive(['duration']),
    ];
    problems.throwIfAny();
    const start = json.textAt(['start']);
    const url = json.textAt(['url']);
    return {
      tool: 'autocannon',
      ...(start === undefined ? {} : { takenAt: start }),
      ...(url === undefined ? {} : { target: publicAddress(url) }),
      traffic: {
        ...(requests === undefined ? {} : { requests }),
        failures,
        ...(seconds === undefined ? {} : { durationMicros: seconds * microsPerSecond }),
        ...(requests === undefined || seconds === undefined
          ? {}
          : { requestsPerSecond: Number((requests / seconds).toFixed(3)) }),
      },
      entries: [
        {
          name: 'all',
          cacheClass: 'all',
          ...(count === answers ? { latency: 'service' as const } : {}),
          figure: {
            kind: 'percentiles',
            points,
            stepMicros: microsPerMilli,
            ...(count === undefined ? {} : { count }),
            ...(mean === undefined ? {} : { meanMicros: mean * microsPerMilli }),
            ...(min === undefined ? {} : { minMicros: min * microsPerMilli }),
            ...(max === undefined ? {} : { maxMicros: max * microsPerMilli }),
          },
        },
      ],
      notes: notesOf(count, answers, failures),
    };
  },
};

/** autocannon prints one JSON object a line, and one line for each run. */
function noteSecondResult(text: string, problems: ImportProblems): void {
  const second = linesOf(text).filter((each) => each.text.startsWith('{'))[1];
  if (second !== undefined)
    problems.add(
      { line: second.line },
      'Expected the result of one run, got a second one',
      'keep the line of one run in the file',
    );
  problems.throwIfAny();
}

function readPoints(json: JsonSource): ReturnType<typeof sortedPoints> {
  const names = Object.keys(json.object(['latency']) ?? {});
  const found = names.flatMap((key): NamedPercentile[] => {
    const digits = /^p(\d+(?:_\d+)?)$/u.exec(key)?.[1];
    const percent = Number(digits?.replace('_', '.'));
    if (digits === undefined || percent < leastPercent || percent >= 100) return [];
    if (json.get(['latency', key]) === 0) {
      json.fault(
        ['latency', key],
        `latency.${key} is 0 ms: autocannon counts whole milliseconds, and these answers took less than one`,
        'measure with a tool of a finer clock: wrk, k6 or hitgate',
      );
      return [];
    }
    const millis = json.positive(['latency', key]);
    return millis === undefined ? [] : [{ percent, micros: millis * microsPerMilli }];
  });
  const points = sortedPoints(found);
  const fall = firstFall(points);
  if (fall !== undefined) {
    const [before, falling] = fall;
    json.fault(
      ['latency', `p${falling.name.slice(1).replace('.', '_')}`],
      `Expected percentiles that do not fall, got ${falling.micros / microsPerMilli} ms at ${falling.name} after ${before.micros / microsPerMilli} ms at ${before.name}`,
      'give the file as autocannon wrote it',
    );
  }
  if (points.length === 0 && names.length > 0)
    json.fault(
      ['latency'],
      'Expected percentiles from p50 up in latency, found none',
      'run autocannon with --json, and give its standard output',
    );
  return points;
}

const statusClasses = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

function answersOf(json: JsonSource): number {
  return statusClasses.reduce((sum, key) => sum + (json.count([key]) ?? 0), 0);
}

function failuresOf(json: JsonSource): number {
  const parts = [json.count(['errors']), json.count(['non2xx']), json.count(['mismatches'])];
  return parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
}

function notesOf(count: number | undefined, answers: number, failures: number): string[] {
  return [
    'autocannon counts in whole milliseconds: a difference of 1 ms is no difference',
    ...(count !== undefined && count > answers
      ? [
          `${count} latencies were made of ${answers} answers: autocannon ran at a set rate and corrected its histogram, which adds values that nobody measured; its percentiles are too low where every answer is slow`,
        ]
      : []),
    ...(count === answers && failures > 0
      ? [`${failures} requests failed; the failed answers are in its percentiles too`]
      : []),
    ...(count !== undefined && count < answers
      ? [
          `${answers - count} of ${answers} answers are in no percentile: autocannon left out those with an error status`,
        ]
      : []),
  ];
}
