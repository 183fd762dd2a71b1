import { limitCountersOf } from '../../../src/judge/limit-counters.ts';
import type { ClosedSlice } from '../../../src/recorder/closed-slice.ts';
import { createHistogram } from '../../../src/recorder/histogram.ts';
import type { PhaseName } from '../../../src/recorder/sample.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

/** What a second holds; `over` is by gate counter, and whatever is left out did not occur. */
export type SecondParts = {
  readonly counts?: readonly [hit: number, miss: number, unknown: number];
  readonly failed?: number;
  readonly dropped?: number;
  readonly over?: readonly number[];
  readonly inFlight?: readonly [min: number, max: number];
  readonly checks?: ClosedSlice['tallies']['checks'];
  readonly maxMillis?: number;
  readonly phase?: PhaseName;
};

const emptyHistogram = createHistogram().encode();

/** A closed second of a scenario's run; the greatest latency is that of hits. */
export function buildSecond(scenario: Scenario, second: number, parts: SecondParts): ClosedSlice {
  const { counts = [0, 0, 0], failed = 0, dropped = 0, inFlight, checks = {}, maxMillis, phase = 'measure' } = parts;
  return {
    phase,
    startMicros: second * 1_000_000,
    slice: {
      second,
      counts,
      failed,
      dropped,
      over: parts.over ?? limitCountersOf(scenario).map(() => 0),
      ...(inFlight === undefined ? {} : { inFlight }),
    },
    tallies: {
      failures: {},
      statuses: {},
      checks,
      inFlight:
        inFlight === undefined ? { observations: 0, sum: 0 } : { observations: 2, sum: inFlight[0] + inFlight[1] },
    },
    latencies:
      maxMillis === undefined
        ? []
        : [{ cacheClass: 'hit', latency: 'service', histogram: emptyHistogram, maxMicros: maxMillis * 1000 }],
  };
}
