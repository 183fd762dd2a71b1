import { microsPerMilli, microsPerSecond } from '../units.ts';
import { classOf } from './class-name.ts';
import { ImportProblems, quote } from './import-problems.ts';
import type { ImportedEntry, ImportedTraffic } from './imported-baseline.ts';
import type { ImportedContent, Importer, ImportRequest } from './importer.ts';
import { JsonSource } from './json-source.ts';
import { defaultMetric, defaultTag, readMetricName } from './k6-metric.ts';
import { firstFall, sortedPoints, type NamedPercentile } from './percentile-points.ts';
import { scale } from './time-values.ts';
import { fileText, textOf } from './source-text.ts';

const title = 'k6’s summary (--summary-export, or handleSummary’s data as JSON)';

/** Where the values of a metric are. */
type MetricPath = readonly (string | number)[];

/** k6's end-of-test summary in its three shapes. Times are milliseconds; percentiles only as far as summaryTrendStats asked for them. */
export const k6Summary: Importer = {
  format: 'k6-summary',
  title,
  uses: ['metric', 'tag'],
  recognise: (source) => {
    const text = textOf(source);
    return text.trimStart().startsWith('{') &&
      /"metrics"\s*:/u.test(text) &&
      /"http_req|"iteration|"root_group"|"k6_version"|"vus"/u.test(text)
      ? 'surely'
      : 'no';
  },
  read: (source, request) => {
    const problems = new ImportProblems(source.path);
    const json = new JsonSource({ path: source.path, text: fileText(source, title) }, title, problems);
    const metrics = metricPaths(json);
    const content = readMetrics(json, metrics, request);
    problems.throwIfAny();
    return content;
  },
};

/** The metrics by name: `metrics.X` (exported), `metrics.X.values` (handleSummary), or a list below `results` (machine-readable). */
function metricPaths(json: JsonSource): Map<string, MetricPath> {
  const list = json.get(['results', 'metrics']);
  if (Array.isArray(list)) {
    const named = list.map(
      (_, index) =>
        [json.textAt(['results', 'metrics', index, 'name']) ?? '', ['results', 'metrics', index, 'values']] as const,
    );
    for (const [index, [name]] of named.entries())
      if (named.findIndex(([other]) => other === name) < index)
        json.fault(
          ['results', 'metrics', index],
          `Expected each metric once, got ${quote(name)} again`,
          'give the file as k6 wrote it',
        );
    return new Map(named);
  }
  const metrics = json.object(['metrics']);
  if (metrics === undefined)
    json.fault(
      ['metrics'],
      'Expected metrics to be an object, got none',
      'give the file that k6 --summary-export wrote',
    );
  return new Map(
    Object.keys(metrics ?? {}).map((name) => [
      name,
      json.object(['metrics', name, 'values']) === undefined ? ['metrics', name] : ['metrics', name, 'values'],
    ]),
  );
}

function readMetrics(
  json: JsonSource,
  metrics: ReadonlyMap<string, MetricPath>,
  request: ImportRequest,
): ImportedContent {
  const { metric = defaultMetric, tag = defaultTag } = request;
  const notes = ['k6 kept no samples: its percentiles have no interval'];
  const entries: ImportedEntry[] = [];
  const path = metrics.get(metric);
  if (path === undefined) {
    const known = [...metrics.keys()].filter((name) => !name.includes('{')).join(', ');
    json.fault(
      ['metrics'],
      `Expected the metric ${metric}, found none`,
      known === '' ? 'run k6 until it has made a request' : `choose one with --metric: ${known}`,
    );
  }
  for (const [name, at] of metrics) {
    const parts = readMetricName(name);
    if (parts?.metric !== metric || (parts.tag !== undefined && parts.tag !== tag)) continue;
    const cacheClass = parts.value === undefined ? 'all' : classOf(parts.value);
    if (cacheClass === undefined) continue;
    if (isEmpty(json, at)) {
      if (cacheClass === 'all')
        json.fault(
          at,
          `${name} has no sample: k6 writes 0 for a metric of which it recorded nothing`,
          'run k6 until it has answers',
        );
      else notes.push(`${name} has no sample (k6 writes 0 for it) and is left out`);
      continue;
    }
    const figure = readTrend(json, at, name);
    const count = figure.count ?? (name === defaultMetric ? requestsOf(json, metrics) : undefined);
    entries.push({
      name: cacheClass,
      cacheClass,
      latency: 'service',
      figure: count === undefined ? figure : { ...figure, count },
    });
  }
  const traffic = readTraffic(json, metrics);
  if ((traffic.failures ?? 0) > 0) notes.push(`${traffic.failures} failed requests are in its percentiles too`);
  const version = json.textAt(['metadata', 'k6_version']);
  const taken = json.textAt(['metadata', 'generated_at']);
  return {
    tool: 'k6',
    ...(version === undefined ? {} : { toolVersion: version }),
    ...(taken === undefined ? {} : { takenAt: taken }),
    traffic,
    entries,
    notes,
  };
}

