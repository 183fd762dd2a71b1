import type { MappedSeries } from '../scenario/metric-mapping.ts';
import type { Exposition, ExpositionSample, UnusableLine } from './exposition.ts';

/** What a text holds of a mapped metric: the name that it goes by there, its series, and the first line of that name that cannot be used. */
export type FoundSeries = {
  readonly name: string;
  readonly samples: readonly ExpositionSample[];
  readonly unusable: UnusableLine | undefined;
};

const total = '_total';

/**
 * The series of a counter, by its name as mapped or else by that name with `_total` added or taken away: client libraries and OpenMetrics
 * differ in that. Only series that have the mapped labels; no samples when there are none.
 */
export function findCounter(exposition: Exposition, series: MappedSeries): FoundSeries {
  const { name } = series;
  const other = name.endsWith(total) ? name.slice(0, -total.length) : `${name}${total}`;
  const asMapped = findSeries(exposition, series);
  if (asMapped.samples.length > 0 || asMapped.unusable !== undefined) return asMapped;
  const found = findSeries(exposition, { ...series, name: other });
  return found.samples.length > 0 || found.unusable !== undefined ? found : asMapped;
}

/** The series of exactly this name that have these labels. */
export function findSeries({ samples, unusable }: Exposition, { name, labels }: MappedSeries): FoundSeries {
  const wanted = Object.entries(labels);
  return {
    name,
    samples: samples.filter(
      (sample) => sample.name === name && wanted.every(([label, value]) => valueOf(sample.labels, label) === value),
    ),
    unusable: unusable.find((line) => line.name === name),
  };
}

function valueOf(labels: Readonly<Record<string, string>>, label: string): string | undefined {
  return Object.hasOwn(labels, label) ? labels[label] : undefined;
}
