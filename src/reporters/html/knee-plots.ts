import type { CapacityStep, ClassFigures } from '../../capacity/capacity-step.ts';
import type { CapacityRecord } from '../../report/capacity-record.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { microsPerMilli } from '../../units.ts';
import { kneeWords, unitWords } from '../capacity-words.ts';
import { gateSubject, limitWords } from '../gate-plain-words.ts';
import { figure, type LegendLine } from './figure.ts';
import { stepPoint, stepsByLoad } from './load-points.ts';
import { marginLabels } from './margin-labels.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { decimal, linePath, type Point } from './path.ts';
import { paper, plotFrame } from './plot-frame.ts';
import { valueScale, type Scale } from './scale.ts';

/** The table that holds every value of the plots, a row for each step in the order in which they were made. */
export const stepsTableId = 'steps-table';

/** Columns of that table, from 0, that a plot shows at the pointer. */
const latencyColumns = [1, 3, 4];
const throughputColumns = [1, 6, 7];

type Drawn = { readonly record: CapacityRecord; readonly x: Scale; readonly byLoad: readonly CapacityStep[] };

/** p95 of hits and misses and throughput over the load: where the latency takes off, and where throughput stops growing. */
export function kneePlots(record: CapacityRecord): Markup {
  const { steps } = record;
  const x = valueScale(
    steps.map(({ load }) => load),
    { range: [paper.left, paper.right], start: 'log' },
  );
  const drawn: Drawn = { record, x, byLoad: stepsByLoad(steps) };
  return markup`<div class="plots">${latencyPlot(drawn)}${throughputPlot(drawn)}</div>`;
}

function latencyPlot(drawn: Drawn): Markup {
  const { record, x, byLoad } = drawn;
  const limits = p95Limits(record.gates);
  const values = [
    ...record.steps.flatMap(({ hit, miss }) => [...valuesOf(hit), ...valuesOf(miss)]),
    ...limits.map(({ threshold }) => threshold.limit),
  ];
  const y = valueScale(values, { range: [paper.bottom, paper.top], start: 'log' });
  const classes = [
    { name: 'p95 of hits', style: 'hit', of: (step: CapacityStep): ClassFigures => step.hit },
    { name: 'p95 of misses', style: 'miss', of: (step: CapacityStep): ClassFigures => step.miss },
  ];
  return plot(drawn, {
    id: 'load-latency',
    title: `p95 of ${record.judgedOn} time by load`,
    description: `p95 of hits and of misses in milliseconds for each load that was tried, with 95 % intervals and the limits of the gates. The marks say which loads passed and which failed.`,
    yName: 'ms',
    y,
    columns: latencyColumns,
    legend: [
      ...classes,
      ...limits.map(({ threshold, style }) => ({ name: `limit of ${gateSubject(threshold)}`, style })),
    ],
    body: [
      limits.map(
        ({ threshold, style }) =>
          markup`<path class="line ${style}" d="M${paper.left} ${decimal(y.at(threshold.limit))}H${paper.right}"/>`,
      ),
      classes.map(
        ({ style, of }) =>
          markup`<path class="line ${style}" d="${linePath(byLoad.map((step) => at(x, y, step.load, millisOf(of(step).p95Micros))))}"/>`,
      ),
      byLoad.flatMap((step) => classes.map(({ style, of }) => intervalBar(style, of(step), { x: x.at(step.load), y }))),
      record.steps.flatMap((step) =>
        classes.map(({ of }) => mark(step, at(x, y, step.load, millisOf(of(step).p95Micros)))),
      ),
      marginLabels(
        limits.map(({ threshold, style }) => ({ y: y.at(threshold.limit), text: limitWords(threshold), style })),
      ),
    ],
  });
}

