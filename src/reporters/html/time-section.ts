import { holdsOutsideFaults } from '../../scenario/fault-tags.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import type { RunReport } from '../../report/run-report.ts';
import { totalsOf } from '../../report/run-totals.ts';
import { formatDuration, formatMillis, formatShare, microsPerMilli, microsPerSecond } from '../../units.ts';
import { gateDemand, gateSubject, limitWords } from '../gate-plain-words.ts';
import { hitRateWords, inFlightWords, judgedLatency, requestWords } from '../report-words.ts';
import { capitalised } from '../visible-text.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import { secondsColumns, secondsTable } from './seconds-table.ts';
import type { RunSeries, Stretch } from './series.ts';
import { stepLabel } from './ticks.ts';
import { foldedSeconds, timePlot, type Level, type TimeLine } from './time-plot.ts';

/** The measured phases over time: latency by class, hit rate, users, requests, failures; and the table of all that is drawn. */
export function timeSection(report: RunReport, series: readonly RunSeries[]): Markup {
  if (series.every(({ stretches }) => stretches.length === 0))
    return section('time', 'Over time', markup`<p>Not a second was recorded.</p>`);
  return section(
    'time',
    'Over time',
    markup`${resolutionNote(series)}${faultNote(series)}<div class="plots">
${latencyPlot(report, series, 'hit')}
${latencyPlot(report, series, 'miss')}
${hitRatePlot(report, series)}
${inFlightPlot(report, series)}
${ratePlot(report, series)}
${failuresPlot(series)}
</div>${foldedSeconds(secondsTable(series))}`,
  );
}

function resolutionNote(series: readonly RunSeries[]): Markup {
  const width = series[0]?.width ?? 1;
  if (width === 1)
    return markup`<p class="note">One point is one second, by when a request ended; a line is broken where a second had no sample.</p>`;
  return markup`<p class="note">One point is ${formatDuration(width * microsPerSecond)}: the least and the greatest second of it are drawn, so that no peak is lost. Every second is in <code>report.json</code>.</p>`;
}

function faultNote(series: readonly RunSeries[]): Markup | undefined {
  const names = [...new Set(series.flatMap(({ faults }) => faults.map(({ name }) => name)))];
  if (names.length === 0) return undefined;
  return markup`<p class="note">Shaded: from when a fault began until it was undone (${names.join(', ')}).</p>`;
}

function latencyPlot(report: RunReport, series: readonly RunSeries[], cacheClass: 'hit' | 'miss'): Markup {
  const line = (name: string, place: 0 | 1 | 2): TimeLine => ({
    name,
    style: `${cacheClass} ${name}`,
    valueAt: (stretch) => inMillis(stretch[cacheClass]?.[place]),
  });
  const plural = cacheClass === 'hit' ? 'hits' : 'misses';
  return timePlot({
    id: `time-${cacheClass}`,
    title: `${capitalised(judgedLatency(report))} of ${plural}`,
    description: `p50, p95 and p99 of ${plural} in each second, with their limit. ${levelSentence(
      series,
      ({ [cacheClass]: quantiles }) => inMillis(quantiles?.[1]),
      (value) => `${formatMillis(value * microsPerMilli)} ms`,
      'p95',
    )}`,
    series,
    lines: [line('p50', 0), line('p95', 1), line('p99', 2)],
    levels: gatesOn(report, 'http_req_duration')
      .filter(({ tags, aggregation }) => tags['cache'] === cacheClass && aggregation.kind === 'quantile')
      .map(limitLevel),
    unit: 'ms',
    start: 'log',
    columns: secondsColumns[cacheClass],
  });
}

