import type { Histogram } from '../../recorder/histogram.ts';
import { supportedQuantile } from '../../report/percentiles.ts';
import { formatMillis, microsPerMilli } from '../../units.ts';
import { dataTable, folded } from './data-table.ts';
import { figure, type LegendLine } from './figure.ts';
import { marginLabels } from './margin-labels.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { decimal, linePath, type Point } from './path.ts';
import { paper, plotFrame } from './plot-frame.ts';
import { ninesScale, percentileLabel, valueScale, type Scale } from './scale.ts';

/** A distribution: its line, which several may share in the legend, and its column in the table of values. */
export type Curve = LegendLine & {
  readonly column: string;
  readonly histogram: Histogram;
  /** A word at the end of its line. */
  readonly endLabel?: string;
};

/** A limit on a quantile: the curve of its class has to pass below (or above) this corner. */
export type QuantileLimit = LegendLine & {
  readonly share: number;
  readonly limitMillis: number;
  readonly text: string;
};

/** Distributions over a log-nines axis. */
export type PercentilePlot = {
  readonly id: string;
  readonly title: string;
  readonly note?: Content;
  readonly description: string;
  readonly curves: readonly Curve[];
  readonly limits: readonly QuantileLimit[];
  readonly unit: string;
};

/** The share above, in each power of ten: percentiles that people name, evenly enough spread over a log-nines axis. */
const shareAbove = [1, 0.8, 0.63, 0.5, 0.4, 0.32, 0.25, 0.2, 0.16, 0.125];
const decades = [0, 1, 2, 3, 4, 5, 6];
const shares = decades
  .flatMap((decade) => shareAbove.map((above) => above * 10 ** -decade))
  .map((above) => Number((1 - above).toPrecision(12)));

/** What is drawn: the quantiles that any curve supports, and each curve's milliseconds at them. */
type Drawn = {
  readonly shown: readonly number[];
  readonly columns: readonly (readonly (number | undefined)[])[];
  readonly x: Scale;
  readonly y: Scale;
};

/** Percentile curves with all their values in a table. A curve ends where no sample lies beyond the quantile; its maximum stands in the table. */
export function percentilePlot(plot: PercentilePlot): Markup {
  const { id, title, note, description, curves, limits, unit } = plot;
  const drawn = placeCurves(plot);
  const { shown, x, y } = drawn;
  const frame = plotFrame({
    id: `${id}-plot`,
    title,
    description,
    xTicks: x.ticks,
    yTicks: y.ticks,
    xName: 'percentile',
    yName: unit,
    body: [limits.filter(({ share }) => share < 1).map((limit) => drawLimit(limit, drawn)), drawCurves(curves, drawn)],
    readOut: {
      tableId: `${id}-table`,
      places: shown.map((share) => x.at(share)),
      columns: curves.map((_, index) => index + 1),
    },
  });
  return figure({
    id,
    title,
    ...(note === undefined ? {} : { note }),
    legend: [...curves, ...limits],
    plot: frame,
    values: folded('Values of this plot', valuesTable(plot, drawn)),
  });
}

function placeCurves({ curves, limits }: PercentilePlot): Drawn {
  const supported = curves.map(({ histogram }) => shares.map((share) => millisAt(histogram, share)));
  const kept = shares.map((_, row) => supported.some((column) => column[row] !== undefined));
  const shown = shares.filter((_, row) => kept[row]);
  const columns = supported.map((column) => column.filter((_, row) => kept[row]));
  const last = Math.max(0.9, shown.at(-1) ?? 0, ...limits.map(({ share }) => (share < 1 ? share : 0)));
  const values = [
    ...columns.flat().filter((value) => value !== undefined),
    ...limits.map(({ limitMillis }) => limitMillis),
  ];
  return {
    shown,
    columns,
    x: ninesScale(last, [paper.left, paper.right]),
    y: valueScale(values, { range: [paper.bottom, paper.top], start: 'log' }),
  };
}

/** The curves, and at their ends their words. */
function drawCurves(curves: readonly Curve[], drawn: Drawn): Markup {
  const lines = curves.map(({ style, endLabel }, index) => ({ style, endLabel, points: pointsOf(index, drawn) }));
  const labels = lines.flatMap(({ style, endLabel, points }) => {
    const end = points.findLast((point) => point !== undefined);
    return end === undefined || endLabel === undefined ? [] : [{ x: end[0], y: end[1], text: endLabel, style }];
  });
  return markup`${lines.map(({ style, points }) => markup`<path class="line ${style}" d="${linePath(points)}"/>`)}${marginLabels(labels)}`;
}

function pointsOf(index: number, { shown, columns, x, y }: Drawn): (Point | undefined)[] {
  return (columns[index] ?? []).map((millis, row): Point | undefined => {
    const share = shown[row];
    return millis === undefined || share === undefined ? undefined : [x.at(share), y.at(millis)];
  });
}

/** A corner from the left edge to the quantile and down to the axis. */
function drawLimit({ style, share, limitMillis, text }: QuantileLimit, { x, y }: Drawn): Markup {
  const [right, top] = [decimal(x.at(share)), decimal(y.at(limitMillis))];
  return markup`<path class="line ${style}" d="M${paper.left} ${top}H${right}V${paper.bottom}"/><text class="on-plot ${style}" x="${right}" y="${decimal(top - 4)}" text-anchor="end">${text}</text>`;
}

function valuesTable({ id, title, curves }: PercentilePlot, { shown, columns }: Drawn): Markup {
  return dataTable({
    id: `${id}-table`,
    caption: `${title}, in milliseconds`,
    titles: ['Percentile', ...curves.map(({ column }) => column)],
    rows: [
      ...shown.map((share, row) => [percentileLabel(share)].concat(columns.map((column) => cell(column[row])))),
      ['max', ...curves.map(({ histogram: { max } }) => cell(max === undefined ? undefined : max / microsPerMilli))],
    ],
    numbers: true,
  });
}

function millisAt(histogram: Histogram, share: number): number | undefined {
  const micros = supportedQuantile(histogram, share);
  return micros === undefined ? undefined : micros / microsPerMilli;
}

function cell(millis: number | undefined): string {
  return millis === undefined ? '–' : formatMillis(millis * microsPerMilli);
}
