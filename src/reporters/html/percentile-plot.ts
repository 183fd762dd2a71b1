import type { Histogram } from '../../recorder/histogram.ts';
import { supportedQuantile } from '../../report/percentiles.ts';
import { formatMillis, microsPerMilli } from '../../units.ts';
import { dataTable, folded } from './data-table.ts';
import { figure, type LegendLine } from './figure.ts';
import { markup, type Content, type Markup } from './markup.ts';
import { decimal, linePath, type Point } from './path.ts';
import { paper, plotFrame } from './plot-frame.ts';
import { ninesScale, percentileLabel, valueScale, type Scale } from './scale.ts';

/** A distribution: its line, and the column of the table of values. */
export type Curve = LegendLine & { readonly histogram: Histogram };

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

/** Percentile curves with all their values in a table. A curve ends where no sample lies beyond the quantile; its maximum stands in the table. */
export function percentilePlot(plot: PercentilePlot): Markup {
  const { id, title, note, curves, limits } = plot;
  const shown = shares.filter((share) =>
    curves.some(({ histogram }) => supportedQuantile(histogram, share) !== undefined),
  );
  const last = Math.max(0.9, shown.at(-1) ?? 0, ...limits.map(({ share }) => (share < 1 ? share : 0)));
  const x = ninesScale(last, [paper.left, paper.right]);
  const columns = curves.map(({ histogram }) => shown.map((share) => millisAt(histogram, share)));
  const y = valueScale(
    [...columns.flat().filter((value) => value !== undefined), ...limits.map(({ limitMillis }) => limitMillis)],
    {
      range: [paper.bottom, paper.top],
      start: 'log',
    },
  );
  const tableId = `${id}-table`;
  const frame = plotFrame({
    id: `${id}-plot`,
    title,
    description: plot.description,
    xTicks: x.ticks,
    yTicks: y.ticks,
    xName: 'percentile',
    yName: plot.unit,
    body: [
      limits.filter(({ share }) => share < 1).map((limit, index) => drawLimit(limit, { x, y, index })),
      curves.map(({ style }, index) => drawCurve(style, columns[index] ?? [], { x, y, shown })),
    ],
    readOut: { tableId, places: shown.map((share) => x.at(share)), columns: curves.map((_, index) => index + 1) },
  });
  const table = dataTable({
    id: tableId,
    caption: `${title}, in milliseconds`,
    titles: ['Percentile', ...curves.map(({ name }) => name)],
    rows: [
      ...shown.map((share, row) => [percentileLabel(share)].concat(columns.map((column) => cell(column[row])))),
      ['max', ...curves.map(({ histogram: { max } }) => cell(max === undefined ? undefined : max / microsPerMilli))],
    ],
    numbers: true,
  });
  return figure({
    id,
    title,
    ...(note === undefined ? {} : { note }),
    legend: [...curves, ...limits],
    plot: frame,
    values: folded('Values of this plot', table),
  });
}

type Scales = { readonly x: Scale; readonly y: Scale };

function drawCurve(
  style: string,
  column: readonly (number | undefined)[],
  { x, y, shown }: Scales & { readonly shown: readonly number[] },
): Markup {
  const points = column.map((millis, index): Point | undefined => {
    const share = shown[index];
    return millis === undefined || share === undefined ? undefined : [x.at(share), y.at(millis)];
  });
  return markup`<path class="line ${style}" d="${linePath(points)}"/>`;
}

/** A corner from the left edge to the quantile and down to the axis. */
function drawLimit(
  { style, share, limitMillis, text }: QuantileLimit,
  { x, y }: Scales & { readonly index: number },
): Markup {
  const [right, top] = [decimal(x.at(share)), decimal(y.at(limitMillis))];
  return markup`<path class="line ${style}" d="M${paper.left} ${top}H${right}V${paper.bottom}"/><text class="on-plot ${style}" x="${paper.left + 6}" y="${decimal(top > paper.top + 14 ? top - 4 : top + 13)}">${text}</text>`;
}

function millisAt(histogram: Histogram, share: number): number | undefined {
  const micros = supportedQuantile(histogram, share);
  return micros === undefined ? undefined : micros / microsPerMilli;
}

function cell(millis: number | undefined): string {
  return millis === undefined ? '–' : formatMillis(millis * microsPerMilli);
}
