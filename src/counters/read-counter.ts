import type { MappedSeries } from '../scenario/metric-mapping.ts';
import type { CounterReading } from './counter-scrape.ts';
import { labelText, type Exposition, type UnusableLine } from './exposition.ts';
import { findCounter } from './find-series.ts';

/**
 * A counter's series. A line of its name that cannot be used makes all of it unusable, because a sum without that line is not the
 * service's; so does a value that no counter has.
 */
export function readCounter(exposition: Exposition, series: MappedSeries): CounterReading {
  const { name, samples, unusable } = findCounter(exposition, series);
  if (unusable !== undefined) return { kind: 'unusable', why: lineWords(name, unusable) };
  const [first] = samples;
  if (first === undefined) return { kind: 'absent' };
  const odd = samples.find(({ value }) => !(value >= 0 && value < Infinity));
  if (odd !== undefined)
    return { kind: 'unusable', why: `${name} is ${odd.value} in line ${odd.line}, which no counter can be` };
  return {
    kind: 'values',
    name,
    values: Object.fromEntries(samples.map((each) => [labelText(each.labels), each.value])),
  };
}

/** 'line 3 of fact_requests cannot be used: it has no value' as a clause. */
export function lineWords(name: string, { line, reason }: UnusableLine): string {
  return `${name} cannot be used because of line ${line}: ${reason}`;
}
