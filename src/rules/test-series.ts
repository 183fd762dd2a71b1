import { latencyBuckets } from './figure-expression.ts';
import { besideBuckets, selectSeries, writeNumber } from './promql.ts';
import type { MappedSeries, MetricMapping } from '../scenario/metric-mapping.ts';

/** Latencies of a class: requests a second up to each bound (the last one without a bound), and the sum of their latencies. */
export type LatencyState = {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
};

/** A service in a steady state: requests a second by kind, latencies in the unit of the mapping, instances that can be reached. */
export type ServiceState = {
  readonly requests: number;
  readonly errors: number;
  readonly hits: number;
  readonly latency: Readonly<Record<'hit' | 'miss', LatencyState>>;
  readonly up: readonly (0 | 1)[];
};

/** A state that lasts for some scrapes; `restart` begins it with all counters at 0. */
export type Stretch = { readonly state: ServiceState; readonly scrapes: number; readonly restart?: boolean };

/** A series as promtool's unit tests take it. */
export type InputSeries = { readonly series: string; readonly values: string };

/** The series of a service that goes through stretches, one after the other. */
export function inputSeries(stretches: readonly Stretch[], mapping: MetricMapping): InputSeries[] {
  const first = stretches[0]?.state;
  const seconds = mapping.scrapeIntervalMicros / 1_000_000;
  const counter = (
    series: MappedSeries,
    rate: (state: ServiceState) => number,
    more: Readonly<Record<string, string>> = {},
  ): InputSeries => ({
    series: selectSeries(series, mapping, more),
    values: counterValues(stretches.map((stretch) => ({ ...stretch, step: rate(stretch.state) * seconds }))),
  });
  const latencies = (cacheClass: 'hit' | 'miss'): InputSeries[] => {
    const buckets = latencyBuckets(cacheClass, mapping);
    const bounds = [...(first?.latency[cacheClass].bounds ?? []).map(writeNumber), '+Inf'];
    const counts = bounds.map((le, index) =>
      counter(buckets, ({ latency }) => latency[cacheClass].counts[index] ?? 0, { le }),
    );
    const sum = counter(besideBuckets(buckets, 'sum'), ({ latency }) => latency[cacheClass].sum);
    return [
      ...counts,
      sum,
      counter(besideBuckets(buckets, 'count'), ({ latency }) => latency[cacheClass].counts.at(-1) ?? 0),
    ];
  };
  return first === undefined
    ? []
    : [
        counter(mapping.requests, (state) => state.requests - countedWithin(state, mapping)),
        counter(mapping.errors, ({ errors }) => errors),
        counter(mapping.hits, ({ hits }) => hits),
        ...latencies('hit'),
        ...latencies('miss'),
        ...first.up.map((_, index) => ({
          series: selectSeries(mapping.up, mapping, { instance: `service-${index + 1}` }),
          values: stretches.map(({ state, scrapes }) => `${state.up[index] ?? 0}x${scrapes - 1}`).join(' '),
        })),
      ];
}

/** Requests that the series of hits and of failures count already, where they are series of the counter of requests. */
function countedWithin({ hits, errors }: ServiceState, mapping: MetricMapping): number {
  const { requests } = mapping;
  const isWithin = ({ name, labels }: MappedSeries): boolean =>
    name === requests.name && Object.entries(requests.labels).every(([label, value]) => labels[label] === value);
  return (isWithin(mapping.hits) ? hits : 0) + (isWithin(mapping.errors) ? errors : 0);
}

type Climb = { readonly step: number; readonly scrapes: number; readonly restart?: boolean };

/** A counter that climbs by `step` with each scrape, in promtool's shorthand 'first+stepxmore'. */
function counterValues(climbs: readonly Climb[]): string {
  let value = 0;
  return climbs
    .map(({ step, scrapes, restart }, index) => {
      const first = index === 0 || restart === true ? 0 : value + step;
      value = first + step * (scrapes - 1);
      return `${writeNumber(first)}+${writeNumber(step)}x${scrapes - 1}`;
    })
    .join(' ');
}
