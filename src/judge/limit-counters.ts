import { cacheClasses, type CacheClass } from '../recorder/sample.ts';
import type { LatencyKind, LimitCounter } from '../recorder/snapshot.ts';
import { loadModel, type Load, type Scenario } from '../scenario/scenario.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { microsPerMilli } from '../units.ts';

/** Which latencies a gate is about: one class, or every success when the class is undefined. */
export type LatencySelection = { readonly cacheClass?: CacheClass; readonly latency: LatencyKind };

/** What a recorder must count exactly for the gates of a scenario: one counter for each quantile gate, in their order. */
export function limitCountersOf({ thresholds, load }: Pick<Scenario, 'thresholds' | 'load'>): LimitCounter[] {
  return thresholds.flatMap((threshold) => limitCounterOf(threshold, load) ?? []);
}

/** The counter of a quantile gate that bounds the quantile from one side; undefined for every other gate. */
export function limitCounterOf(threshold: Threshold, load: Load): LimitCounter | undefined {
  const { aggregation, operator, limit } = threshold;
  const selection = latencySelection(threshold, load);
  if (aggregation.kind !== 'quantile' || operator === '==' || operator === '!=' || selection === undefined)
    return undefined;
  return { ...selection, limitMicros: limit * microsPerMilli, equalIsOver: operator === '<' || operator === '>=' };
}

/**
 * The latencies of a latency gate; undefined for a gate on anything else. A duration is the service time in the closed model
 * and the response time in the open model.
 */
export function latencySelection({ metric, tags }: Threshold, load: Load): LatencySelection | undefined {
  if (metric !== 'http_req_duration' && metric !== 'http_req_waiting') return undefined;
  const cacheClass = cacheClasses.find((name) => name === tags['cache']);
  const latency = metric === 'http_req_waiting' ? 'waiting' : judgedLatency(load);
  return { latency, ...(cacheClass === undefined ? {} : { cacheClass }) };
}

/** Which latency the SLA is judged on. */
export function judgedLatency(load: Load): 'service' | 'response' {
  return loadModel(load) === 'open' ? 'response' : 'service';
}