function isEmpty(json: JsonSource, at: MetricPath): boolean {
  if (json.get([...at, 'count']) === 0) return true;
  const values = Object.values(json.object(at) ?? {}).filter((value) => typeof value === 'number');
  return values.length > 0 && values.every((value) => value === 0);
}

function readTrend(
  json: JsonSource,
  at: MetricPath,
  name: string,
): Extract<ImportedEntry['figure'], { kind: 'percentiles' }> {
  const millis = (key: string): number | undefined => {
    const value = json.get([...at, key]) === undefined ? undefined : json.positive([...at, key]);
    return value === undefined ? undefined : scale(value, microsPerMilli);
  };
  const found = new Map<number, { readonly key: string; readonly micros: number }>();
  for (const key of Object.keys(json.object(at) ?? {})) {
    const percent =
      key === 'med' ? 50 : Number(/^p\(?(\d+(?:[._]\d+)?)\)?$/u.exec(key)?.[1]?.replace('_', '.') ?? Number.NaN);
    if (!(percent >= 50 && percent < 100)) continue;
    const micros = millis(key);
    if (micros !== undefined && !(found.has(percent) && key === 'med')) found.set(percent, { key, micros });
  }
  const points = sortedPoints([...found].map(([percent, { micros }]): NamedPercentile => ({ percent, micros })));
  const fall = firstFall(points);
  if (fall !== undefined) {
    const [before, falling] = fall;
    const { key } = found.get(Number(falling.name.slice(1))) ?? { key: falling.name };
    json.fault(
      [...at, key],
      `Expected percentiles of ${name} that do not fall, got ${falling.micros / microsPerMilli} ms at ${falling.name} after ${before.micros / microsPerMilli} ms at ${before.name}`,
      'give the file as k6 wrote it',
    );
  }
  if (points.length === 0)
    json.fault(
      at,
      `Expected percentiles of ${name} (med, p(90), p(95)), found none`,
      'name them in summaryTrendStats, and choose a metric of times with --metric',
    );
  const [mean, min, max] = [millis('avg'), json.optionalCount([...at, 'min']), millis('max')];
  const count = json.optionalWhole([...at, 'count']);
  return {
    kind: 'percentiles',
    points,
    ...(mean === undefined ? {} : { meanMicros: mean }),
    ...(min === undefined ? {} : { minMicros: scale(min, microsPerMilli) }),
    ...(max === undefined ? {} : { maxMicros: max }),
    ...(count === undefined ? {} : { count }),
  };
}

/** Each request leaves one http_req_duration, so that http_reqs is its number of samples. */
function requestsOf(json: JsonSource, metrics: ReadonlyMap<string, MetricPath>): number | undefined {
  const at = metrics.get('http_reqs');
  return at === undefined ? undefined : json.optionalWhole([...at, 'count']);
}

function readTraffic(json: JsonSource, metrics: ReadonlyMap<string, MetricPath>): ImportedTraffic {
  const requests = requestsOf(json, metrics);
  const perSecond = json.optionalCount([...(metrics.get('http_reqs') ?? ['http_reqs']), 'rate']);
  const failedAt = metrics.get('http_req_failed');
  // In a rate metric "passes" counts the true values, which here are failed requests.
  const failures =
    failedAt === undefined
      ? undefined
      : (json.optionalCount([...failedAt, 'matches']) ?? json.optionalCount([...failedAt, 'passes']));
  const millis = json.optionalCount(['state', 'testRunDurationMs']);
  const seconds = json.optionalCount(['config', 'duration']);
  const duration = millis === undefined ? seconds : millis / 1_000;
  return {
    ...(requests === undefined ? {} : { requests }),
    ...(failures === undefined ? {} : { failures }),
    ...(duration === undefined ? {} : { durationMicros: scale(duration, microsPerSecond) }),
    ...(perSecond === undefined ? {} : { requestsPerSecond: perSecond }),
  };
}
