import { describe, expect, it } from 'vitest';
import { GateWatch } from '../../../src/judge/sequential/gate-watch.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { abortingScenario, closedScenario, openScenario, type WrittenGate } from '../build-scenario.ts';
import { buildSecond, type SecondParts } from './build-second.ts';

function untilDecided(...gates: WrittenGate[]): Scenario {
  return { ...closedScenario(gates), untilDecided: true };
}

/** After how many seconds the watch ends a run of these seconds, at most 60; undefined when it does not. */
function endOf(scenario: Scenario, parts: SecondParts | ((second: number) => SecondParts)): number | undefined {
  const watch = new GateWatch(scenario);
  for (let second = 0; second < 60; second += 1) {
    if (watch.take(buildSecond(scenario, second, typeof parts === 'function' ? parts(second) : parts)))
      return watch.end?.afterSeconds;
  }
  return undefined;
}

const hits: WrittenGate = ['http_req_duration{cache:hit}', 'p(95)<23'];
const clear: SecondParts = { counts: [100, 20, 0], over: [0], inFlight: [10, 10] };

/** Failures keep a gate open for 25 s; by then hits break a limit that they kept for 21 s. */
const late = (second: number): SecondParts => ({
  counts: [100, 0, 0],
  over: [second < 21 ? 0 : 30],
  failed: second < 5 ? 40 : 0,
});

describe('a run until its gates are decided', () => {
  it('ends after the 20th second of the measured phase, not before, when all is clear', () => {
    expect(endOf(untilDecided(hits), clear)).toBe(20);
    expect(endOf(untilDecided(hits), { ...clear, over: [100] })).toBe(20);
  });

  it('says nothing of the warm-up, however long it is', () => {
    const scenario = untilDecided(hits);
    const watch = new GateWatch(scenario);
    for (let second = 0; second < 60; second += 1)
      expect(watch.take(buildSecond(scenario, second, { ...clear, phase: 'warmup' }))).toBe(false);
    expect(watch.open).toEqual(['http_req_duration{cache:hit}: p(95)<23']);
  });

  it('goes on while a gate is too close to its limit, or has no data', () => {
    expect(endOf(untilDecided(hits), { ...clear, over: [5] })).toBeUndefined();
    expect(
      endOf(untilDecided(hits, ['http_req_duration{cache:miss}', 'p(95)<95']), { counts: [100, 0, 0], over: [0, 0] }),
    ).toBeUndefined();
  });

  it('waits for 20 seconds that hold samples of a rare class', () => {
    const scenario = untilDecided(['http_req_duration{cache:miss}', 'p(95)<95']);
    expect(endOf(scenario, (second) => ({ counts: [100, second % 2 === 0 ? 50 : 0, 0], over: [0] }))).toBe(39);
  });

  it('wants all gates decided at once, so that one that is not any more keeps it going', () => {
    const scenario = untilDecided(hits, ['http_req_failed', 'rate<0.01']);
    const watch = new GateWatch(scenario);
    let passedEarly = false;
    for (let second = 0; second < 60 && watch.end === undefined; second += 1) {
      watch.take(buildSecond(scenario, second, late(second)));
      passedEarly ||= second === 20 && watch.open.length === 1;
    }
    expect(passedEarly).toBe(true);
    expect(watch.end?.afterSeconds ?? 60).toBeGreaterThan(24);
  });

  it.each<[string, WrittenGate, SecondParts | ((second: number) => SecondParts), number | undefined]>([
    ['no answer of unknown class', ['cache_unknown_rate', 'rate==0'], clear, 20],
    ['one answer of unknown class', ['cache_unknown_rate', 'rate==0'], { ...clear, counts: [99, 0, 1] }, 20],
    ['no answer at all', ['cache_unknown_rate', 'rate==0'], { failed: 5 }, undefined],
    ['checks that hold', ['checks', 'rate==1'], { ...clear, checks: { citations: { made: 5, held: 5 } } }, 20],
    ['checks that do not', ['checks', 'rate==1'], { ...clear, checks: { citations: { made: 5, held: 4 } } }, 20],
    ['no check made', ['checks', 'rate==1'], clear, undefined],
    [
      'a share of checks, which has no test',
      ['checks', 'rate>0.9'],
      { ...clear, checks: { citations: { made: 5, held: 5 } } },
      undefined,
    ],
    ['a mean, which has no test', ['http_req_duration', 'avg<20'], clear, undefined],
    ['enough users', ['vus_in_flight', 'min>=10'], clear, 20],
    ['too few users', ['vus_in_flight', 'min>=11'], clear, 20],
    ['users nobody observed', ['vus_in_flight', 'min>=10'], { counts: [100, 0, 0] }, undefined],
    ['requests that reach their number at second 30', ['http_reqs', 'count>=3600'], clear, 30],
    ['a rate of requests that is too low', ['http_reqs', 'rate>500'], clear, undefined],
    ['a rate of requests that is kept', ['http_reqs', 'rate>100'], clear, 20],
    ['no dropped request', ['dropped_iterations', 'count==0'], clear, 20],
    ['a greatest latency that is kept', ['http_req_duration', 'max<50'], { ...clear, maxMillis: 49 }, 20],
    ['a least latency, which only the end tells', ['http_req_duration', 'min>50'], { ...clear, maxMillis: 49 }, 20],
    ['a latency of nothing', ['http_req_duration', 'max<50'], { failed: 3 }, undefined],
  ])('with %s ends after the second given', (_, gate, parts, second) => {
    expect(endOf(untilDecided(gate), parts)).toBe(second);
  });
});

