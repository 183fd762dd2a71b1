import { describe, expect, it } from 'vitest';
import { formatGateValue } from '../../src/report/gate-value.ts';
import { gate } from '../plan/scenario-builder.ts';
import { latencyGate } from './build-report.ts';

const hitRate = gate({ metric: 'cache_hit_rate' });
const count = gate({ metric: 'http_reqs', aggregation: { kind: 'count' }, limit: 5_000 });
const users = gate({ metric: 'vus_in_flight', aggregation: { kind: 'value' }, limit: 100 });
const perSecond = gate({ metric: 'http_reqs', limit: 50 });

describe('the value of a gate', () => {
  it.each([
    [latencyGate('hit', 23), 13.6, '13.60 ms'],
    [latencyGate('hit', 23), 0.412, '0.412 ms'],
    [latencyGate('hit', 23), 0, '0.000 ms'],
    [hitRate, 0.9084, '90.84 %'],
    [hitRate, 0.99999, '> 99.99 %'],
    [hitRate, 1, '100.00 %'],
    [count, 12_345, '12 345'],
    [users, 119.456, '119.46'],
    [users, 120, '120'],
    [perSecond, 400.04, '400.04 /s'],
    [perSecond, 12_345.6, '12 346 /s'],
  ])('of %j at %d is "%s"', (threshold, value, text) => {
    expect(formatGateValue(threshold, value)).toBe(text);
  });

  it.each([
    [latencyGate('hit', 23), 22.999, '22.999 ms'],
    [latencyGate('hit', 23), 23, '23.00 ms'],
    [latencyGate('hit', 23), 23.001, '23.001 ms'],
    [hitRate, 0.872_99, '87.299 %'],
    [hitRate, 0.873, '87.30 %'],
    [hitRate, 0.873_01, '87.301 %'],
    [users, 99.999, '99.999'],
  ])('of %j at %d never reads like the limit unless it is the limit: "%s"', (threshold, value, text) => {
    expect(formatGateValue(threshold, value)).toBe(text);
  });
});
