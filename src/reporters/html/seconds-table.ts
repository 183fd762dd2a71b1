import { formatCount, formatMillis, formatShare } from '../../units.ts';
import { dataTable } from './data-table.ts';
import type { Content, Markup } from './markup.ts';
import type { Extent, QuantileExtents, RunSeries, Stretch } from './series.ts';

/** The id of the table that all plots over time share. */
export const secondsTableId = 'seconds-table';

/** The columns of the table by what they say, for the plots that show the same. */
export const secondsColumns = {
  hit: [3, 4, 5],
  miss: [7, 8, 9],
  hitRate: [11, 12],
  perSecond: [13],
  inFlight: [14],
  failed: [15],
} as const;

const titles = [
  'Second',
  'Run',
  'Hits',
  'Hit p50, ms',
  'Hit p95, ms',
  'Hit p99, ms',
  'Misses',
  'Miss p50, ms',
  'Miss p95, ms',
  'Miss p99, ms',
  'Unknown',
  'Hit rate',
  'Hit rate so far',
  'Requests per second',
  'Users in flight',
  'Failed',
  'Dropped',
];

/** A row for each place on the time axis of each run; '–' where a second had no sample, 'least–greatest' where a row is several seconds. */
export function secondsTable(series: readonly RunSeries[]): Markup {
  const width = series[0]?.width ?? 1;
  const caption =
    width === 1
      ? 'Second by second, by when a request ended'
      : `In stretches of ${width} seconds, by when a request ended: the least and the greatest second of each`;
  const rows = series.flatMap(({ run, stretches }) => stretches.map((stretch) => rowOf(run, stretch)));
  return dataTable({ id: secondsTableId, caption, titles, rows, numbers: true });
}

function rowOf(run: number, stretch: Stretch): Content[] {
  const { fromSecond, seconds, counts, hit, miss, failed, dropped } = stretch;
  return [
    seconds === 1 ? fromSecond : `${fromSecond}–${fromSecond + seconds - 1}`,
    run,
    formatCount(counts[0]),
    ...quantileCells(hit),
    formatCount(counts[1]),
    ...quantileCells(miss),
    formatCount(counts[2]),
    cell(stretch.hitRate, formatShare),
    stretch.hitRateSoFar === undefined ? '–' : formatShare(stretch.hitRateSoFar),
    cell(stretch.perSecond, formatCount),
    cell(stretch.inFlight, formatCount),
    formatCount(failed),
    formatCount(dropped),
  ];
}

function quantileCells(extents: QuantileExtents | undefined): string[] {
  return ([0, 1, 2] as const).map((place) => cell(extents?.[place], formatMillis));
}

function cell(extent: Extent | undefined, format: (value: number) => string): string {
  if (extent === undefined) return '–';
  const [least, greatest] = extent.map(format);
  return least === greatest ? (least ?? '–') : `${least}–${greatest}`;
}
