import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { runAutocannon } from '../../../src/engine/autocannon/run-autocannon.ts';
import { expectedCheck } from '../../../src/plan/sequence-check.ts';
import type { Load } from '../../../src/scenario/scenario.ts';
import { buildTestPlan, drive, iterations, milli, second, type Observed, type TestPlan } from '../test-plan.ts';
import { freePort } from '../../free-port.ts';
import { hit, miss, onceRead, reply, startServer, type Answer, type TestServer } from '../test-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function driveAgainst(answer: Answer, test: TestPlan = { load: iterations(4, 40) }): Promise<Observed> {
  server = await startServer(answer);
  return await drive(buildTestPlan(test), server.url, { engine: runAutocannon });
}

function constantUsers(vus: number, durationMicros: number, gracefulStopMicros = 2 * second): Load {
  return { executor: 'constant-vus', vus, durationMicros, gracefulStopMicros };
}

const always =
  (bytes: string | Buffer): Answer =>
  (_, socket) =>
    void socket.write(bytes);

const thenClose =
  (bytes: string): Answer =>
  (_, socket) =>
    void socket.end(bytes);

const later =
  (millis: number, bytes: string): Answer =>
  (_, socket) =>
    void setTimeout(() => socket.write(bytes), millis);

const zipped = gzipSync('{"cache_hit": true}');
const gzipReply = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`),
  zipped,
]);
const success = 'HTTP/1.1 200 OK\r\n';

function indicesOf({ samples }: Observed): number[] {
  return samples
    .filter(({ phase }) => phase === 'measure')
    .map(({ index }) => index)
    .sort((a, b) => a - b);
}

function expectPlannedSequence(observed: Observed, test: TestPlan): void {
  const { started, sentCheck } = observed.result;
  expect(indicesOf(observed)).toEqual([...Array(started.measure).keys()]);
  expect(sentCheck).toBe(expectedCheck(buildTestPlan(test), started.measure));
}

describe('every request through autocannon ends with exactly one outcome', () => {
  it.each<readonly [string, Answer, string, number]>([
    ['a hit', always(hit), 'hit', 200],
    ['a miss', always(miss), 'miss', 200],
    ['a class that is absent', always(reply({ answer: 'a' })), 'unknown', 200],
    ['Connection: close on every reply', thenClose(reply({ cache_hit: true }, 'Connection: close\r\n')), 'hit', 200],
    [
      'a chunked body',
      always(`${success}Transfer-Encoding: chunked\r\n\r\n8\r\n{"cache_\r\nb\r\nhit": true}\r\n0\r\n\r\n`),
      'hit',
      200,
    ],
    ['a gzipped body', always(gzipReply), 'hit', 200],
    ['a body in an unknown coding', always(reply({ cache_hit: true }, 'Content-Encoding: zstd\r\n')), 'body', 200],
    ['200 with success: false', always(reply({ success: false, cache_hit: true })), 'body', 200],
    ['200 with text', always(`${success}Content-Length: 2\r\n\r\nok`), 'body', 200],
    ['204', always('HTTP/1.1 204 No Content\r\n\r\n'), 'body', 204],
    ['500 that says it is a hit', always(hit.replace('200 OK', '500 Oh')), 'status', 500],
    ['a redirect', always('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'), 'status', 302],
    ['no HTTP', always('SSH-2.0-OpenSSH\r\n'), 'malformed', 0],
    ['an interim reply', always(`HTTP/1.1 103 Early Hints\r\n\r\n${hit}`), 'malformed', 0],
    ['a close without an answer', thenClose(''), 'reset', 0],
    ['a close within the head', thenClose('HTTP/1.1 200 OK\r\nContent-'), 'reset', 0],
    ['a reset without an answer', (_, socket) => void socket.resetAndDestroy(), 'reset', 0],
    [
      'a close within the body',
      thenClose(`${success}Content-Length: 100\r\n\r\n{"cache_hit": true}`),
      'truncated',
      200,
    ],
    ['a body until close, which it does not read', thenClose(`${success}\r\n{"cache_hit": true}`), 'truncated', 200],
  ])('%s', async (_, answer, expected, status) => {
    const test = { load: iterations(4, 12) };
    const observed = await driveAgainst(answer, test);
    expect(observed.outcomes).toEqual({ [expected]: 12 });
    expect(new Set(observed.samples.map((sample) => sample.status))).toEqual(new Set([status]));
    expect(observed.result).toMatchObject({ ended: 'completed', started: { warmup: 0, measure: 12 } });
    expectPlannedSequence(observed, test);
    await expect.poll(() => server?.open(), { timeout: 20_000 }).toBe(0);
  });

  it('refused, which waits between tries', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const observed = await drive(buildTestPlan({ load: iterations(4, 12) }), url, { engine: runAutocannon });
    expect(observed.outcomes).toEqual({ refused: 12 });
    const { startMicros, endMicros } = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    // A timer is early by as long as a turn of the event loop has taken before it was set.
    expect(endMicros - startMicros).toBeGreaterThan(250 * milli);
    expect(observed.samples.every((sample) => sample.sentMicros === sample.endMicros)).toBe(true);
  });

  it('a time-out below a second, after which the connection is a new one', async () => {
    const test = { load: iterations(2, 6), target: { timeoutMicros: 80 * milli } };
    const observed = await driveAgainst(() => undefined, test);
    expect(observed.outcomes).toEqual({ timeout: 6 });
    for (const { sentMicros, endMicros } of observed.samples)
      expect(endMicros - sentMicros).toBeGreaterThanOrEqual(60 * milli);
    expect(server?.connections()).toBe(6);
    expectPlannedSequence(observed, test);
  });

  it('a time-out within a body, which does not break the replies after it', async () => {
    const half = `${success}Content-Length: 50\r\n\r\n{"cache_hit"`;
    const test = { load: iterations(1, 8), target: { timeoutMicros: second } };
    const observed = await driveAgainst(({ number }, socket) => void socket.write(number === 2 ? half : hit), test);
    expect(observed.outcomes).toEqual({ hit: 7, timeout: 1 });
    expectPlannedSequence(observed, test);
  });

  it('a lost connection, whose time is in no later latency', async () => {
    const test = { load: iterations(1, 8) };
    const observed = await driveAgainst(({ number }, socket) => {
      if (number === 2) setTimeout(() => socket.destroy(), 1_000);
      else socket.write(hit);
    }, test);
    expect(observed.outcomes).toEqual({ hit: 7, reset: 1 });
    const hits = observed.samples.filter(({ outcome }) => outcome === 0);
    for (const { sentMicros, endMicros } of hits) expect(endMicros - sentMicros).toBeLessThan(900 * milli);
    // Were the lost request still waiting in the client, it would hand out the start of the request before.
    for (const { dueMicros, sentMicros } of hits.filter(({ index }) => index > 3))
      expect(sentMicros).toBeGreaterThan(dueMicros);
  });

  it('a close right behind an answer, which costs the request that was on its way and no other', async () => {
    const test = { load: iterations(4, 40) };
    const observed = await driveAgainst(thenClose(hit), test);
    const { hit: hits = 0, reset: resets = 0 } = observed.outcomes;
    expect(hits + resets).toBe(40);
    // Each user has a hit first, so it has one more where its number of requests is odd.
    expect(hits - resets).toBeGreaterThanOrEqual(0);
    expect(hits - resets).toBeLessThanOrEqual(4);
    expectPlannedSequence(observed, test);
  });

  it('bytes behind an answer, which spoil the answer after it', async () => {
    const observed = await driveAgainst(always(`${hit}x`), { load: iterations(1, 6) });
    expect(observed.outcomes).toEqual({ hit: 3, malformed: 3 });
  });

  it('interrupted, at the end of graceful stop and at an abort', async () => {
    const late = await driveAgainst(() => undefined, { load: constantUsers(3, 500 * milli, 100 * milli) });
    expect(late.outcomes).toEqual({ interrupted: 3 });
    expect(late.result.ended).toBe('completed');
    await server?.close();

    server = await startServer(always(hit));
    const abort = new AbortController();
    const onPhase = (_: string, nowMicros: number): number => {
      setTimeout(() => abort.abort(), 150);
      return nowMicros;
    };
    const plan = buildTestPlan({ load: constantUsers(3, 20 * second) });
    const aborted = await drive(plan, server.url, { engine: runAutocannon, signal: abort.signal, onPhase });
    expect(aborted.result.ended).toBe('aborted');
    expect(aborted.samples).toHaveLength(aborted.result.started.measure);
  });
});

describe('autocannon drives the plan', () => {
  it('with constant users: the sequence of the plan, all users in flight, the time of the plan', async () => {
    const test = { load: constantUsers(5, second) };
    const observed = await driveAgainst(
      (seen, socket) => later(3, seen.number % 4 === 0 ? miss : hit)(seen, socket),
      test,
    );
    const { started, phases, ended } = observed.result;
    expect(ended).toBe('completed');
    expect(observed.samples).toHaveLength(started.measure);
    expect(server?.seen).toHaveLength(started.measure);
    expectPlannedSequence(observed, test);
    const asked = server?.seen.filter(({ number }) => number % 4 === 0).length ?? 0;
    expect(observed.outcomes).toEqual({ miss: asked, hit: started.measure - asked });
    expect(observed.inFlight.length).toBeGreaterThanOrEqual(3);
    expect(new Set(observed.inFlight.map(({ users }) => users))).toEqual(new Set([5]));
    const { startMicros = 0, endMicros = 0 } = phases.measure ?? {};
    expect(endMicros - startMicros).toBeGreaterThanOrEqual(second);
    expect(new Set(observed.samples.map(({ user }) => user))).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('asks what the plan says: the body of each request is that of its query', async () => {
    const test = { load: iterations(3, 30) };
    await driveAgainst(always(hit), test);
    const asked = server?.seen.map(({ body }) => JSON.parse(body).id).sort();
    expect(asked).toEqual([...Array(30).keys()].map((index) => `q${index % 10}`).sort());
    const [first] = server?.seen ?? [];
    expect(first?.head).toMatch(/^POST \/query HTTP\/1\.1\r\n/u);
    expect(first?.head.match(/^connection: keep-alive\r?$/gimu)).toHaveLength(1);
    expect(first?.head.match(/^host:/gimu)).toHaveLength(1);
  });

  it('fills a place in the path and in a header', async () => {
    const request = { method: 'GET', path: '/a/{{id}}', headers: { 'x-id': '{{id}}' }, secretHeaders: {} };
    await driveAgainst(always(hit), { load: iterations(1, 3), target: { request } });
    expect(server?.seen.map(({ head }) => /^GET (\S+)[\s\S]*x-id: (\S+)/u.exec(head)?.slice(1))).toEqual([
      ['/a/q0', 'q0'],
      ['/a/q1', 'q1'],
      ['/a/q2', 'q2'],
    ]);
  });

  it('with a number of requests for each user', async () => {
    const load: Load = {
      executor: 'per-vu-iterations',
      vus: 3,
      iterations: 4,
      maxDurationMicros: 20 * second,
      gracefulStopMicros: second,
    };
    const observed = await driveAgainst(always(hit), { load, workload: { sequence: 'per-user' } });
    const byUser = [0, 1, 2].map((id) => observed.samples.filter(({ user }) => user === id).map(({ index }) => index));
    expect(byUser).toEqual([
      [0, 1, 2, 3],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('after a prefill of every query once, in its order, on connections of its own', async () => {
    const observed = await driveAgainst(always(hit), { load: iterations(1, 5), warmup: { kind: 'prefill' } });
    expect(observed.phases).toEqual(['warmup', 'measure']);
    expect(observed.result.started).toEqual({ warmup: 10, measure: 5 });
    const warmed = observed.samples.filter(({ phase }) => phase === 'warmup').map(({ query }) => query);
    expect(warmed).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(indicesOf(observed)).toEqual([0, 1, 2, 3, 4]);
  });

  it('warms up for a time, and until it is steady', async () => {
    const forTime = await driveAgainst(later(5, hit), {
      load: iterations(2, 4),
      warmup: { kind: 'duration', micros: second },
    });
    expect(forTime.result.started.warmup).toBeGreaterThan(10);
    await server?.close();
    server = await startServer(later(5, hit));
    const plan = buildTestPlan({ load: iterations(2, 4), warmup: { kind: 'until-steady', maxMicros: 20 * second } });
    const steady = await drive(plan, server.url, { engine: runAutocannon, isSteady: () => true });
    const { startMicros = 0, endMicros = 0 } = steady.result.phases.warmup ?? {};
    expect(endMicros - startMicros).toBeGreaterThanOrEqual(second);
    expect(endMicros - startMicros).toBeLessThan(5 * second);
  });

  it('measures a known delay, due before sent before first byte before end', async () => {
    const observed = await driveAgainst((_, socket) => {
      setTimeout(() => {
        socket.write(hit.slice(0, 30));
        onceRead(() => setTimeout(() => socket.write(hit.slice(30)), 32));
      }, 20);
    });
    for (const { dueMicros, sentMicros, firstByteMicros, endMicros } of observed.samples) {
      expect(dueMicros).toBeLessThanOrEqual(sentMicros);
      expect(firstByteMicros - sentMicros).toBeGreaterThan(18 * milli);
      expect(endMicros - sentMicros).toBeGreaterThan(48 * milli);
      expect(endMicros).toBeGreaterThan(firstByteMicros);
    }
  });

  it('does not count connecting: the first request of a user is due and sent when its connection opened', async () => {
    const { samples, result } = await driveAgainst(later(5, hit));
    const startMicros = result.phases.measure?.startMicros ?? Infinity;
    for (const id of [0, 1, 2, 3]) {
      const first = samples.find(({ user }) => user === id);
      expect(first?.dueMicros).toBeGreaterThan(startMicros);
      expect(first?.sentMicros).toBeGreaterThanOrEqual(first?.dueMicros ?? Infinity);
    }
  });

  it('rejects with what a sink throws, and leaves no connection behind', async () => {
    server = await startServer(always(hit));
    const sink = {
      record: () => {
        throw new Error('a bug in the sink');
      },
      drop: () => undefined,
      observeInFlight: () => undefined,
    };
    const plan = buildTestPlan({ load: iterations(2, 10) });
    await expect(drive(plan, server.url, { engine: runAutocannon, sink })).rejects.toThrow('a bug in the sink');
    await expect.poll(() => server?.open(), { timeout: 20_000 }).toBe(0);
  });

  it('refuses what it cannot do before it sends anything', async () => {
    server = await startServer(always(hit));
    const plan = buildTestPlan({ load: iterations(1, 1), workload: { thinkTime: { kind: 'constant', micros: 5 } } });
    await expect(drive(plan, server.url, { engine: runAutocannon })).rejects.toMatchObject({ exitCode: 2 });
    expect(server.connections()).toBe(0);
  });
});
