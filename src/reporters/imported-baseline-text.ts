import type { ImportedBaseline, ImportedEntry, ImportedFigure } from '../importers/imported-baseline.ts';
import { decodeHistogram } from '../recorder/histogram.ts';
import { percentilesOf } from '../report/percentiles.ts';
import { formatCount, formatDuration } from '../units.ts';
import { entryTitle, figureKind, timeWords } from './imported-words.ts';
import { renderLine, span, type Line } from './terminal/styled-text.ts';
import { wrap } from './visible-text.ts';

/** How an imported baseline is shown on a terminal. */
export type ImportedTextOptions = { readonly color: boolean; readonly width: number; readonly ascii?: boolean };

const most = 12;

/** An imported baseline: where it comes from, what each entry says, and what a reader must know. Ends with a line end. */
export function importedBaselineText(name: string, baseline: ImportedBaseline, options: ImportedTextOptions): string {
  const width = Math.min(100, Math.max(60, options.width || 100));
  const paper = { color: options.color, ascii: options.ascii ?? false, width };
  const lines: Line[] = [
    [span('IMPORTED', 'strong'), span(`  ${name}`)],
    ...headLines(baseline, width),
    [],
    ...baseline.entries.flatMap((entry) => entryLines(entry, width)),
    [],
    ...baseline.notes.flatMap((note) => wrap(`note: ${note}`, width, most).map((line): Line => [span(line, 'doubt')])),
  ];
  return `${lines
    .map((line) => renderLine(line, paper))
    .join('\n')
    .trimEnd()}\n`;
}

function headLines({ source, traffic, importedAt }: ImportedBaseline, width: number): Line[] {
  const { tool, toolVersion, format, file, takenAt, target } = source;
  const rows: [string, string][] = [
    ['from', `${tool}${toolVersion === undefined ? '' : ` ${toolVersion}`} (${format}), ${file}`],
    ['taken', takenAt ?? 'unknown'],
    ['imported', importedAt],
    ...(target === undefined ? [] : [['target', target] satisfies [string, string]]),
    ...(traffic === undefined ? [] : [['load', loadWords(traffic)] satisfies [string, string]]),
  ];
  return rows.flatMap(([label, text]) =>
    wrap(text, width - 10, most).map((line, index): Line => [
      span((index === 0 ? label : '').padEnd(10), 'faint'),
      span(line),
    ]),
  );
}

function loadWords({
  requests,
  failures,
  durationMicros,
  requestsPerSecond,
}: NonNullable<ImportedBaseline['traffic']>): string {
  const parts = [
    requests === undefined ? '' : `${formatCount(requests)} requests`,
    failures === undefined ? '' : `${formatCount(failures)} failed`,
    durationMicros === undefined ? '' : formatDuration(durationMicros),
    requestsPerSecond === undefined ? '' : `${requestsPerSecond.toFixed(1)} per second`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'unknown' : parts.join(', ');
}

function entryLines(entry: ImportedEntry, width: number): Line[] {
  const title: Line = [span(entryTitle(entry), 'strong'), span(`  ${figureKind(entry.figure)}`, 'faint')];
  return [title, ...wrap(figureWords(entry.figure), width - 2, most).map((line): Line => [span(`  ${line}`)])];
}

function figureWords(figure: ImportedFigure): string {
  switch (figure.kind) {
    case 'mean': {
      const { micros, interval, spread, n } = figure;
      const confidence =
        interval?.confidence === undefined
          ? 'interval'
          : `${Number((interval.confidence * 100).toFixed(2))} % interval`;
      return [
        timeWords(micros),
        ...(interval === undefined ? [] : [`${confidence} ${timeWords(interval.low)} to ${timeWords(interval.high)}`]),
        ...(spread === undefined
          ? []
          : [
              `${spread.kind === 'range' ? 'range (greatest − least)' : 'standard deviation'} ${timeWords(spread.micros)}`,
            ]),
        ...(n === undefined ? [] : [`n ${formatCount(n)}`]),
      ].join(', ');
    }
    case 'percentiles': {
      const { points, meanMicros, maxMicros, count } = figure;
      return [
        `n ${count === undefined ? 'unknown' : formatCount(count)}`,
        ...points.map(({ name, micros }) => `${name} ${timeWords(micros)}`),
        ...(maxMicros === undefined ? [] : [`max ${timeWords(maxMicros)}`]),
        ...(meanMicros === undefined ? [] : [`mean ${timeWords(meanMicros)}`]),
      ].join(', ');
    }
    case 'histogram': {
      const shown = Object.entries(percentilesOf(decodeHistogram(figure.encoded)));
      const upper = figure.lowest === undefined ? '' : ' (each at most)';
      return (
        [`n ${formatCount(figure.count)}`, ...shown.map(([label, micros]) => `${label} ${timeWords(micros)}`)].join(
          ', ',
        ) + upper
      );
    }
  }
}
