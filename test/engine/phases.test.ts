import { afterEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../src/recorder/sample.ts';
import { buildTestPlan, drive, iterations, milli, second, testClock, type Observed } from './test-plan.ts';
import { hit, miss, startServer, type Answer, type TestServer } from './test-server.ts';

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
const answerAfter =
  (millis: number): Answer =>
  (_, socket) =>
    void setTimeout(() => socket.write(hit), millis);
const idOf = (body: string): string => JSON.parse(body).id;

/** The first request of each user. */
function firstOfEach({ samples }: Observed): Sample[] {
  return [...new Map(samples.toReversed().map((sample) => [sample.user, sample])).values()];
}

function constantUsers(vus: number, millis: number, gracefulMillis = 1_000) {
  return {
    executor: 'constant-vus',
    vus,
    durationMicros: millis * milli,
    gracefulStopMicros: gracefulMillis * milli,
  } as const;
}

describe('warm-up', () => {
  it('prefills every query once in the given order and measures afterwards', async () => {
    const target = await serve(answerHit);
    const observed = await drive(buildTestPlan({ load: iterations(1, 5), warmup: { kind: 'prefill' } }), target.url);
    const asked = target.seen.map((seen) => idOf(seen.body));
    expect(asked).toEqual(['q9', 'q8', 'q7', 'q6', 'q5', 'q4', 'q3', 'q2', 'q1', 'q0', 'q0', 'q1', 'q2', 'q3', 'q4']);
    expect(observed.phases).toEqual(['warmup', 'measure']);
    expect(observed.samples.map((sample) => sample.phase)).toEqual([
      ...Array(10).fill('warmup'),
      ...Array(5).fill('measure'),
    ]);
    expect(observed.result.started).toEqual({ warmup: 10, measure: 5 });
    expect(observed.result.ended).toBe('completed');
  });

  it('records failures in its own phase and sends nothing twice', async () => {
    const target = await serve(
      (_, socket) =>
        void socket.write(target.seen.length <= 10 ? 'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n' : miss),
    );
    const observed = await drive(buildTestPlan({ load: iterations(3, 6), warmup: { kind: 'prefill' } }), target.url);
    expect(target.seen.length).toBe(16);
    expect(observed.outcomes).toEqual({ miss: 6 });
  });

  it('of a duration drains before the measured phase begins', async () => {
    const target = await serve(answerAfter(20));
    let outstanding = -1;
    const plan = buildTestPlan({ load: iterations(2, 4), warmup: { kind: 'duration', micros: second } });
    const observed = await drive(plan, target.url, {
      onPhase: (phase, nowMicros) => {
        if (phase === 'measure') outstanding = target.seen.length;
        return nowMicros;
      },
    });
    const { warmup, measure } = observed.result.started;
    expect(outstanding).toBe(warmup);
    expect(warmup).toBeGreaterThan(4);
    expect(measure).toBe(4);
    expect(observed.samples.filter((sample) => sample.phase === 'warmup')).toHaveLength(warmup);
  });

  it('until steady asks every second and ends when told, or at its bound', async () => {
    const target = await serve(answerAfter(5));
    let asked = 0;
    const plan = buildTestPlan({ load: iterations(2, 4), warmup: { kind: 'until-steady', maxMicros: 20 * second } });
    const steady = await drive(plan, target.url, { isSteady: () => ++asked >= 2 });
    const span = steady.result.phases.warmup ?? { startMicros: 0, endMicros: 0 };
    expect(asked).toBe(2);
    expect(span.endMicros - span.startMicros).toBeGreaterThan(1.9 * second);
    expect(steady.outcomes).toEqual({ hit: 4 });
    const bounded = buildTestPlan({ load: iterations(2, 4), warmup: { kind: 'until-steady', maxMicros: 300 * milli } });
    expect((await drive(bounded, target.url)).result.ended).toBe('completed');
  });

  it('waits for onPhase before the first byte', async () => {
    const target = await serve(answerHit);
    await drive(buildTestPlan({ load: iterations(1, 2) }), target.url, {
      onPhase: async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(target.seen).toHaveLength(0);
        return testClock.nowMicros();
      },
    });
    expect(target.seen).toHaveLength(2);
  });
});

