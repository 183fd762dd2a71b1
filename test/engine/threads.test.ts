import type { Socket } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Threads from '../../src/engine/threads/run-threads.ts';
import { exitCodes, HitgateError } from '../../src/errors.ts';
import { buildPlan } from '../../src/plan/build-plan.ts';
import { digestCorpus } from '../../src/plan/digest.ts';
import type { Plan, Query } from '../../src/plan/plan.ts';
import { expectedCheck } from '../../src/plan/sequence-check.ts';
import type { ClosedSlice } from '../../src/recorder/closed-slice.ts';
import { failureKinds, type CacheClass } from '../../src/recorder/sample.ts';
import type { PhaseSnapshot } from '../../src/recorder/snapshot.ts';
import { answers } from './test-answers.ts';
import { buildTestScenario, iterations, milli, second, testClock, type TestPlan } from './test-plan.ts';
import { freePort } from '../free-port.ts';
import { hit, miss, startServer, type Answer, type TestServer } from './test-server.ts';

/** A thread is started from the built program, so that the side that starts it must be the built one too. */
let threads: typeof Threads;
beforeAll(async () => {
  const built: unknown = await import(pathToFileURL(path.resolve('dist/engine/threads/run-threads.js')).href);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of the module are those of its source.
  threads = built as typeof Threads;
});

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const corpus: readonly Query[] = Array.from({ length: 10 }, (_, index) => ({
  id: `q${index}`,
  docId: 'doc',
  question: `Question ${index}?`,
  weight: 1,
  class: 'default',
}));

function planOf(test: TestPlan): Plan {
  return buildPlan(buildTestScenario(test), { file: 'test.jsonl', queries: corpus, digest: digestCorpus(corpus) });
}

type Changes = Partial<Parameters<typeof Threads.runThreads>[1]>;

function drive(plan: Plan, url: string, changes: Changes = {}): ReturnType<typeof Threads.runThreads> {
  return threads.runThreads(plan, {
    threads: 2,
    pace: 'economical',
    clock: testClock,
    url,
    secrets: {},
    nonce: 'test',
    signal: new AbortController().signal,
    limits: [{ latency: 'service', limitMicros: 0, equalIsOver: false }],
    checkNames: [],
    judgedOn: 'service',
    onSlice: () => undefined,
    onPhase: (_, nowMicros) => nowMicros,
    isSteady: () => false,
    ...changes,
  });
}

async function driveAgainst(answer: Answer, test: TestPlan, changes: Changes = {}) {
  server = await startServer(answer);
  return await drive(planOf(test), server.url, changes);
}

