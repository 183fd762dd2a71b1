import type { Histogram } from '../../recorder/histogram.ts';
import type { Snapshot } from '../../recorder/snapshot.ts';
import { microsPerSecond } from '../../units.ts';
import { collectLatencies } from '../latency-samples.ts';
import { cutOffRequests, failuresOf, successesOf } from '../../recorder/phase-counts.ts';
import type { ComparedMetric } from '../../scenario/compared-metric.ts';

type RateName = Exclude<ComparedMetric['kind'], 'quantile' | 'mean'>;

type RateCount = { readonly events: number; readonly n: number };

/**
 * A metric in the measured phase of one run: microseconds, a share, or requests per second; undefined where the run has too little for it.
 */
export function valueInRun(metric: ComparedMetric, run: Snapshot, latency: 'service' | 'response'): number | undefined {
  if (metric.kind !== 'quantile' && metric.kind !== 'mean') return rateOver(metric.kind, [run]);
  const { cacheClass } = metric;
  const { histogram } = collectLatencies([run], { latency, ...(cacheClass === undefined ? {} : { cacheClass }) });
  if (histogram === undefined) return undefined;
  return metric.kind === 'mean' ? histogram.mean : quantileIn(histogram, metric.quantile);
}

/** A quantile in microseconds; undefined without a sample beyond it, n·(1 − q) < 1, up to the error of floating point. */
export function quantileIn(histogram: Histogram, share: number): number | undefined {
  const value = histogram.valueAtQuantile(share);
  return value === undefined || histogram.count * (1 - share) < 1 - 1e-9 ? undefined : value;
}

/** A rate over several runs added up; undefined when nothing was counted. Throughput is of successful requests. */
export function rateOver(name: RateName, runs: readonly Snapshot[]): number | undefined {
  const counts = runs.map((run) => countRate(name, run));
  const n = counts.reduce((sum, count) => sum + count.n, 0);
  return n > 0 ? counts.reduce((sum, { events }) => sum + events, 0) / n : undefined;
}

/** Events, and of how many or in how many seconds; requests that Ctrl-C cut off are left out. */
function countRate(name: RateName, run: Snapshot): RateCount {
  const { measure } = run;
  switch (name) {
    case 'hit rate':
      return { events: measure.classes.hit.count, n: successesOf(measure) };
    case 'error rate':
      return { events: failuresOf(measure) - cutOffRequests(run), n: measure.requests - cutOffRequests(run) };
    case 'throughput':
      return { events: successesOf(measure), n: measure.durationMicros / microsPerSecond };
  }
}
