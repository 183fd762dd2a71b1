import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../src/engine/engine.ts';
import { serverTls, trusted } from './test-certificates.ts';
import { buildTestPlan, drive, iterations, milli, second, type Observed, type TestPlan } from './test-plan.ts';
import { answers, always, success, thenClose } from './test-answers.ts';
import { freePort } from '../free-port.ts';
import { hit, miss, onceRead, reply, startServer, type Answer, type TestServer } from './test-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Transport = {
  readonly scheme: 'http' | 'https';
  readonly server: Parameters<typeof startServer>[1];
  readonly client: Partial<EngineOptions>;
};
const overTcp: Transport = { scheme: 'http', server: {}, client: {} };
const overTls: Transport = { scheme: 'https', server: { tls: serverTls() }, client: { tls: trusted } };
const transports = [
  ['TCP', overTcp],
  ['TLS', overTls],
] as const;

async function driveAgainst(
  answer: Answer,
  test: TestPlan = { load: iterations(4, 40) },
  transport: Transport = overTcp,
): Promise<Observed> {
  server = await startServer(answer, transport.server);
  return await drive(buildTestPlan(test), server.url, transport.client);
}

describe.each(transports)('every request over %s ends with exactly one outcome', (_, transport) => {
  it.each(answers)('%s', async (_, answer, expected, status) => {
    const observed = await driveAgainst(answer, { load: iterations(4, 12) }, transport);
    expect(observed.outcomes).toEqual({ [expected]: 12 });
    expect(new Set(observed.samples.map((sample) => sample.status))).toEqual(new Set([status]));
    expect(observed.result).toMatchObject({ ended: 'completed', started: { warmup: 0, measure: 12 } });
    expect(observed.samples.map((sample) => sample.index).sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
  });

  it('refused, which waits between tries', async () => {
    const url = `${transport.scheme}://127.0.0.1:${await freePort()}`;
    const observed = await drive(buildTestPlan({ load: iterations(4, 12) }), url, transport.client);
    expect(observed.outcomes).toEqual({ refused: 12 });
    const { startMicros, endMicros } = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    expect(endMicros - startMicros).toBeGreaterThan(300 * milli - 5 * milli);
    expect(observed.samples.every((sample) => sample.sentMicros === sample.endMicros)).toBe(true);
  });

  it('a name that does not resolve is refused', async () => {
    // Longer than a label of a name may be, so that no server of names is asked.
    const url = `${transport.scheme}://${'nowhere'.repeat(10)}.invalid`;
    const observed = await drive(buildTestPlan({ load: iterations(1, 2) }), url, transport.client);
    expect(observed.outcomes).toEqual({ refused: 2 });
  });

  it('times in order: due, sent, first byte, end', async () => {
    const { samples } = await driveAgainst(
      (_, socket) => {
        socket.write(hit.slice(0, 30));
        onceRead(() => setTimeout(() => socket.write(hit.slice(30)), 20));
      },
      undefined,
      transport,
    );
    for (const sample of samples) {
      expect(sample.dueMicros).toBeLessThanOrEqual(sample.sentMicros);
      expect(sample.sentMicros).toBeLessThan(sample.firstByteMicros);
      expect(sample.firstByteMicros).toBeLessThan(sample.endMicros);
    }
  });

  it('interrupted, when the run is', async () => {
    const abort = new AbortController();
    server = await startServer(({ number }, socket) => {
      if (number < 20) socket.write(hit);
      // By the fourth that is not answered, each of the four users waits.
      else if (number === 23) abort.abort();
    }, transport.server);
    const options = { ...transport.client, signal: abort.signal };
    const observed = await drive(buildTestPlan({ load: iterations(4, 1000) }), server.url, options);
    expect(observed.outcomes).toEqual({ hit: 20, interrupted: 4 });
    expect(observed.result.ended).toBe('aborted');
  });

  it('hits and misses as often as the server says', async () => {
    const answered = { hit: 0, miss: 0 };
    const observed = await driveAgainst(
      ({ body }, socket) => {
        const kind = /"q[02468]"/u.test(body) ? 'hit' : 'miss';
        answered[kind]++;
        socket.write(kind === 'hit' ? hit : miss);
      },
      { load: iterations(8, 205) },
      transport,
    );
    expect(observed.outcomes).toEqual({ hit: 103, miss: 102 });
    expect(answered).toEqual({ hit: 103, miss: 102 });
  });
});

describe.each(transports)('answers to HEAD over %s', (_, transport) => {
  it('have no body, whatever their length says, and are classified by a header', async () => {
    const observed = await driveAgainst(
      always(`${success}X-Cache: HIT\r\nContent-Length: 500\r\n\r\n`),
      {
        load: iterations(2, 12),
        target: {
          request: { method: 'HEAD', path: '/{{id}}', headers: {}, secretHeaders: {} },
          classify: { from: 'header', name: 'x-cache', hit: ['HIT'], miss: ['MISS'] },
          success: { status: [[200, 299]], body: [] },
        },
      },
      transport,
    );
    expect(observed.outcomes).toEqual({ hit: 12 });
    expect(server?.connections()).toBe(2);
  });
});

describe.each(transports)('time-outs over %s', (_, transport) => {
  const quick = { timeoutMicros: 60 * milli };

  it('end a request that gets no answer, at the deadline or a little after', async () => {
    const observed = await driveAgainst(() => undefined, { load: iterations(2, 6), target: quick }, transport);
    expect(observed.outcomes).toEqual({ timeout: 6 });
    for (const sample of observed.samples)
      expect(sample.endMicros - sample.dueMicros).toBeGreaterThanOrEqual(60 * milli);
  });

  it('end a reply that drips too slowly', async () => {
    const observed = await driveAgainst(
      (_, socket) => {
        let at = 0;
        const timer = setInterval(() => {
          if (at >= hit.length || socket.destroyed) clearInterval(timer);
          else socket.write(hit.charAt(at++));
        }, 5);
      },
      { load: iterations(1, 2), target: quick },
      transport,
    );
    expect(observed.outcomes).toEqual({ timeout: 2 });
  });

  it('never let a late reply pass for the next one', async () => {
    let sendLate: (() => void) | undefined;
    const observed = await driveAgainst(
      (seen, socket) => {
        const { id } = JSON.parse(seen.body);
        const body = reply({ cache_hit: id === 'q0' });
        if (seen.number === 0) {
          sendLate = () => void socket.write(body);
          return;
        }
        if (seen.number === 1) sendLate?.();
        setTimeout(() => void socket.write(body), 50);
      },
      { load: iterations(1, 5), target: { timeoutMicros: second } },
      transport,
    );
    expect(observed.outcomes).toEqual({ timeout: 1, miss: 4 });
    expect(server?.connections()).toBe(2);
  });
});

describe('connections', () => {
  it('are one for each user, opened before the first request', async () => {
    await driveAgainst(always(hit), { load: iterations(5, 50) });
    expect(server?.connections()).toBe(5);
    await expect.poll(() => server?.open(), { timeout: 20_000 }).toBe(0);
  });

  it('that the server closes while idle are opened again without a failure', async () => {
    const observed = await driveAgainst(
      (_, socket) => {
        socket.write(hit);
        onceRead(() => socket.end());
      },
      { load: iterations(2, 8), workload: { thinkTime: { kind: 'constant', micros: 400 * milli } } },
    );
    expect(observed.outcomes).toEqual({ hit: 8 });
    expect(server?.connections()).toBeGreaterThanOrEqual(8);
  });

  it('with bytes that nobody asked for are given up', async () => {
    const observed = await driveAgainst(
      (_, socket) => {
        socket.write(hit);
        onceRead(() => setTimeout(() => socket.write(miss), 20));
      },
      { load: iterations(1, 4), workload: { thinkTime: { kind: 'constant', micros: 400 * milli } } },
    );
    expect(observed.outcomes).toEqual({ hit: 4 });
    expect(server?.connections()).toBeGreaterThanOrEqual(4);
  });

  it('count towards the response time, not the service time, when a request needs a new one', async () => {
    const observed = await driveAgainst(thenClose(reply({ cache_hit: true }, 'Connection: close\r\n')), {
      load: iterations(1, 10),
    });
    const late = observed.samples.slice(1).map((sample) => sample.sentMicros - sample.dueMicros);
    expect(Math.min(...late)).toBeGreaterThan(0);
  });

  it('survive a server that restarts: failures while it is away, answers afterwards', async () => {
    const port = await freePort();
    const first = await startServer(
      ({ number }, socket) => {
        socket.write(hit);
        if (number === 4) restarted = restart();
      },
      { port },
    );
    const restart = async (): Promise<void> => {
      await first.close();
      await sleep(600);
      server = await startServer(always(miss), { port });
    };
    let restarted = Promise.resolve();
    server = first;
    const load = { executor: 'constant-vus', vus: 3, durationMicros: 4 * second, gracefulStopMicros: second } as const;
    const observed = await drive(
      buildTestPlan({ load, workload: { thinkTime: { kind: 'constant', micros: 20 * milli } } }),
      first.url,
    );
    await restarted;
    expect(observed.outcomes).toMatchObject({
      hit: expect.any(Number),
      miss: expect.any(Number),
      refused: expect.any(Number),
    });
    expect(observed.result.ended).toBe('completed');
  });

  it('to a server that died for good end the run as target-lost, with everything until then', async () => {
    const dying = await startServer(
      ({ connection }, socket) => {
        socket.write(hit);
        if (connection === 2) void dying.close();
      },
      { port: await freePort() },
    );
    server = dying;
    const load = {
      executor: 'constant-vus',
      vus: 10,
      durationMicros: 60 * second,
      gracefulStopMicros: second,
    } as const;
    const observed = await drive(buildTestPlan({ load }), dying.url);
    expect(observed.result.ended).toBe('target-lost');
    expect(observed.outcomes['hit']).toBeGreaterThan(10);
    expect(observed.outcomes['refused']).toBeGreaterThanOrEqual(20);
    const { startMicros, endMicros } = observed.result.phases.measure ?? { startMicros: 0, endMicros: 0 };
    expect(endMicros - startMicros).toBeGreaterThan(5 * second);
    expect(endMicros - startMicros).toBeLessThan(15 * second);
  });
});
