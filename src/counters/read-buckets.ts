import type { MappedSeries } from '../scenario/metric-mapping.ts';
import type { BucketReading } from './counter-scrape.ts';
import { labelText, type Exposition, type ExpositionSample } from './exposition.ts';
import { findSeries } from './find-series.ts';
import { parseNumber } from './parse-sample.ts';
import { lineWords } from './read-counter.ts';

type Bucket = { readonly bound: number; readonly count: number };

/**
 * A histogram by its buckets, its series added. Not usable: a line of its name that is not, a bucket without a bound, counts that fall from
 * one bound to the next, no bucket that ends at +Inf, and series whose bounds differ, which cannot be added.
 */
export function readBuckets(exposition: Exposition, series: MappedSeries): BucketReading {
  const { name, samples, unusable } = findSeries(exposition, series);
  if (unusable !== undefined) return { kind: 'unusable', why: lineWords(name, unusable) };
  if (samples.length === 0) return { kind: 'absent' };
  const fault = samples.map((sample) => bucketFault(sample)).find((each) => each !== undefined);
  if (fault !== undefined) return { kind: 'unusable', why: `${name}: ${fault}` };
  const all = [...groupBySeries(samples)].map(([labels, buckets]) => ({
    labels,
    buckets: buckets.toSorted((one, other) => one.bound - other.bound),
  }));
  const wrong = all
    .map(({ labels, buckets }) => seriesFault(`${name}${labels}`, buckets))
    .find((each) => each !== undefined);
  if (wrong !== undefined) return { kind: 'unusable', why: wrong };
  const [bounds = []] = all.map(({ buckets }) => buckets.map(({ bound }) => bound));
  if (!all.every(({ buckets }) => hasBounds(buckets, bounds)))
    return { kind: 'unusable', why: `${name}: its series do not have the same bounds, and cannot be added` };
  const sums = bounds.map((_, index) => all.reduce((sum, { buckets }) => sum + (buckets[index]?.count ?? 0), 0));
  return {
    kind: 'buckets',
    name,
    series: all.length,
    bounds: bounds.slice(0, -1),
    counts: sums.slice(0, -1),
    total: sums.at(-1) ?? 0,
  };
}

function bucketFault({ labels, value, line }: ExpositionSample): string | undefined {
  const { le } = labels;
  if (le === undefined) return `line ${line} has no label le`;
  if (Number.isNaN(parseNumber(le) ?? NaN)) return `the bound ${JSON.stringify(le)} in line ${line} is no number`;
  if (!(value >= 0 && value < Infinity)) return `it counts ${value} in line ${line}, which no bucket can`;
  return undefined;
}

function groupBySeries(samples: readonly ExpositionSample[]): Map<string, Bucket[]> {
  const groups = new Map<string, Bucket[]>();
  for (const { labels, value } of samples) {
    const { le = '', ...others } = labels;
    const key = labelText(others);
    const group = groups.get(key) ?? [];
    group.push({ bound: parseNumber(le) ?? NaN, count: value });
    groups.set(key, group);
  }
  return groups;
}

/** What is wrong with one series, its buckets by bound. */
function seriesFault(name: string, buckets: readonly Bucket[]): string | undefined {
  for (const [index, { bound, count }] of buckets.entries()) {
    const before = buckets[index - 1];
    if (before === undefined) continue;
    if (before.bound === bound) return `${name} has two buckets that end at ${bound}`;
    if (before.count > count)
      return `${name} counts ${count} up to ${bound} and ${before.count} up to ${before.bound}, but buckets add up`;
  }
  return buckets.at(-1)?.bound === Infinity ? undefined : `${name} has no bucket that ends at +Inf`;
}

function hasBounds(buckets: readonly Bucket[], bounds: readonly number[]): boolean {
  return buckets.length === bounds.length && buckets.every(({ bound }, index) => bound === bounds[index]);
}
