import { describe, expect, it } from 'vitest';
import {
  noiseFloorKey,
  noiseFloorSetting,
  parseNoiseFloor,
  recordNoiseFloor,
} from '../../src/report/noise-floor-record.ts';
import { constantUsers } from '../plan/scenario-builder.ts';
import { buildReport } from './build-report.ts';

const floor = { pairs: 3, figures: { 'med{cache:hit}': { mean: 0, deviation: 0.01 } } };
const report = buildReport();
const record = recordNoiseFloor(report, floor);
const setting = {
  digest: report.plan.digest,
  target: report.target,
  machine: report.machine,
  load: report.scenario.load,
};

describe('a stored noise floor', () => {
  it('is read as it was written', () => {
    expect(parseNoiseFloor(JSON.stringify(record), 'x.json')).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"schemaVersion":"1.0"}'],
    ['another major version', JSON.stringify({ ...record, schemaVersion: '2.0' })],
  ])('is refused with its file when it is %s', (_, text) => {
    expect(() => parseNoiseFloor(text, 'reports/noise-floor/x.json')).toThrow('reports/noise-floor/x.json');
  });

  it('holds for its requests, target, machine and load', () => {
    expect(noiseFloorKey(record)).toBe(noiseFloorKey(noiseFloorSetting(setting)));
  });

  it.each([
    ['requests', { digest: 'other' }],
    ['target', { target: { url: 'http://10.0.0.1', reference: false } }],
    ['faults', { target: { url: '', reference: true, profile: 'fact', faults: ['no-class'] } }],
    ['machine', { machine: { ...report.machine, kernel: 'other' } }],
    ['users', { load: constantUsers(7) }],
    ['duration', { load: constantUsers(100, 1) }],
  ])('does not hold for other %s', (_, change) => {
    expect(noiseFloorKey(noiseFloorSetting({ ...setting, ...change }))).not.toBe(noiseFloorKey(record));
  });
});
