import { judgedLatency, limitCountersOf } from '../../judge/limit-counters.ts';
import type { ClosedSlice } from '../../recorder/closed-slice.ts';
import { decodeHistogram } from '../../recorder/histogram.ts';
import { cacheClasses, type CacheClass } from '../../recorder/sample.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { triggersOf } from '../../scenario/trigger.ts';
import { microsPerMilli } from '../../units.ts';

/** Shares of a limit at which buckets end: close ones around it, so that a quantile near it is no guess. */
const aroundLimit = [0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 4, 10];
const plainMillis = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000];

/** The upper bounds of a class's buckets in microseconds, ascending: around each of its limits, or plain ones where it has none. */
export function latencyBounds(
  cacheClass: CacheClass,
  scenario: Pick<Scenario, 'thresholds' | 'load' | 'triggers'>,
): number[] {
  const gates = limitCountersOf(scenario).filter((limit) => (limit.cacheClass ?? cacheClass) === cacheClass);
  const triggers = triggersOf(scenario).flatMap(({ condition: { figure, limit } }) =>
    figure.kind === 'quantile' && figure.cacheClass === cacheClass ? [limit * microsPerMilli] : [],
  );
  const limits = [...gates.map(({ limitMicros }) => limitMicros), ...triggers];
  const bounds =
    limits.length === 0
      ? plainMillis.map((millis) => millis * microsPerMilli)
      : limits.flatMap((limit) => aroundLimit.map((share) => Math.round(limit * share)));
  return [...new Set(bounds)].filter((bound) => bound > 0).sort((one, other) => one - other);
}

/**
 * The latencies of one class and phase, by bucket. At a limit that a gate counts the number is exact (a request at the limit of a `<` counts as over
 * it); at any other bound requests that the histogram cannot tell from it, 0.1 % around, count as over.
 */
export class LatencyCounts {
  readonly boundsMicros: readonly number[];
  readonly #cacheClass: CacheClass;
  readonly #latency: 'service' | 'response';
  /** For each bound the gate's counter that counts at it, by its place in `Slice.over`. */
  readonly #exact: readonly (number | undefined)[];
  readonly #within: number[];
  #count = 0;
  #sumMicros = 0;

  constructor(cacheClass: CacheClass, scenario: Pick<Scenario, 'thresholds' | 'load' | 'triggers'>) {
    this.#cacheClass = cacheClass;
    this.#latency = judgedLatency(scenario.load);
    this.boundsMicros = latencyBounds(cacheClass, scenario);
    const counters = limitCountersOf(scenario);
    this.#exact = this.boundsMicros.map((bound) => {
      const place = counters.findIndex(
        (counter) =>
          counter.cacheClass === cacheClass && counter.latency === this.#latency && counter.limitMicros === bound,
      );
      return place === -1 ? undefined : place;
    });
    this.#within = this.boundsMicros.map(() => 0);
  }

  get count(): number {
    return this.#count;
  }

  get sumMicros(): number {
    return this.#sumMicros;
  }

  /** Requests up to each bound, so far. */
  get within(): readonly number[] {
    return this.#within;
  }

  /** Adds a second. */
  add({ slice, latencies }: ClosedSlice): void {
    const all = slice.counts[cacheClasses.indexOf(this.#cacheClass)] ?? 0;
    const found = latencies.find(
      ({ cacheClass, latency }) => cacheClass === this.#cacheClass && latency === this.#latency,
    );
    if (found === undefined) return;
    const histogram = decodeHistogram(found.histogram);
    this.#count += all;
    this.#sumMicros += (histogram.mean ?? 0) * all;
    for (const [index, bound] of this.boundsMicros.entries()) {
      const place = this.#exact[index];
      const over = (place === undefined ? undefined : slice.over[place]) ?? histogram.countOver(bound)[1];
      this.#within[index] = (this.#within[index] ?? 0) + all - over;
    }
  }
}
