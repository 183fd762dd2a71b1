import * as fc from 'fast-check';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../src/engine/engine.ts';
import { outcomeName, type CacheClass, type FailureKind } from '../../src/recorder/sample.ts';
import { scan } from './adapters/scan.ts';
import { serverTls, trusted } from './test-certificates.ts';
import { buildTestPlan, drive, iterations, milli } from './test-plan.ts';
import { hit, miss, reply, reset, startServer } from './test-server.ts';

type OutcomeName = CacheClass | FailureKind;

/** What a server does to one request, and how that request may end. */
type Attack = {
  readonly name: string;
  /** Written one after the other, in turns of their own. */
  readonly pieces: readonly Buffer[];
  readonly ending: 'nothing' | 'end' | 'reset';
  readonly outcomes: readonly OutcomeName[];
};

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');
const json = '{"cache_hit": true}';
const chunkedHit = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8;a=b\r\n${json.slice(0, 8)}\r\nb\r\n${json.slice(8)}\r\n0\r\nA: b\r\n\r\n`;
const busy = 'HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy';
const good = [busy, hit, miss, reply({ answer: 'a' }), chunkedHit, `HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n${hit}`];
const whole: readonly OutcomeName[] = ['hit', 'miss', 'unknown', 'status', 'body'];
const anyGood = fc.constantFrom(...good);

const valid = fc.tuple(anyGood, fc.array(fc.nat(), { maxLength: 4 })).map(([text, cuts]): Attack => {
  const places = cuts.map((cut) => cut % text.length).sort((a, b) => a - b);
  const pieces = [0, ...places].map((from, index) => bytesOf(text.slice(from, [...places, text.length][index])));
  return { name: 'valid', pieces, ending: 'nothing', outcomes: ['hit', 'miss', 'unknown', 'status'] };
});

const truncated = fc
  .tuple(anyGood, fc.nat(), fc.constantFrom('end', 'end', 'reset', 'reset', 'nothing'))
  .map(([text, cut, ending]): Attack => {
    const part = bytesOf(text.slice(0, cut % text.length));
    const found = scan([part]).result === 'closed: truncated' ? 'truncated' : 'reset';
    // A reset may throw away what was received before it and not yet read.
    const lost: readonly OutcomeName[] = ending === 'reset' ? ['reset', found] : [found];
    return { name: 'cut', pieces: [part], ending, outcomes: ending === 'nothing' ? ['timeout'] : lost };
  });

/** One write, so that what comes behind a shorter length is read together with it. */
function judged(name: string, bytes: Buffer): Attack {
  const { result } = scan([bytes]);
  const pieces = [bytes];
  switch (result) {
    case 'done':
      return { name, pieces, ending: 'nothing', outcomes: whole };
    case 'closed: done':
      return { name, pieces, ending: 'end', outcomes: whole };
    case 'malformed':
      return { name, pieces, ending: 'nothing', outcomes: ['malformed'] };
    default:
      return { name, pieces, ending: 'end', outcomes: [result === 'closed: truncated' ? 'truncated' : 'reset'] };
  }
}

const flipped = fc.tuple(anyGood, fc.array(fc.nat(), { minLength: 1, maxLength: 3 })).map(([text, bits]) => {
  const bytes = bytesOf(text);
  for (const bit of bits) {
    const at = (bit >> 3) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
  }
  return judged('flipped', bytes);
});

const garbage = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => judged('garbage', Buffer.from(bytes)));
const behind = fc
  .tuple(anyGood, fc.uint8Array({ minLength: 1, maxLength: 30 }))
  .map(([text, more]) => judged('behind', Buffer.concat([bytesOf(text), more])));

const framed = (headers: string, body = ''): Buffer => bytesOf(`HTTP/1.1 200 OK\r\n${headers}\r\n${body}`);
const contradictory = fc
  .constantFrom(
    framed('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    framed('Content-Length: 5\r\nContent-Length: 6\r\n', 'hello'),
    framed('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    framed('Content-Length: 99999999999\r\n', 'hello'),
    framed('Transfer-Encoding: chunked\r\n', 'ffffffffffff\r\n'),
    framed(`X-Long: ${'a'.repeat(65_536)}\r\nContent-Length: 0\r\n`),
    bytesOf(`HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(70_000)}`),
    bytesOf('HTTP/1.1 100 Continue\r\n\r\n'.repeat(3).concat('HTTP/1.1 101 Switching Protocols\r\n\r\n')),
  )
  .map((bytes): Attack => ({ name: 'contradictory', pieces: [bytes], ending: 'nothing', outcomes: ['malformed'] }));

const attack = fc.oneof(
  { arbitrary: valid, weight: 4 },
  { arbitrary: truncated, weight: 3 },
  { arbitrary: flipped, weight: 5 },
  { arbitrary: garbage, weight: 2 },
  { arbitrary: behind, weight: 2 },
  { arbitrary: contradictory, weight: 2 },
);

async function perform({ pieces, ending }: Attack, socket: Socket): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (piece.length > 0) await new Promise<void>((resolve) => socket.write(piece, () => setImmediate(resolve)));
  }
  if (ending === 'end') socket.end();
  if (ending === 'reset') reset(socket);
}

type Transport = {
  readonly server: Parameters<typeof startServer>[1];
  readonly client: Partial<EngineOptions>;
};
const transports: readonly (readonly [string, Transport])[] = [
  ['TCP', { server: {}, client: {} }],
  ['TLS', { server: { tls: serverTls() }, client: { tls: trusted } }],
];

describe.each(transports)('a server over %s that breaks its replies', (_, { server: setup, client }) => {
  it(
    'crashes nothing, hangs nothing, and has every request counted once, as what befell it',
    { timeout: 120_000 },
    async () => {
      const seen = new Set<string>();
      const test = fc.asyncProperty(fc.array(attack, { minLength: 60, maxLength: 60 }), async (attacks) => {
        const server = await startServer(({ body }, socket) => {
          const { id } = JSON.parse(body);
          const chosen = attacks[Number(String(id).slice(1))];
          if (chosen !== undefined) void perform(chosen, socket);
        }, setup);
        try {
          const plan = buildTestPlan({
            load: iterations(6, attacks.length),
            queries: attacks.length,
            target: { timeoutMicros: 1_500 * milli },
          });
          const { samples, result } = await drive(plan, server.url, client);
          expect(result.ended).toBe('completed');
          expect(samples.map(({ index }) => index).sort((a, b) => a - b)).toEqual(attacks.map((_, index) => index));
          for (const { outcome } of samples) seen.add(outcomeName(outcome));
          const wrong = samples.flatMap(({ index, outcome }) => {
            const { name, outcomes = [], ...how } = attacks[index] ?? {};
            return outcomes.includes(outcomeName(outcome)) ? [] : [{ name, outcomes, was: outcomeName(outcome), how }];
          });
          expect(wrong).toEqual([]);
        } finally {
          await server.close();
        }
      });
      await fc.assert(test, { seed: 14, numRuns: 8, endOnFailure: true });
      for (const kind of [...whole, 'malformed', 'truncated', 'reset', 'timeout']) expect(seen).toContain(kind);
    },
  );
});
