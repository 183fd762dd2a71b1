import { describe, expect, it } from 'vitest';
import { combineHealth } from '../../src/recorder/combine-health.ts';
import type { WorkerHealth } from '../../src/recorder/snapshot.ts';

const idle: WorkerHealth = {
  utilisation: 0.2,
  worstSecondUtilisation: 0.3,
  delayP50Micros: 50,
  delayP99Micros: 4_000,
  delayMaxMicros: 9_000,
  gcCount: 3,
  gcTotalMicros: 900,
  gcLongestMicros: 500,
  requests: 1_000,
};
const busy: WorkerHealth = { ...idle, utilisation: 0.85, delayP99Micros: 700 };
const shared = { userCores: 0.7, systemCores: 0.25, involuntarySwitches: 4, residentBytes: 9e7, portsLeft: 20_000 };

describe('the health of several threads', () => {
  it('is that of the worst one, whichever comes first, and keeps each', () => {
    for (const workers of [
      [idle, busy],
      [busy, idle],
    ]) {
      const health = combineHealth(workers, shared);
      expect(health).toMatchObject({ eventLoopUtilisation: 0.85, eventLoopDelayP99Micros: 4_000, workers });
    }
  });

  it('has the CPU and the memory of the process once', () => {
    const { cpuCores, residentBytes, process } = combineHealth([idle, busy], shared);
    expect(cpuCores).toBeCloseTo(0.95, 12);
    expect(residentBytes).toBe(9e7);
    expect(process).toEqual({ userCores: 0.7, systemCores: 0.25, involuntarySwitches: 4, portsLeft: 20_000 });
  });

  it('names the promised users only when there was a promise', () => {
    expect(combineHealth([idle], shared, 120).promisedInFlight).toBe(120);
    expect('promisedInFlight' in combineHealth([idle], shared)).toBe(false);
  });
});