describe('constant users', () => {
  it('are all in flight from when all have started until the end', async () => {
    const target = await serve(answerAfter(10));
    const observed = await drive(buildTestPlan({ load: constantUsers(20, 2_000) }), target.url);
    expect(observed.result.health.promisedInFlight).toBe(20);
    const begun = observed.result.phases.measure?.startMicros ?? Infinity;
    const allStarted = Math.max(...firstOfEach(observed).map((sample) => sample.sentMicros));
    // The last user is to start after 200 ms less a twentieth, and may be late.
    for (const { atMicros } of observed.inFlight) expect(atMicros - begun).toBeGreaterThanOrEqual(300 * milli);
    const seen = observed.inFlight.filter(({ atMicros }) => atMicros >= allStarted).map(({ users }) => users);
    expect(seen.length).toBeGreaterThanOrEqual(8);
    expect(new Set(seen)).toEqual(new Set([20]));
  });

  it('promise nothing when they think', async () => {
    const target = await serve(answerHit);
    const plan = buildTestPlan({
      load: constantUsers(2, 1_000),
      workload: { thinkTime: { kind: 'constant', micros: 30 * milli } },
    });
    const observed = await drive(plan, target.url);
    expect(observed.result.health.promisedInFlight).toBeUndefined();
    const [first, second] = observed.samples.filter((sample) => sample.user === 0);
    expect(second?.dueMicros).toBe((first?.endMicros ?? 0) + 30 * milli);
  });

  it('start spread evenly, each at its due time', async () => {
    const target = await serve(() => undefined);
    const observed = await drive(buildTestPlan({ load: constantUsers(10, 1_000, 0) }), target.url);
    const begun = observed.result.phases.measure?.startMicros ?? 0;
    const due = observed.samples.map((sample) => Math.round((sample.dueMicros - begun) / milli / 10));
    expect(due.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('start nothing after the end, and wait for what is outstanding', async () => {
    const target = await serve(answerAfter(200));
    const observed = await drive(buildTestPlan({ load: constantUsers(4, 500, 5_000) }), target.url);
    const { startMicros, endMicros } = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    expect(endMicros - startMicros).toBeCloseTo(500 * milli, 3);
    expect(observed.samples.every((sample) => sample.sentMicros < endMicros)).toBe(true);
    expect(observed.outcomes).toEqual({ hit: target.seen.length });
  });

  it('are interrupted when graceful stop is over', async () => {
    const target = await serve(() => undefined);
    const observed = await drive(buildTestPlan({ load: constantUsers(4, 1_000, 200) }), target.url);
    expect(observed.outcomes).toEqual({ interrupted: 4 });
    expect(observed.result.ended).toBe('completed');
  });
});

describe('sequences', () => {
  it('shared, with one user, arrive in order', async () => {
    const target = await serve(answerHit);
    await drive(buildTestPlan({ load: iterations(1, 25) }), target.url);
    expect(target.seen.map((seen) => idOf(seen.body))).toEqual(
      Array.from({ length: 25 }, (_, index) => `q${index % 10}`),
    );
  });

  it('shared, with many users, arrive as the same multiset whatever the number of users', async () => {
    const target = await serve(answerHit);
    const one = await drive(buildTestPlan({ load: iterations(1, 95) }), target.url);
    const many = await drive(buildTestPlan({ load: iterations(30, 95) }), target.url);
    const count = (from: number, to: number): string[] =>
      target.seen
        .slice(from, to)
        .map((seen) => idOf(seen.body))
        .sort();
    expect(count(95, 190)).toEqual(count(0, 95));
    expect(many.result.sentCheck).toBe(one.result.sentCheck);
  });

  it('per user start at index 0 for each', async () => {
    const target = await serve(answerHit);
    const load = {
      executor: 'per-vu-iterations',
      vus: 3,
      iterations: 4,
      maxDurationMicros: 20 * second,
      gracefulStopMicros: 0,
    } as const;
    const observed = await drive(buildTestPlan({ load, workload: { sequence: 'per-user' } }), target.url);
    for (const user of [0, 1, 2]) {
      const own = observed.samples.filter((sample) => sample.user === user);
      expect(own.map((sample) => [sample.index, sample.query])).toEqual(
        [0, 1, 2, 3].map((index) => [index, index + user]),
      );
    }
    expect(observed.result.started.measure).toBe(12);
  });

  it('that end, end the run', async () => {
    const target = await serve(answerHit);
    const observed = await drive(buildTestPlan({ load: constantUsers(3, 30_000), length: 17 }), target.url);
    expect(observed.outcomes).toEqual({ hit: 17 });
    expect(observed.result.ended).toBe('completed');
  });
});

describe('ramping users', () => {
  it('follow the stages up and down', async () => {
    const target = await serve(answerAfter(5));
    const load = {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { durationMicros: 2 * second, target: 20 },
        { durationMicros: second, target: 20 },
        { durationMicros: 0, target: 5 },
        { durationMicros: second, target: 5 },
      ],
      gracefulRampDownMicros: second,
      gracefulStopMicros: second,
    } as const;
    const observed = await drive(buildTestPlan({ load }), target.url);
    const users = observed.inFlight.map((seen) => seen.users);
    expect(Math.max(...users)).toBe(20);
    expect(users.slice(-2)).toEqual([5, 5]);
    expect(users[0]).toBeLessThan(6);
    expect(observed.outcomes).toEqual({ hit: target.seen.length });
  });

  it('are interrupted when they take longer than gracefulRampDown to leave', async () => {
    const target = await serve(() => undefined);
    const load = {
      executor: 'ramping-vus',
      startVUs: 4,
      stages: [
        { durationMicros: 300 * milli, target: 4 },
        { durationMicros: 0, target: 1 },
        { durationMicros: 2 * second, target: 1 },
      ],
      gracefulRampDownMicros: 100 * milli,
      gracefulStopMicros: 0,
    } as const;
    const observed = await drive(buildTestPlan({ load }), target.url);
    expect(observed.outcomes).toEqual({ interrupted: 4 });
    const begun = observed.result.phases.measure?.startMicros ?? 0;
    const ends = observed.samples.map((sample) => sample.endMicros - begun).sort((a, b) => a - b);
    expect(ends[2]).toBeLessThan(1_800 * milli);
    expect(ends[3]).toBeGreaterThanOrEqual(2_300 * milli);
  });
});

describe('aborting', () => {
  it.each([0, 1, 20, 60, 110, 250])(
    'after %i ms records what is outstanding as interrupted and resolves',
    async (millis) => {
      const target = await serve(answerAfter(30));
      const controller = new AbortController();
      if (millis === 0) controller.abort();
      else setTimeout(() => controller.abort(), millis);
      const plan = buildTestPlan({ load: constantUsers(8, 10_000), warmup: { kind: 'prefill' } });
      const observed = await drive(plan, target.url, { signal: controller.signal });
      const { warmup, measure } = observed.result.started;
      expect(observed.result.ended).toBe('aborted');
      expect(observed.samples).toHaveLength(warmup + measure);
      await expect.poll(() => target.open(), { timeout: 20_000 }).toBe(0);
    },
  );

  it('while connecting resolves too', async () => {
    const silent = await serve(answerHit);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    const url = silent.url.replace('http:', 'https:');
    const observed = await drive(buildTestPlan({ load: constantUsers(8, 10_000) }), url, { signal: controller.signal });
    expect(observed.result).toMatchObject({ ended: 'aborted', phases: {}, started: { measure: 0 } });
  });
});

describe('a fault of the caller', () => {
  it('rejects the run with the very error, and closes every socket', async () => {
    const target = await serve(answerHit);
    const sink = {
      record: () => {
        throw new Error('disk full');
      },
      drop: () => undefined,
      observeInFlight: () => undefined,
    };
    await expect(drive(buildTestPlan({ load: constantUsers(3, 5_000) }), target.url, { sink })).rejects.toThrow(
      'disk full',
    );
    await expect.poll(() => target.open(), { timeout: 20_000 }).toBe(0);
  });

  it('in the URL is refused before anything is sent', async () => {
    await expect(drive(buildTestPlan({ load: iterations(1, 1) }), 'ftp://host')).rejects.toThrow(
      'must begin with http:, https: or http+unix:',
    );
    await expect(drive(buildTestPlan({ load: iterations(1, 1) }), 'http://a:b@host')).rejects.toThrow(
      'must not hold credentials',
    );
  });
});

describe('generator health', () => {
  it('is measured over the measured phase', async () => {
    const target = await serve(answerHit);
    const { health } = (await drive(buildTestPlan({ load: constantUsers(2, 300) }), target.url)).result;
    expect(health.eventLoopUtilisation).toBeGreaterThan(0);
    expect(health.eventLoopUtilisation).toBeLessThanOrEqual(1);
    expect(health.cpuCores).toBeGreaterThan(0);
    expect(health.eventLoopDelayP99Micros).toBeGreaterThanOrEqual(0);
    expect(health.residentBytes).toBeGreaterThan(1_000_000);
  });

  it('tells of its thread what it started, and nothing of the warm-up', async () => {
    const target = await serve(answerHit);
    const plan = buildTestPlan({ load: iterations(2, 40), warmup: { kind: 'prefill' } });
    const { health, started } = (await drive(plan, target.url)).result;
    expect(started).toEqual({ warmup: 10, measure: 40 });
    expect(health.workers).toHaveLength(1);
    expect(health.workers?.[0]).toMatchObject({ requests: 40, utilisation: health.eventLoopUtilisation });
  });
});
