import { describe, expect, it } from 'vitest';
import { settingsOf, type SearchFlags } from '../../../src/cli/capacity/search-settings.ts';
import { HitgateError } from '../../../src/errors.ts';
import { planGates } from '../../report/build-report.ts';
import { buildScenario, constantUsers } from '../../plan/scenario-builder.ts';

const scenario = buildScenario({ load: constantUsers(120), thresholds: planGates });

describe('the settings of a search', () => {
  it.each<[string, SearchFlags, { start: number; least: number; most: number }]>([
    ['around the scenario’s own load', {}, { start: 15, least: 1, most: 960 }],
    ['from a load that is not gone below', { from: 20 }, { start: 20, least: 20, most: 960 }],
    ['up to a load', { to: 100 }, { start: 15, least: 1, most: 100 }],
    ['up to a load below its beginning', { to: 4 }, { start: 4, least: 1, most: 4 }],
    ['from beyond its reach', { from: 2_000 }, { start: 2_000, least: 2_000, most: 2_000 }],
    ['up to what is asked for', { atLeast: 5_000 }, { start: 15, least: 1, most: 5_000 }],
  ])('are %s', (_, flags, range) => {
    expect(settingsOf(flags, scenario, 'vus')).toMatchObject(range);
  });

  it('count every test of a gate in every step', () => {
    expect(settingsOf({}, scenario, 'vus')).toMatchObject({ maxSteps: 12, jointTests: 48 });
    expect(settingsOf({ maxSteps: 5 }, scenario, 'vus').jointTests).toBe(20);
    expect(
      settingsOf({ maxSteps: 5 }, buildScenario({ load: constantUsers(8), thresholds: [] }), 'vus').jointTests,
    ).toBe(5);
  });

  it.each<[string, SearchFlags, string]>([
    ['a step of 20 s', { step: 20_000 }, '--step needs more than 20 s to decide anything, got 20 s'],
    ['a confirmation of 19 s', { confirm: 19_000 }, '--confirm needs at least 20 s, got 19 s'],
    ['a range upside down', { from: 3, to: 2 }, '--from 3 is over --to 2'],
    ['a wish below the range', { from: 3, atLeast: 2 }, '--at-least 2 is not between 3 and 960'],
  ])('refuse %s', (_, flags, message) => {
    expect(() => settingsOf(flags, scenario, 'vus')).toThrow(message);
  });

  it('take a step of 21 s and a confirmation of 20 s, and list every fault at once', () => {
    expect(settingsOf({ step: 21_000, confirm: 20_000 }, scenario, 'vus').stepMicros).toBe(21_000_000);
    const refused = (): unknown => settingsOf({ from: 3, to: 2, step: 1_000, confirm: 1_000 }, scenario, 'vus');
    expect(refused).toThrow(HitgateError);
    expect(refused).toThrow(expect.objectContaining({ exitCode: 2, problems: expect.objectContaining({ length: 3 }) }));
  });
});
