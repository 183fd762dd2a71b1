import type { GateResult } from '../../judge/verdict.ts';
import type { CacheClass } from '../../recorder/sample.ts';
import { classHistogram } from '../../report/class-histogram.ts';
import { percentileNames } from '../../report/percentiles.ts';
import { isOfWholePhase } from '../../scenario/fault-tags.ts';
import type { RunReport } from '../../report/run-report.ts';
import { formatCount, formatMillis } from '../../units.ts';
import { gateDemand, gateSubject, limitWords } from '../gate-plain-words.ts';
import { classFigures, judgedLatency } from '../report-words.ts';
import { dataTable } from './data-table.ts';
import { markup, type Markup } from './markup.ts';
import { section } from './page.ts';
import { percentilePlot, type Curve, type QuantileLimit } from './percentile-plot.ts';

/** Hits beside misses: their figures, and their percentile curves with the limits that the scenario sets. */
export function percentilesSection(report: RunReport): Markup {
  const classes = classFigures(report);
  const latency = judgedLatency(report);
  const rows = [
    ['answers', ...classes.map(({ count }) => formatCount(count))],
    ...percentileNames.map((name) =>
      [name as string].concat(
        classes.map(({ figures }) => {
          const micros = figures[name];
          return micros === undefined ? '–' : formatMillis(micros);
        }),
      ),
    ),
  ];
  const table = dataTable({
    caption: `${latency} in milliseconds; – where too few samples support a figure`,
    titles: ['', ...classes.map(({ cacheClass }) => cacheClass)],
    rows,
    numbers: true,
  });
  return section('latency', 'Hits and misses', markup`<div class="pair">${curves(report)}${table}</div>`);
}

function curves(report: RunReport): Markup {
  const { runs, verdict } = report;
  const classes = classFigures(report).filter(({ count }) => count > 0);
  const latency = judgedLatency(report);
  const shown = classes.map(({ cacheClass }) => cacheClass);
  return percentilePlot({
    id: 'percentiles',
    title: `Percentiles of ${latency}`,
    note: `From p90 on, each step to the right leaves a tenth of the requests that are slower.${runs.length < 2 ? '' : ` Thick: all ${runs.length} runs added up; thin: each run by itself.`}`,
    description: `A curve for ${shown.join(' and ')}, from the fastest request on the left to the slowest on the right, with the limits. The values are in the table below it.`,
    curves: classes.flatMap(({ cacheClass }) => curvesOf(report, cacheClass)),
    limits: verdict.gates.flatMap(limitOf),
    unit: `${latency}, ms`,
  });
}

/** The corner of a gate on a quantile of one class; none for any other gate. */
function limitOf({ threshold }: GateResult): QuantileLimit[] {
  if (!isOfWholePhase(threshold)) return [];
  const { metric, tags, aggregation, limit } = threshold;
  const cacheClass = tags['cache'];
  if (metric !== 'http_req_duration' || aggregation.kind !== 'quantile' || cacheClass === undefined) return [];
  return [
    {
      name: `limit: ${gateSubject(threshold)} ${gateDemand(threshold)}`,
      text: `limit ${limitWords(threshold)}`,
      style: `limit ${cacheClass}`,
      share: aggregation.quantile,
      limitMillis: limit,
    },
  ];
}

function curvesOf({ runs, verdict }: RunReport, cacheClass: CacheClass): Curve[] {
  const latency = verdict.judgedOn;
  const name = runs.length < 2 ? cacheClass : `${cacheClass}, all runs`;
  const all: Curve = {
    name,
    column: name,
    endLabel: cacheClass,
    style: `strong ${cacheClass}`,
    histogram: classHistogram(runs, { cacheClass, latency }),
  };
  if (runs.length < 2) return [all];
  const each = runs.map((run) => ({
    name: `${cacheClass}, each run`,
    column: `${cacheClass}, run ${run.run}`,
    style: `thin ${cacheClass}`,
    histogram: classHistogram([run], { cacheClass, latency }),
  }));
  return [all, ...each];
}
