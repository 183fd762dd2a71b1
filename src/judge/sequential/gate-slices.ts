import type { LimitCounter, Slice } from '../../recorder/snapshot.ts';
import type { Load } from '../../scenario/scenario.ts';
import { sideOf } from '../../scenario/side-of.ts';
import type { MetricName, Threshold } from '../../scenario/threshold.ts';
import type { SliceCount } from '../../stats/design-effect.ts';
import { isSameLimit, isSelected, sliceCountOf } from '../latency-samples.ts';
import { latencySelection, limitCounterOf } from '../limit-counters.ts';

/** Seconds of a run, with the limits that their `over` counts. */
export type CountedSeconds = { readonly slices: readonly Slice[]; readonly overLimit: readonly LimitCounter[] };

/** The seconds of a gate as samples that break its limit: as they count towards passing, and towards failing. */
export type GateSlices = { readonly pass: readonly SliceCount[]; readonly fail: readonly SliceCount[] };

/**
 * What the seconds of one or several runs hold of a gate of the rule `binomial`; undefined when they do not hold it: a limit that was not
 * counted, or another rule. A dropped request counts as one more over an upper limit towards passing, and not at all towards failing.
 */
export function gateSlices(threshold: Threshold, load: Load, runs: readonly CountedSeconds[]): GateSlices | undefined {
  const selection = latencySelection(threshold, load);
  return selection === undefined ? rateSlices(threshold, runs) : quantileSlices(threshold, load, runs);
}

function quantileSlices(threshold: Threshold, load: Load, runs: readonly CountedSeconds[]): GateSlices | undefined {
  const counter = limitCounterOf(threshold, load);
  if (counter === undefined) return undefined;
  const isUpper = sideOf(threshold.operator) === 'below';
  const pass: SliceCount[] = [];
  const fail: SliceCount[] = [];
  for (const { slices, overLimit } of runs) {
    const index = overLimit.findIndex((other) => isSelected(other, counter) && isSameLimit(other, counter));
    if (index === -1) return undefined;
    for (const slice of slices) {
      const count = sliceCountOf(slice, counter);
      const over = slice.over[index] ?? 0;
      const breaking = isUpper ? over : count - over;
      const dropped = isUpper ? slice.dropped : 0;
      fail.push({ count, over: breaking });
      pass.push({ count: count + dropped, over: breaking + dropped });
    }
  }
  return { pass, fail };
}

function rateSlices({ metric, operator }: Threshold, runs: readonly CountedSeconds[]): GateSlices | undefined {
  const eventsOf = eventsBySecond(metric);
  if (eventsOf === undefined) return undefined;
  const isUpper = sideOf(operator) === 'below';
  const counts = runs.flatMap(({ slices }) =>
    slices.map((slice) => {
      const { count, over } = eventsOf(slice);
      return { count, over: isUpper ? over : count - over };
    }),
  );
  return { pass: counts, fail: counts };
}

/** How to read the events of a rate from a second; undefined for what seconds do not hold. */
function eventsBySecond(metric: MetricName): ((slice: Slice) => SliceCount) | undefined {
  switch (metric) {
    case 'cache_hit_rate':
      return (slice) => ({ count: sliceCountOf(slice, {}), over: slice.counts[0] });
    case 'cache_unknown_rate':
      return (slice) => ({ count: sliceCountOf(slice, {}), over: slice.counts[2] });
    case 'http_req_failed':
      return (slice) => ({ count: sliceCountOf(slice, {}) + slice.failed, over: slice.failed });
    case 'availability':
      return (slice) => ({ count: sliceCountOf(slice, {}) + slice.failed, over: sliceCountOf(slice, {}) });
    case 'http_req_duration':
    case 'http_req_waiting':
    case 'recovery_time':
    case 'http_reqs':
    case 'vus_in_flight':
    case 'dropped_iterations':
    case 'checks':
      return undefined;
  }
}