function outcomesOf({ classes, failures }: PhaseSnapshot): Record<string, number> {
  const names: readonly CacheClass[] = ['hit', 'miss', 'unknown'];
  const counts = [
    ...names.map((name) => [name, classes[name].count] as const),
    ...failureKinds.map((kind) => [kind, failures[kind]] as const),
  ];
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

describe('two threads', () => {
  it.each(answers)('count each outcome as one thread does: %s', async (_, answer, expected) => {
    const { result, phases } = await driveAgainst(answer, { load: iterations(4, 12) });
    expect(outcomesOf(phases.measure)).toEqual({ [expected]: 12 });
    expect(result).toMatchObject({ ended: 'completed', started: { warmup: 0, measure: 12 } });
  });

  it('count refused and timed-out requests', async () => {
    const refused = await drive(planOf({ load: iterations(4, 12) }), `http://127.0.0.1:${await freePort()}`);
    expect(outcomesOf(refused.phases.measure)).toEqual({ refused: 12 });
    const silent = await driveAgainst(() => undefined, {
      load: iterations(4, 8),
      target: { timeoutMicros: 60 * milli },
    });
    expect(outcomesOf(silent.phases.measure)).toEqual({ timeout: 8 });
  });

  it('send one sequence, each index once, with the check of the plan', async () => {
    const plan = planOf({ load: iterations(7, 500) });
    server = await startServer((_, socket) => void socket.write(hit));
    const { result, phases } = await drive(plan, server.url, { threads: 3 });
    expect(result.sentCheck).toBe(expectedCheck(plan, 500));
    expect(outcomesOf(phases.measure)).toEqual({ hit: 500 });
    const asked = server.seen.map(({ body }) => body.replace(/.*"q(\d)".*/u, '$1')).sort();
    expect(asked).toEqual(Array.from({ length: 500 }, (_, index) => String(index % 10)).sort());
    expect(result.health.workers).toHaveLength(3);
    expect(result.health.workers?.reduce((sum, { requests }) => sum + requests, 0)).toBe(500);
  });

  it('share the arrivals of an open load between them, those that were dropped included', async () => {
    const load = {
      executor: 'constant-arrival-rate',
      ratePerSecond: 200,
      durationMicros: second,
      preAllocatedVUs: 2,
      maxVUs: 2,
      arrivals: 'even',
      gracefulStopMicros: 2 * second,
    } as const;
    const plan = planOf({ load });
    server = await startServer((_, socket) => void setTimeout(() => socket.write(miss), 50));
    const { result, phases } = await drive(plan, server.url, { pace: 'precise' });
    const { requests, dropped } = phases.measure;
    expect(requests + dropped).toBe(200);
    expect(dropped).toBeGreaterThan(100);
    expect(result.started.measure).toBe(requests);
    expect(result.sentCheck).toBe(expectedCheck(plan, 200));
    expect(server.connections()).toBe(2);
  });

  it('warm up together, start the measured phase together, and tell each second once', async () => {
    const load = {
      executor: 'constant-vus',
      vus: 6,
      durationMicros: 1.4 * second,
      gracefulStopMicros: second,
    } as const;
    const slices: ClosedSlice[] = [];
    const order: string[] = [];
    const { result, phases } = await driveAgainst(
      (_, socket) => void setTimeout(() => socket.write(hit), 20),
      { load, warmup: { kind: 'prefill' } },
      {
        onSlice: (slice) => slices.push(slice),
        onPhase: (phase, nowMicros) => {
          order.push(phase);
          return nowMicros;
        },
      },
    );
    expect(order).toEqual(['warmup', 'measure']);
    expect(phases.warmup.requests).toBe(10);
    expect(slices.map(({ phase, slice }) => [phase, slice.second])).toEqual([
      ['warmup', 0],
      ['measure', 0],
      ['measure', 1],
    ]);
    const counted = slices.slice(1).reduce((sum, { slice }) => sum + slice.counts[0], 0);
    expect(counted).toBe(phases.measure.requests);
    // A thread may be late with its first requests.
    expect(phases.measure.inFlight).toMatchObject({ max: 6 });
    expect(slices.at(-1)?.slice.inFlight).toEqual([6, 6]);
    expect(result.health.promisedInFlight).toBe(6);
    expect(phases.measure.durationMicros).toBeCloseTo(1.4 * second, 3);
  });

  it('end a warm-up as soon as it is steady', async () => {
    let asked = 0;
    const { phases } = await driveAgainst(
      (_, socket) => void setTimeout(() => socket.write(hit), 5),
      { load: iterations(4, 8), warmup: { kind: 'until-steady', maxMicros: 20 * second } },
      { isSteady: () => ++asked >= 1 },
    );
    expect(phases.warmup.durationMicros).toBeLessThan(5 * second);
    expect(phases.measure.requests).toBe(8);
  });

  it('end at once when the run is aborted, with what is outstanding interrupted', async () => {
    const abort = new AbortController();
    const load = {
      executor: 'constant-vus',
      vus: 4,
      durationMicros: 60 * second,
      gracefulStopMicros: second,
    } as const;
    const { result, phases } = await driveAgainst(
      ({ number }) => {
        if (number === 3) abort.abort();
      },
      { load },
      { signal: abort.signal },
    );
    expect(result.ended).toBe('aborted');
    expect(outcomesOf(phases.measure)).toEqual({ interrupted: 4 });
  });

  it('write every sample of all threads', async () => {
    let text = '';
    const waiting: Socket[] = [];
    await driveAgainst(
      (_, socket) => {
        waiting.push(socket);
        // Each of the four users has a request before any is answered, however late its thread begins.
        if (server !== undefined && server.seen.length >= 4) for (const each of waiting.splice(0)) each.write(hit);
      },
      { load: iterations(4, 40) },
      { samplesOfRun: 1, onSamples: (rows) => (text += rows) },
    );
    const rows = text.trimEnd().split('\n');
    expect(rows.map((row) => Number(row.split(',')[3])).sort((a, b) => a - b)).toEqual([...Array(40).keys()]);
    expect(new Set(rows.map((row) => row.split(',')[2]))).toEqual(new Set(['0', '1', '2', '3']));
  });

  it('pass on what is wrong with a request, as the error it was', async () => {
    const plan = planOf({ load: iterations(2, 2) });
    const { scenario } = plan;
    const request = { ...scenario.target.request, method: 'CONNECT' };
    const broken = { ...plan, scenario: { ...scenario, target: { ...scenario.target, request } } };
    const failure: unknown = await drive(broken, 'http://127.0.0.1:9').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: HitgateError.name, exitCode: exitCodes.usage, code: 'E_SCENARIO' });
  });
});
