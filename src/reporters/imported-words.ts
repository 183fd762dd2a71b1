import type { ImportedEntry, ImportedFigure } from '../importers/imported-baseline.ts';
import type { ComparedValue, ImportedGroup, ImportedRow } from '../report/imported-comparison.ts';
import { formatCount, formatMillis, formatShare } from '../units.ts';

/** A time with the unit that suits it, for benchmarks of nanoseconds too: '205 ns', '23.6 µs', '21.67 ms'. */
export function timeWords(micros: number): string {
  if (micros === 0) return '0 ms';
  if (micros < 1) return `${Number((micros * 1_000).toPrecision(4))} ns`;
  return micros < 100 ? `${Number(micros.toPrecision(4))} µs` : `${formatMillis(micros)} ms`;
}

/** A value on one side: '12.3 ms', or '12.1 to 12.3 ms' where the source tells no finer. */
export function importedValue({ unit }: Pick<ImportedRow, 'unit'>, { value, from }: ComparedValue): string {
  switch (unit) {
    case 'micros':
      return from === undefined ? timeWords(value) : `${timeWords(from)} to ${timeWords(value)}`;
    case 'count':
      return formatCount(value);
    case 'per second':
      return `${value >= 100 ? formatCount(value) : value.toFixed(1)}/s`;
    case 'share':
      return formatShare(value);
  }
}

/** '+4.2 %', shares in points; '' for counts, whose change means nothing, and where there is none. */
export function importedChange({ unit, before, after, changePercent }: ImportedRow): string {
  if (unit === 'count') return '';
  if (unit === 'share') return `${signed((after.value - before.value) * 100, 2)} points`;
  return changePercent === undefined ? '' : `${signed(changePercent, 1)} %`;
}

/** '[−3.1, +7.4] %', or '' where no interval can be had. */
export function importedInterval({ changeInterval }: ImportedRow): string {
  return changeInterval === undefined ? '' : `[${signed(changeInterval.low, 1)}, ${signed(changeInterval.high, 1)}] %`;
}

/** The title of a group: 'hit, service time', or the id of a benchmark. */
export function groupTitle({ name, cacheClass, latency }: ImportedGroup): string {
  const what = cacheClass === undefined || cacheClass === name ? name : `${name}, class ${cacheClass}`;
  return latency === undefined ? what : `${what}, ${latency} time`;
}

/** What an entry is, for the list of a baseline: 'hit, service time', or the id of a benchmark with its class. */
export function entryTitle({ name, cacheClass, latency }: ImportedEntry): string {
  return groupTitle({
    name,
    figures: [],
    ...(cacheClass === undefined ? {} : { cacheClass }),
    ...(latency === undefined ? {} : { latency }),
  });
}

/** What kind of figure an entry has, in a word or two. */
export function figureKind(figure: ImportedFigure): string {
  switch (figure.kind) {
    case 'mean':
      return figure.statistic;
    case 'percentiles':
      return 'percentiles';
    case 'histogram':
      return 'histogram';
  }
}

function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}
