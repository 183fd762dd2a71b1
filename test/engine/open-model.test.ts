import { afterEach, describe, expect, it } from 'vitest';
import type { Load } from '../../src/scenario/scenario.ts';
import { buildTestPlan, drive, milli, second } from './test-plan.ts';
import { hit, startServer, type Answer, type TestServer } from './test-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(answer: Answer): Promise<TestServer> {
  server = await startServer(answer);
  return server;
}

const answerHit: Answer = (_, socket) => void socket.write(hit);

/** `count` due times, `everyMillis` apart. */
function every(everyMillis: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => index * everyMillis * milli);
}

function rate(users: { pre: number; max: number }, millis: number): Load {
  return {
    executor: 'constant-arrival-rate',
    ratePerSecond: 1,
    durationMicros: millis * milli,
    preAllocatedVUs: users.pre,
    maxVUs: users.max,
    arrivals: 'even',
    gracefulStopMicros: second,
  };
}

describe('an open load', () => {
  it('starts each request at its absolute due time, never before', async () => {
    const target = await serve(answerHit);
    const plan = buildTestPlan({ load: rate({ pre: 4, max: 200 }, 1_000), arrivals: every(5, 200) });
    const observed = await drive(plan, target.url);
    const first = observed.samples.find((sample) => sample.index === 0)?.dueMicros ?? 0;
    expect(observed.outcomes).toEqual({ hit: 200 });
    for (const sample of observed.samples) {
      expect(sample.dueMicros - first).toBeCloseTo(sample.index * 5 * milli, 3);
      expect(sample.sentMicros).toBeGreaterThanOrEqual(sample.dueMicros);
    }
    expect(observed.inFlight.length).toBeGreaterThanOrEqual(5);
    expect(observed.result.health.promisedInFlight).toBeUndefined();
  });

  it('starts nothing at or after its end', async () => {
    const target = await serve(answerHit);
    const plan = buildTestPlan({ load: rate({ pre: 10, max: 10 }, 100), arrivals: every(10, 50) });
    const observed = await drive(plan, target.url);
    expect(observed.outcomes).toEqual({ hit: 10 });
    const span = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    expect(span.endMicros - span.startMicros).toBeCloseTo(100 * milli, 3);
  });

  it('uses every connection in turn', async () => {
    const target = await serve(answerHit);
    await drive(buildTestPlan({ load: rate({ pre: 5, max: 5 }, 1_600), arrivals: every(100, 15) }), target.url);
    expect(target.seen.map((seen) => seen.connection)).toEqual(Array.from({ length: 15 }, (_, index) => index % 5));
  });

  it('adds users up to the greatest number and drops what is due beyond', async () => {
    const target = await serve(() => undefined);
    const plan = buildTestPlan({
      load: rate({ pre: 1, max: 6 }, 300),
      arrivals: every(10, 20),
      target: { timeoutMicros: 5 * second },
    });
    const observed = await drive(plan, target.url);
    expect(observed.outcomes).toEqual({ interrupted: 6 });
    expect(observed.drops).toHaveLength(14);
    expect(observed.result.started.measure).toBe(6);
    expect(target.connections()).toBe(6);
  });

  it('counts a freeze of the target from the due times, so that it cannot hide', async () => {
    let frozenUntil = 0;
    const target = await serve((seen, socket) => {
      if (seen.number === 20) frozenUntil = performance.now() + 300;
      setTimeout(() => void socket.write(hit), Math.max(0, frozenUntil - performance.now()));
    });
    const plan = buildTestPlan({ load: rate({ pre: 160, max: 160 }, 800), arrivals: every(5, 160) });
    const { samples, drops } = await drive(plan, target.url);
    const slow = samples.filter((sample) => sample.endMicros - sample.dueMicros > 50 * milli);
    expect(drops).toHaveLength(0);
    expect(samples).toHaveLength(160);
    expect(slow.length).toBeGreaterThanOrEqual(45);
    expect(slow.length).toBeLessThanOrEqual(110);
  });

  it('lets a dropped request keep its place in the sequence', async () => {
    let answers = 0;
    const target = await serve((_, socket) => void setTimeout(() => socket.write(hit), answers++ === 0 ? 800 : 0));
    const plan = buildTestPlan({ load: rate({ pre: 1, max: 1 }, 2_500), arrivals: [0, 30_000, 60_000, 2_000_000] });
    const observed = await drive(plan, target.url);
    expect(observed.samples.map((sample) => sample.index)).toEqual([0, 3]);
    expect(observed.drops).toHaveLength(2);
  });

  it('warms up with the same arrivals', async () => {
    const target = await serve(answerHit);
    const plan = buildTestPlan({
      load: rate({ pre: 10, max: 10 }, 200),
      arrivals: every(20, 100),
      warmup: { kind: 'duration', micros: 100 * milli },
    });
    const observed = await drive(plan, target.url);
    expect(observed.result.started).toEqual({ warmup: 5, measure: 10 });
  });
});

describe('a replay', () => {
  const replay: Load = {
    executor: 'replay',
    maxDurationMicros: 10 * second,
    preAllocatedVUs: 4,
    maxVUs: 4,
    arrivals: 'even',
    gracefulStopMicros: second,
  };

  it('ends with its last request, at the times of the log', async () => {
    const target = await serve(answerHit);
    const observed = await drive(
      buildTestPlan({ load: replay, arrivals: [0, 10_000, 10_000, 150_000], length: 4 }),
      target.url,
    );
    const { startMicros, endMicros } = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    expect(observed.outcomes).toEqual({ hit: 4 });
    expect(endMicros - startMicros).toBeCloseTo(150 * milli, 3);
  });

  it('ends at its greatest length', async () => {
    const target = await serve(answerHit);
    const load = { ...replay, maxDurationMicros: 100 * milli };
    const observed = await drive(buildTestPlan({ load, arrivals: [0, 50_000, 150_000] }), target.url);
    expect(observed.outcomes).toEqual({ hit: 2 });
  });
});