function hitRatePlot(report: RunReport, series: readonly RunSeries[]): Markup {
  const { predictions } = report.plan;
  const predicted = predictions.map(({ hitRate }) => hitRate);
  return timePlot({
    id: 'time-hit-rate',
    title: 'Hit rate: measured against predicted',
    note: `${capitalised(hitRateWords(report))}. Seconds that were not whole have no rate of their own.`,
    description: `The hit rate of each second, that of the run so far, and what the planned sequence predicts. ${hitRateWords(report)}.`,
    series,
    lines: [
      { name: 'each second', style: 'thin hit', valueAt: ({ hitRate }) => hitRate },
      { name: 'the run so far', style: 'strong hit', valueAt: ({ hitRateSoFar }) => hitRateSoFar },
    ],
    levels: [
      ...gatesOn(report, 'cache_hit_rate').map(limitLevel),
      { name: 'predicted', text: formatShare, style: 'predicted', valueAt: (run) => predicted[run] },
    ],
    unit: '%',
    start: 'data',
    label: (value, step) => stepLabel(value * 100, step * 100),
    columns: secondsColumns.hitRate,
  });
}

function inFlightPlot(report: RunReport, series: readonly RunSeries[]): Markup {
  const totals = totalsOf(report.runs);
  return timePlot({
    id: 'time-in-flight',
    title: 'Users in flight',
    note: capitalised(`${inFlightWords(totals)}.`),
    description: `Least and greatest number of users with a request under way, in each second: ${inFlightWords(totals)}.`,
    series,
    lines: [
      { name: 'greatest', style: 'strong other', valueAt: ({ inFlight }) => inFlight?.[1] },
      { name: 'least', style: 'thin other', valueAt: ({ inFlight }) => inFlight?.[0] },
    ],
    levels: gatesOn(report, 'vus_in_flight').map(limitLevel),
    unit: 'users',
    start: 'zero',
    columns: secondsColumns.inFlight,
  });
}

function ratePlot(report: RunReport, series: readonly RunSeries[]): Markup {
  const words = requestWords(totalsOf(report.runs));
  return timePlot({
    id: 'time-rate',
    title: 'Requests per second',
    note: `${words}. A last second that was not whole is left out.`,
    description: `Requests that ended in each whole second: ${words}.`,
    series,
    lines: [{ name: 'requests that ended', style: 'strong other', valueAt: ({ perSecond }) => perSecond }],
    levels: gatesOn(report, 'http_reqs')
      .filter(({ aggregation }) => aggregation.kind === 'rate')
      .map(limitLevel),
    unit: 'per second',
    start: 'zero',
    columns: secondsColumns.perSecond,
  });
}

function failuresPlot(series: readonly RunSeries[]): Markup | undefined {
  if (series.every(({ stretches }) => stretches.every(({ failed }) => failed === 0))) return undefined;
  return timePlot({
    id: 'time-failures',
    title: 'Failed requests per second',
    note: 'Requests that the end of a run cut off are among them.',
    description: 'Requests that failed in each second; by kind they are in the section on errors.',
    series,
    lines: [{ name: 'failed', style: 'strong bad', valueAt: ({ failedPerSecond }) => failedPerSecond }],
    levels: [],
    unit: 'per second',
    start: 'zero',
    columns: secondsColumns.failed,
  });
}

function gatesOn({ verdict }: RunReport, metric: Threshold['metric']): Threshold[] {
  return verdict.gates
    .map(({ threshold }) => threshold)
    .filter((threshold) => threshold.metric === metric && holdsOutsideFaults(threshold));
}

function limitLevel(threshold: Threshold): Level {
  const name = `limit: ${gateSubject(threshold)} ${gateDemand(threshold)}`;
  return { name, text: () => limitWords(threshold), style: 'limit', valueAt: () => threshold.limit };
}

function inMillis(extent: readonly [number, number] | undefined): readonly [number, number] | undefined {
  return extent === undefined ? undefined : [extent[0] / microsPerMilli, extent[1] / microsPerMilli];
}

/** 'p95 lies between 14.1 and 15.0 ms.' for a description. */
function levelSentence(
  series: readonly RunSeries[],
  valueAt: (stretch: Stretch) => readonly [number, number] | undefined,
  format: (value: number) => string,
  name: string,
): string {
  const values = series.flatMap(({ stretches }) => stretches.flatMap((stretch) => valueAt(stretch) ?? []));
  if (values.length === 0) return 'There is no sample.';
  return `${name} lies between ${format(Math.min(...values))} and ${format(Math.max(...values))}.`;
}
