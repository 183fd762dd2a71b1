import { describe, expect, it } from 'vitest';
import {
  confirmingStep,
  loadUnitOf,
  ownLoad,
  searchScenario,
  searchStep,
  testedGates,
} from '../../src/capacity/step-scenario.ts';
import { planGates } from '../report/build-report.ts';
import { buildScenario, constantRate, constantUsers, gate, sharedIterations } from '../plan/scenario-builder.ts';

const closed = buildScenario({ load: constantUsers(120), thresholds: planGates, runs: 5 });
const open = buildScenario({ load: constantRate(100, 30_000_000), thresholds: planGates });
const step = { maxMicros: 30_000_000, jointTests: 48 };

describe('what is searched for', () => {
  it('is what the executor says', () => {
    expect([loadUnitOf(closed, undefined), loadUnitOf(closed, 'vus'), ownLoad(closed)]).toEqual(['vus', 'vus', 120]);
    expect([loadUnitOf(open, undefined), loadUnitOf(open, 'rate'), ownLoad(open)]).toEqual(['rate', 'rate', 100]);
  });

  it.each([
    ['the unit of the other executor', closed, 'rate' as const, '--rate has no meaning with the executor constant-vus'],
    ['users of an open load', open, 'vus' as const, '--vus has no meaning with the executor constant-arrival-rate'],
    [
      'iterations',
      buildScenario({ load: sharedIterations(100) }),
      undefined,
      'cannot be searched for with the executor shared-iterations',
    ],
  ])('is refused for %s', (_, scenario, asked, message) => {
    expect(() => loadUnitOf(scenario, asked)).toThrow(message);
  });
});

describe('the scenario of the steps', () => {
  it('leaves out the gates on the load, and is one run compared with nothing', () => {
    const scenario = searchScenario({ ...closed, untilDecided: true, baseline: { name: 'before', margins: {} } });
    expect(scenario.thresholds).toEqual(planGates.filter(({ metric }) => metric !== 'vus_in_flight'));
    expect(scenario).toMatchObject({ runs: 1 });
    expect(scenario.baseline ?? scenario.untilDecided).toBeUndefined();
    expect(testedGates(scenario)).toBe(4);
  });

  it('needs a gate on what the service does', () => {
    const requests = gate({ metric: 'http_reqs', aggregation: { kind: 'count' }, operator: '>', limit: 1 });
    const added = gate({ metric: 'cache_unknown_rate', operator: '==', limit: 0, implicit: true });
    expect(() => searchScenario({ ...closed, thresholds: [requests, added] })).toThrow(/no gate is left/u);
  });
});

describe('a step', () => {
  it('has the load, ends when it is decided, and by so much evidence that all steps are right together', () => {
    const scenario = searchStep(searchScenario(closed), 32, step);
    expect(scenario).toMatchObject({
      untilDecided: true,
      jointTests: 48,
      load: { vus: 32, durationMicros: 30_000_000 },
    });
    expect(scenario.thresholds.every(({ abortOnFail }) => abortOnFail === true)).toBe(true);
  });

  it('that confirms is an ordinary run of its length', () => {
    const aborting = {
      ...closed,
      thresholds: planGates.map((each) => Object.assign({}, each, { abortOnFail: true as const })),
    };
    const scenario = confirmingStep(searchScenario(aborting), 32, 60_000_000);
    expect(scenario.load).toMatchObject({ vus: 32, durationMicros: 60_000_000 });
    expect(scenario.thresholds.some(({ abortOnFail }) => abortOnFail === true)).toBe(false);
    expect(scenario.untilDecided ?? scenario.jointTests).toBeUndefined();
  });

  it.each([
    [50, 10, 100],
    [100, 10, 100],
    [250, 25, 250],
  ])('at %i requests/s has %i users and at most %i', (ratePerSecond, preAllocatedVUs, maxVUs) => {
    const { load } = searchStep(searchScenario(open), ratePerSecond, step);
    expect(load).toMatchObject({ ratePerSecond, preAllocatedVUs, maxVUs });
  });
});
