import { describe, expect, it } from 'vitest';
import { limitCountersOf } from '../../src/judge/limit-counters.ts';
import { closedScenario, openScenario, type WrittenGate } from './build-scenario.ts';

const written: readonly WrittenGate[] = [
  ['cache_hit_rate', 'rate>0.8'],
  ['http_req_duration{cache:hit}', 'p(95)<23'],
  ['http_req_duration', 'med<=50'],
  ['http_req_duration{cache:hit}', 'max<100'],
  ['http_req_waiting{cache:miss}', 'p(99.9)>=0.5'],
  ['http_req_duration{cache:unknown}', 'p(50)>1'],
];

describe('limitCountersOf', () => {
  it('has a counter for each quantile gate, in their order, in microseconds', () => {
    expect(limitCountersOf(closedScenario(written))).toEqual([
      { cacheClass: 'hit', latency: 'service', limitMicros: 23_000, equalIsOver: true },
      { latency: 'service', limitMicros: 50_000, equalIsOver: false },
      { cacheClass: 'miss', latency: 'waiting', limitMicros: 500, equalIsOver: true },
      { cacheClass: 'unknown', latency: 'service', limitMicros: 1000, equalIsOver: false },
    ]);
  });

  it('counts response times in the open model, where waiting stays waiting', () => {
    expect(limitCountersOf(openScenario(...written)).map(({ latency }) => latency)).toEqual([
      'response',
      'response',
      'waiting',
      'response',
    ]);
  });
});