describe('a gate with abortOnFail', () => {
  it('ends the run when it is sure to fail, and says which gate it was', () => {
    const scenario = abortingScenario(hits);
    const watch = new GateWatch(scenario);
    for (let second = 0; second < 20; second += 1) watch.take(buildSecond(scenario, second, { ...clear, over: [50] }));
    expect(watch.end).toEqual({
      afterSeconds: 20,
      by: 'abort-on-fail',
      gate: 'http_req_duration{cache:hit}: p(95)<23',
    });
  });

  it('does not end a run in which it passes or is open', () => {
    expect(endOf(abortingScenario(hits), clear)).toBeUndefined();
    expect(endOf(abortingScenario(hits), { ...clear, over: [5] })).toBeUndefined();
  });

  it.each([
    [10_000_000, 20],
    [20_000_000, 20],
    [30_000_000, 30],
    [30_500_000, 31],
    [90_000_000, undefined],
  ])(
    'with delayAbortEval of %i µs ends the run after %s s, as a quantile needs 20 s in any case',
    (delayAbortEvalMicros, second) => {
      expect(endOf(abortingScenario(hits, { delayAbortEvalMicros }), { ...clear, over: [50] })).toBe(second);
    },
  );

  it.each([
    [undefined, 20],
    [1_000_000, 8],
    [8_000_000, 8],
    [9_000_000, 9],
  ])(
    'on an observed value with delayAbortEval of %s µs ends the run after %i s, when it is broken at second 8',
    (delay, second) => {
      const scenario = abortingScenario(
        ['cache_unknown_rate', 'rate==0'],
        delay === undefined ? {} : { delayAbortEvalMicros: delay },
      );
      expect(endOf(scenario, (at) => ({ counts: [100, 0, at >= 7 ? 1 : 0] }))).toBe(second);
    },
  );

  it('on a greatest latency ends the run from its limit on', () => {
    const scenario = abortingScenario(['http_req_duration', 'max<50']);
    expect(endOf(scenario, { ...clear, maxMillis: 49.999 })).toBeUndefined();
    expect(endOf(scenario, { ...clear, maxMillis: 50 })).toBe(20);
  });

  it('counts a dropped request as over a limit for passing, not for failing', () => {
    const scenario = openScenario(hits);
    const abort = { ...abortingScenario(hits), load: scenario.load };
    const dropping: SecondParts = { ...clear, dropped: 50 };
    expect(endOf(abort, dropping)).toBeUndefined();
    expect(endOf({ ...scenario, untilDecided: true }, dropping)).toBeUndefined();
  });
});

describe('whether a run has to be watched', () => {
  it('is so with until-decided or abortOnFail alone', () => {
    expect(GateWatch.isNeeded(closedScenario([hits]))).toBe(false);
    expect(GateWatch.isNeeded(untilDecided(hits))).toBe(true);
    expect(GateWatch.isNeeded(abortingScenario(hits))).toBe(true);
  });
});
