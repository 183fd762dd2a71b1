import type { Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { microsPerMilli } from '../units.ts';
import { sideOf } from './keeps-limit.ts';

/** The share of the tightest limit that the generator may add without being held against it. */
export const allowedShare = 0.1;

/** The gate with the least upper limit on the judged latency; undefined when there is none. Waiting starts when a request is sent, so that its gates do not count. */
export function tightestGate({ thresholds }: Pick<Scenario, 'thresholds'>): Threshold | undefined {
  return thresholds
    .filter(({ metric, operator }) => metric === 'http_req_duration' && sideOf(operator) === 'below')
    .toSorted((one, other) => one.limit - other.limit)[0];
}

/** The least upper limit on the judged latency, in microseconds; undefined when there is none. */
export function tightestLimitMicros(scenario: Pick<Scenario, 'thresholds'>): number | undefined {
  const gate = tightestGate(scenario);
  return gate === undefined ? undefined : gate.limit * microsPerMilli;
}
