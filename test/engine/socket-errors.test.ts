import { describe, expect, it } from 'vitest';
import { isOwnError } from '../../src/engine/adapters/own-errors.ts';
import { forgetSocketErrors, withSocketErrors } from '../../src/engine/socket-errors.ts';
import { buildTestPlan, drive, iterations } from './test-plan.ts';
import { freePort } from '../free-port.ts';

const health = {
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

describe('a connection that cannot be opened', () => {
  it.each([
    ['EMFILE', true],
    ['ENFILE', true],
    ['EADDRNOTAVAIL', true],
    ['EADDRINUSE', true],
    ['ENOBUFS', true],
    ['ENOMEM', true],
    ['ECONNREFUSED', false],
    ['ECONNRESET', false],
    ['EHOSTUNREACH', false],
    ['ETIMEDOUT', false],
    ['ENOTFOUND', false],
    ['end', false],
  ])('with %s lies in this machine: %s', (code, own) => {
    expect(isOwnError(code)).toBe(own);
  });

  it('because the target refuses is not counted against the generator', async () => {
    const { result, outcomes } = await drive(
      buildTestPlan({ load: iterations(2, 4) }),
      `http://127.0.0.1:${await freePort()}`,
    );
    expect(outcomes).toEqual({ refused: 4 });
    expect(result.health.workers?.map(({ socketErrors }) => socketErrors)).toEqual([undefined]);
  });
});

describe('the counts of a thread', () => {
  it('are absent when there is none, and a copy otherwise', () => {
    const counts = { EMFILE: 3 };
    const told = withSocketErrors(health, counts);
    forgetSocketErrors(counts);
    expect(told.socketErrors).toEqual({ EMFILE: 3 });
    expect(withSocketErrors(health, counts)).toEqual(health);
  });
});
