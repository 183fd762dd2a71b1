import type { Load } from '../scenario/scenario.ts';
import { microsPerSecond } from '../units.ts';

/** An open load whose rate is planned (a replay's is given by its log). */
export type RatedLoad = Extract<Load, { readonly executor: 'constant-arrival-rate' | 'ramping-arrival-rate' }>;

type Segment = {
  readonly startMicros: number;
  readonly endMicros: number;
  readonly startRate: number;
  /** Change of the rate, per second and second. */
  readonly slope: number;
  readonly startCount: number;
  readonly endCount: number;
};

/** The planned rate over time as straight lines, with the arrivals expected by the end of each. */
export class RateProfile {
  /** Arrivals that the whole load amounts to, a real number. */
  readonly total: number;
  private readonly segments: readonly Segment[];

  constructor(load: RatedLoad) {
    this.segments = toSegments(load);
    this.total = this.segments.at(-1)?.endCount ?? 0;
  }

  /** The exact inverse of the integral of the rate, so that nothing drifts; a fresh one each time. */
  inverse(): RateInverse {
    return new RateInverse(this.segments);
  }
}

/** Walks along a rate profile, from its start to its end. */
export class RateInverse {
  private readonly segments: readonly Segment[];
  private at = 0;

  constructor(segments: readonly Segment[]) {
    this.segments = segments;
  }

  /** The time at which so many arrivals are reached, in whole microseconds. Counts must not decrease, from 0 up to the profile's total. */
  timeOf(count: number): number {
    while (this.at < this.segments.length - 1 && count >= (this.segments[this.at]?.endCount ?? Infinity)) this.at += 1;
    const segment = this.segments[this.at];
    return segment === undefined ? 0 : timeWithin(segment, count - segment.startCount);
  }
}

/** Solves startRate·x + slope·x²/2 = count, in the form that does not cancel. */
function timeWithin({ startMicros, endMicros, startRate, slope }: Segment, count: number): number {
  if (count <= 0) return startMicros;
  const root = Math.sqrt(Math.max(0, startRate * startRate + 2 * slope * count));
  const seconds = (2 * count) / (startRate + root);
  return Math.min(endMicros, Math.round(startMicros + seconds * microsPerSecond));
}

function toSegments(load: RatedLoad): Segment[] {
  const constant = load.executor === 'constant-arrival-rate';
  const stages = constant ? [{ durationMicros: load.durationMicros, target: load.ratePerSecond }] : load.stages;
  let rate = constant ? load.ratePerSecond : load.startRatePerSecond;
  let startMicros = 0;
  let startCount = 0;
  const segments: Segment[] = [];
  for (const { durationMicros, target } of stages) {
    const seconds = durationMicros / microsPerSecond;
    const endMicros = startMicros + durationMicros;
    const endCount = startCount + ((rate + target) / 2) * seconds;
    const slope = (target - rate) / seconds;
    if (endCount > startCount) segments.push({ startMicros, endMicros, startRate: rate, slope, startCount, endCount });
    startMicros = endMicros;
    startCount = endCount;
    rate = target;
  }
  return segments;
}
