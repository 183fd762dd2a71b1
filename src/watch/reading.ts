import { figureWords } from '../rules/figure-names.ts';
import type { FigureRecord } from '../report/watch-record.ts';
import { figureKey, type WatchedFigure } from '../scenario/watched-figure.ts';
import { formatMillis, formatShare, microsPerMilli } from '../units.ts';
import type { WindowDetails } from './window-details.ts';

/**
 * A figure at a look: its value (milliseconds, or a share of 1, as triggers have their limits) and of how many requests, where that is
 * known; or the reason why it has none.
 */
export type Reading = { readonly figure: WatchedFigure } & (
  | { readonly value: number; readonly n?: number; readonly noData?: undefined }
  | {
      readonly noData: string;
      /** True when it cannot have a value yet: while the cache is filled, and before the first request. */
      readonly isEarly?: true;
      readonly value?: undefined;
    }
);

/** What was seen at one time. */
export type Look = {
  /** When it was due, on the watch's clock. */
  readonly atMicros: number;
  /** For people. */
  readonly wallMillis: number;
  readonly readings: readonly Reading[];
  /** What a watch by its own load saw besides; absent where another's figures are read. */
  readonly details?: WindowDetails;
  /** Why nothing that was seen can be relied on: the watch itself is at fault. Then no reading has a value. */
  readonly fault?: string;
};

/** The reading of a figure; one without data when nobody read it. */
export function readingOf({ readings }: Pick<Look, 'readings'>, figure: WatchedFigure): Reading {
  const key = figureKey(figure);
  return readings.find((each) => figureKey(each.figure) === key) ?? { figure, noData: 'it was not read' };
}

/** A reading as reports keep it. */
export function figureRecord(reading: Reading): FigureRecord {
  const { figure } = reading;
  const name = { key: figureKey(figure), words: figureWords(figure) };
  if (reading.value === undefined) return { ...name, text: `no data: ${reading.noData}` };
  const { value, n } = reading;
  return { ...name, text: valueWords(figure, value), value, ...(n === undefined ? {} : { n }) };
}

/** A value for a person: '90.12 %', '14.20 ms', 'reachable'. */
function valueWords(figure: WatchedFigure, value: number): string {
  switch (figure.kind) {
    case 'hit rate':
    case 'error rate':
      return formatShare(value);
    case 'up':
      return value < 1 ? 'not reachable' : 'reachable';
    case 'mean':
    case 'quantile':
      return `${formatMillis(value * microsPerMilli)} ms`;
  }
}
