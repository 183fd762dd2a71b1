import type { Scenario } from '../scenario/scenario.ts';
import { microsPerMilli } from '../units.ts';
import { sideOf } from '../scenario/side-of.ts';

/** The share of the tightest limit that the generator may add without being held against it. */
export const allowedShare = 0.1;

/**
 * The least upper limit on the judged latency, in microseconds; undefined when there is none. Waiting starts when a request
 * is sent, so that its gates do not count.
 */
export function tightestLimitMicros({ thresholds }: Pick<Scenario, 'thresholds'>): number | undefined {
  const limits = thresholds
    .filter(({ metric, operator }) => metric === 'http_req_duration' && sideOf(operator) === 'below')
    .map(({ limit }) => limit * microsPerMilli);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