function throughputPlot(drawn: Drawn): Markup {
  const { record, x, byLoad } = drawn;
  const y = valueScale(
    record.steps.flatMap(({ ratePerSecond }) => ratePerSecond ?? []),
    { range: [paper.bottom, paper.top], start: 'zero' },
  );
  const note = kneeWords(record);
  return plot(drawn, {
    id: 'load-throughput',
    title: 'Throughput by load',
    ...(note === undefined ? {} : { note: `Knee ${note}.` }),
    description: 'Requests per second for each load that was tried; the marks say which loads passed and which failed.',
    yName: 'requests/s',
    y,
    columns: throughputColumns,
    legend: [
      { name: 'throughput', style: 'other' },
      ...(record.knee === undefined ? [] : [{ name: 'greatest throughput over mean latency', style: 'predicted' }]),
    ],
    body: [
      kneeLine(record, x),
      markup`<path class="line other" d="${linePath(byLoad.map((step) => at(x, y, step.load, step.ratePerSecond)))}"/>`,
      record.steps.map((step) => mark(step, at(x, y, step.load, step.ratePerSecond))),
    ],
  });
}

type LoadPlot = {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly description: string;
  readonly yName: string;
  readonly y: Scale;
  readonly columns: readonly number[];
  readonly legend: readonly LegendLine[];
  readonly body: Content;
};

function plot(
  { record, x }: Drawn,
  { id, title, note, description, yName, y, columns, legend, body }: LoadPlot,
): Markup {
  return figure({
    id,
    title,
    ...(note === undefined ? {} : { note }),
    legend,
    plot: plotFrame({
      id: `${id}-plot`,
      title,
      description,
      xTicks: x.ticks,
      yTicks: y.ticks,
      xName: unitWords(record.settings.unit),
      yName,
      body,
      readOut: { tableId: stepsTableId, columns, places: record.steps.map(({ load }) => x.at(load)) },
    }),
    values: markup`<a href="#steps">Values of this plot, in the table of steps</a>`,
  });
}

type Limit = { readonly threshold: Threshold; readonly style: string };

/** Upper limits on the p95 of hits and of misses. */
function p95Limits(gates: readonly Threshold[]): Limit[] {
  return gates.flatMap((threshold) => {
    const { metric, aggregation, tags, operator } = threshold;
    const isP95 = aggregation.kind === 'quantile' && aggregation.quantile === 0.95;
    const cacheClass = tags['cache'];
    if (metric !== 'http_req_duration' || !isP95 || !operator.startsWith('<')) return [];
    return cacheClass === 'hit' || cacheClass === 'miss' ? [{ threshold, style: `limit ${cacheClass}` }] : [];
  });
}

function kneeLine({ knee }: CapacityRecord, x: Scale): Content {
  if (knee === undefined) return undefined;
  return markup`<path class="line predicted" d="M${decimal(x.at(knee.load))} ${paper.top}V${paper.bottom}"/>`;
}

function intervalBar(style: string, { lowMicros, highMicros }: ClassFigures, place: { x: number; y: Scale }): Content {
  const [low, high] = [millisOf(lowMicros), millisOf(highMicros)];
  if (low === undefined || high === undefined) return undefined;
  const { x, y } = place;
  return markup`<path class="line thin ${style}" d="M${decimal(x)} ${decimal(y.at(low))}V${decimal(y.at(high))}"/>`;
}

function mark({ outcome }: CapacityStep, point: Point | undefined): Content {
  return point === undefined ? undefined : stepPoint(outcome, point);
}

function at(x: Scale, y: Scale, load: number, value: number | undefined): Point | undefined {
  return value === undefined ? undefined : [x.at(load), y.at(value)];
}

function valuesOf({ p95Micros, lowMicros, highMicros }: ClassFigures): number[] {
  return [p95Micros, lowMicros, highMicros].flatMap((micros) => millisOf(micros) ?? []);
}

function millisOf(micros: number | undefined): number | undefined {
  return micros === undefined ? undefined : micros / microsPerMilli;
}
