import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { untilDecided } from '../../src/scenario/until-decided.ts';
import { buildScenario, constantRate, constantUsers, sharedIterations } from '../plan/scenario-builder.ts';

describe('a scenario that runs until its gates are decided', () => {
  it('measures for its planned length at the most, or for the given time, which may be longer', () => {
    const scenario = buildScenario({ load: constantUsers(10, 60_000_000) });
    expect(untilDecided(scenario, { maxMicros: undefined })).toEqual({ ...scenario, untilDecided: true });
    const longer = untilDecided(scenario, { maxMicros: 600_000_000 });
    expect(longer.load).toEqual(constantUsers(10, 600_000_000));
    expect(
      untilDecided(buildScenario({ load: constantRate(100, 60_000_000) }), { maxMicros: 30_000_000 }).load,
    ).toEqual(constantRate(100, 30_000_000));
  });

  it.each([19_000_000, 20_000_000])('needs more than 20 s: %i µs are refused', (maxMicros) => {
    expect(() => untilDecided(buildScenario(), { maxMicros })).toThrow(
      /needs more than 20 s to decide anything, but --max-duration is/u,
    );
  });

  it('takes 21 s', () => {
    expect(untilDecided(buildScenario(), { maxMicros: 21_000_000 }).untilDecided).toBe(true);
  });

  it('refuses a planned length that is too short, and says which flag helps', () => {
    const scenario = buildScenario({ load: constantUsers(1, 5_000_000) });
    expect(() => untilDecided(scenario, { maxMicros: undefined })).toThrow(/the measured phase is 5 s/u);
  });

  it('refuses faults, of which the seconds before them say nothing', () => {
    const action = { kind: 'inject', faults: ['fact-down'] } as const;
    const faults = [{ name: 'gone', atMicros: 10e6, forMicros: 5e6, action }];
    expect(() => untilDecided({ ...buildScenario(), faults }, { maxMicros: 600_000_000 })).toThrow(
      /no meaning with faults/u,
    );
  });

  it.each([
    [
      { executor: 'ramping-vus', startVUs: 0, stages: [], gracefulRampDownMicros: 0, gracefulStopMicros: 0 } as const,
      /ramp/u,
    ],
    [sharedIterations(100), /number of requests that is fixed/u],
  ])('refuses a load that is not the same at all times', (load, why) => {
    let error: unknown;
    try {
      untilDecided(buildScenario({ load }), { maxMicros: 600_000_000 });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(HitgateError);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(why) });
  });
});
