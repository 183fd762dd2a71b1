import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { preparePlan } from '../../../src/cli/run/prepare-plan.ts';
import { createOwnLoad, type OwnLoadOptions } from '../../../src/cli/watch/own-load.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { ClosedSlice } from '../../../src/recorder/closed-slice.ts';
import type { RunEnd } from '../../../src/recorder/snapshot.ts';
import { watchListOf } from '../../../src/rules/watch-list.ts';
import { lightScenario } from '../../../src/watch/light-scenario.ts';
import { readingOf } from '../../../src/watch/reading.ts';
import { scenarioOf } from '../../scenario/parse-text.ts';
import { second } from '../../watch/build-look.ts';

const corpus = path.resolve('fixtures/queries/compliance.jsonl');
const scenario = scenarioOf(`
workload: { queries: ${corpus}, seed: 7 }
phases: { warmup: { kind: prefill }, measure: { executor: constant-vus, vus: 120, duration: 30s } }
thresholds: { vus_in_flight: ['min>=100'] }
`);

/** How a stretch of a played engine goes: what its warm-up and its seconds were, and how it ended. */
type Played = { readonly warmup?: Partial<ClosedSlice['tallies']['failures']>; readonly ended: RunEnd };

/** Watches with an engine that plays these stretches, each of one second, until there are no more. */
async function play(stretches: readonly Played[]) {
  const plans: Plan[] = [];
  const pauses: number[] = [];
  const abort = new AbortController();
  let now = 0;
  const clock = { name: 'played', nowMicros: () => now, wallMillis: () => 0 };
  const engine: OwnLoadOptions['engine'] = async (plan, options) => {
    const { warmup, ended } = stretches[plans.length] ?? { ended: 'aborted' };
    plans.push(plan);
    const tell = (phase: 'warmup' | 'measure', failures: ClosedSlice['tallies']['failures']): void => {
      options.onSlice(sliceAt(now, phase, failures));
      now += second;
    };
    if (plan.scenario.warmup.kind !== 'none') tell('warmup', warmup ?? {});
    await options.onPhase('measure', now);
    tell('measure', ended === 'target-lost' ? { refused: 5 } : {});
    if (plans.length === stretches.length) abort.abort();
    return { result: { ended } };
  };
  const load = { kind: 'rate', ratePerSecond: 5 } as const;
  const first = { load, durationMicros: second, number: 0, hasWarmup: true };
  const source = createOwnLoad({
    engine,
    clock,
    scenario,
    url: 'http://user:s3cret@127.0.0.1:8080/?key=s3cret',
    watch: watchListOf(scenario),
    load,
    hasWarmup: true,
    secrets: {},
    tls: undefined,
    firstPlan: await preparePlan(lightScenario(scenario, first)),
    pause: (millis) => {
      pauses.push(millis);
      return Promise.resolve();
    },
  });
  await source.run(abort.signal);
  return { plans, pauses, source, look: await source.read(now, abort.signal) };
}

function sliceAt(
  startMicros: number,
  phase: ClosedSlice['phase'],
  failures: ClosedSlice['tallies']['failures'],
): ClosedSlice {
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  return {
    phase,
    startMicros,
    slice: { second: 0, counts: failed > 0 ? [0, 0, 0] : [4, 1, 0], failed, dropped: 0, over: [] },
    tallies: { failures, statuses: {}, checks: {}, inFlight: { observations: 0, sum: 0 } },
    latencies: [],
  };
}

describe('a light load', () => {
  it('goes on in stretches of ten minutes, each with another part of the workload and only the first with a warm-up', async () => {
    const { plans, pauses } = await play([{ ended: 'completed' }, { ended: 'completed' }, { ended: 'completed' }]);
    expect(plans.map(({ plannedMicros }) => plannedMicros)).toEqual([600, 600, 600].map((seconds) => seconds * second));
    expect(plans.map((plan) => plan.scenario.warmup.kind)).toEqual(['prefill', 'none', 'none']);
    expect(plans.map((plan) => plan.scenario.workload.seed)).toEqual([7, 8, 9]);
    expect(new Set(plans.map(({ digest }) => digest)).size).toBe(3);
    expect(pauses).toEqual([]);
  });

  it('asks again after a service that is away, later and later up to 5 s, and at once when it is back', async () => {
    const lost = Array.from({ length: 7 }, (): Played => ({ ended: 'target-lost' }));
    const { pauses, look } = await play([
      { ended: 'completed' },
      ...lost,
      { ended: 'completed' },
      { ended: 'target-lost' },
    ]);
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 250]);
    expect(readingOf(look, { kind: 'up' }).value).toBe(1);
  });

  it('fills the cache again when nobody answered while it was filled', async () => {
    const { plans } = await play([
      { warmup: { refused: 40 }, ended: 'target-lost' },
      { ended: 'completed' },
      { ended: 'completed' },
    ]);
    expect(plans.map((plan) => plan.scenario.warmup.kind)).toEqual(['prefill', 'prefill', 'none']);
  });

  it('says where and how it asks, without credentials', async () => {
    const { source } = await play([{ ended: 'completed' }]);
    expect(source.describe()).toEqual({
      kind: 'own load',
      url: 'http://127.0.0.1:8080',
      words: '5 requests a second after the warm-up',
    });
  });

  it('has no gate, no check and no fault of the scenario, and users enough for requests that take as long as they may', () => {
    const light = lightScenario(scenario, {
      load: { kind: 'rate', ratePerSecond: 5 },
      durationMicros: second,
      number: 0,
      hasWarmup: false,
    });
    expect(light.thresholds).toEqual([]);
    expect(light.faults).toBeUndefined();
    // A time-out of 5 s: 25 requests may be outstanding, and two users more are there from the beginning.
    expect(light.load).toMatchObject({ executor: 'constant-arrival-rate', preAllocatedVUs: 2, maxVUs: 27 });
  });

  it('of users has a pause of theirs', () => {
    const light = lightScenario(scenario, {
      load: { kind: 'users', users: 3, pauseMicros: 2 * second },
      durationMicros: second,
      number: 0,
      hasWarmup: false,
    });
    expect(light.load).toMatchObject({ executor: 'constant-vus', vus: 3 });
    expect(light.workload.thinkTime).toEqual({ kind: 'constant', micros: 2 * second });
  });
});
