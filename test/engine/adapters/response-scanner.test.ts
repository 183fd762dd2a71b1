import { createServer, type AddressInfo } from 'node:net';
import { request } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ResponseScanner } from '../../../src/engine/adapters/response-scanner.ts';

type Scanned = { result: string; status?: number; body?: string; keepAlive?: boolean; wanted?: string | undefined };

/** Pushes the pieces one after the other, then closes when the reply is not whole. */
function scan(pieces: readonly Buffer[], head = false): Scanned {
  const scanner = new ResponseScanner({ wantedHeader: 'x-cache', keepBody: true, head });
  scanner.start();
  let result = 'more';
  for (const [index, piece] of pieces.entries()) {
    result = scanner.push(piece, 0, piece.length);
    if (result === 'malformed') return { result };
    const surplus = pieces.slice(index + 1).some((later) => later.length > 0);
    if (result === 'done' && surplus) return { result: 'malformed' };
    if (result === 'done') break;
  }
  if (result === 'more') {
    result = `closed: ${scanner.close()}`;
    if (result !== 'closed: done') return { result };
  }
  return {
    result,
    status: scanner.head.status,
    body: scanner.body.toString('latin1', scanner.bodyStart, scanner.bodyEnd),
    keepAlive: scanner.head.keepAlive,
    wanted: scanner.head.wanted,
  };
}

function scanText(text: string, head = false): Scanned {
  return scan([Buffer.from(text, 'latin1')], head);
}

const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Cache: HIT\r\n\r\nhello';

const validReplies: readonly [string, string, Scanned][] = [
  ['a content-length', plain, { result: 'done', status: 200, body: 'hello', keepAlive: true, wanted: 'HIT' }],
  ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', { result: 'done', status: 200, body: '' }],
  [
    'names in any case and blanks around values',
    'HTTP/1.1 404 Not Found\r\nCONTENT-length:  2 \r\nx-cAcHe:\t  a b \t \r\n\r\nno',
    { result: 'done', status: 404, body: 'no', wanted: 'a b' },
  ],
  [
    'a header twice, joined',
    'HTTP/1.1 200 OK\r\nX-Cache: a\r\nX-Cache: b\r\nContent-Length: 0\r\n\r\n',
    { result: 'done', body: '', wanted: 'a, b' },
  ],
  [
    'chunks with extensions and trailers',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b;c="d"\r\nhello\r\n0006\r\n world\r\n00\r\nA: b\r\nC: d\r\n\r\n',
    { result: 'done', body: 'hello world', keepAlive: true },
  ],
  [
    'an empty chunked body',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n',
    { result: 'done', body: '' },
  ],
  [
    'a chunk size in upper case',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n',
    { result: 'done', body: '0123456789' },
  ],
  ['a body until close', 'HTTP/1.1 200 OK\r\n\r\nabc', { result: 'closed: done', body: 'abc', keepAlive: false }],
  ['an empty body until close', 'HTTP/1.1 200 OK\r\n\r\n', { result: 'closed: done', body: '', keepAlive: false }],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', { result: 'done', status: 204, body: '', keepAlive: true }],
  [
    '304 with a length',
    'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
    { result: 'done', status: 304, body: '' },
  ],
  [
    'interim replies before it',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${plain}`,
    { result: 'done', status: 200, body: 'hello' },
  ],
  [
    'Connection: close',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\na',
    { result: 'done', body: 'a', keepAlive: false },
  ],
  [
    'Connection with several options',
    'HTTP/1.1 200 OK\r\nConnection: Upgrade, Close\r\nContent-Length: 1\r\n\r\na',
    { result: 'done', keepAlive: false },
  ],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na', { result: 'done', keepAlive: false }],
  [
    'HTTP/1.0 that keeps the connection',
    'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na',
    { result: 'done', keepAlive: true },
  ],
  [
    'a blank behind a chunk size',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n',
    { result: 'done', body: 'a' },
  ],
  ['a tab behind a length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\t\r\n\r\na', { result: 'done', body: 'a' }],
  [
    'the same length twice',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na',
    { result: 'done', body: 'a' },
  ],
  ['an empty header value', 'HTTP/1.1 200 OK\r\nX-Cache:\r\nContent-Length: 0\r\n\r\n', { result: 'done', wanted: '' }],
  [
    'bytes over 127 in a value',
    'HTTP/1.1 200 OK\r\nX-Cache: \xe9\r\nContent-Length: 0\r\n\r\n',
    { result: 'done', wanted: '\xe9' },
  ],
];

const malformedReplies: readonly [string, string][] = [
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['HTTP/2', 'HTTP/2 200 OK\r\n\r\n'],
  ['HTTP/1.2', 'HTTP/1.2 200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n'],
  ['letters as status', 'HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n'],
  ['no space before the status', 'HTTP/1.1200 OK\r\nContent-Length: 0\r\n\r\n'],
  ['101, which was not asked for', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
  ['a length with a sign', 'HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\na'],
  ['an empty length', 'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n'],
  ['a length in hex', 'HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\na'],
  ['a length beyond whole numbers', 'HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n'],
  ['a length over 64 MB', 'HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n'],
  ['two lengths that differ', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['a list of lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\na'],
  ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['an unknown transfer coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
  ['chunked twice', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a chunk size that is no number', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
  ['an empty chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n'],
  ['a negative chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n'],
  ['a chunk size over 64 MB', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n'],
  [
    'a chunk that is longer than its size',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n',
  ],
  ['a header without a colon', 'HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n'],
  ['a header without a name', 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n'],
  ['a blank before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\na'],
  ['a folded header', 'HTTP/1.1 200 OK\r\nX-Cache: a\r\n b\r\nContent-Length: 0\r\n\r\n'],
  ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 0\n\n'],
  ['a bare carriage return', 'HTTP/1.1 200 OK\r\nX-Cache: a\rb\r\nContent-Length: 0\r\n\r\n'],
  ['a NUL in a value', 'HTTP/1.1 200 OK\r\nX-Cache: a\0b\r\nContent-Length: 0\r\n\r\n'],
  ['a head over 64 kB', `HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(65_536)}\r\nContent-Length: 0\r\n\r\n`],
  ['a head over 64 kB that does not end', `HTTP/1.1 200 OK\r\nX-Long: ${'a'.repeat(65_536)}`],
  ['trailers over 64 kB', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ${'a'.repeat(65_536)}\r\n\r\n`],
  ['bytes behind the body', `${plain}!`],
  ['bytes behind a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n!'],
  ['a body behind 204', 'HTTP/1.1 204 No Content\r\n\r\nbody'],
  ['two replies', `${plain}${plain}`],
];

const cutReplies: readonly [string, string, string][] = [
  ['nothing', '', 'closed: reset'],
  ['half a status line', 'HTTP/1.1 20', 'closed: reset'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Len', 'closed: reset'],
  ['only an interim reply', 'HTTP/1.1 100 Continue\r\n\r\n', 'closed: reset'],
  ['no body', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'closed: truncated'],
  ['a body one byte short', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell', 'closed: truncated'],
  ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'closed: truncated'],
  ['no end of the trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'closed: truncated'],
];

const everyReply = [
  ...validReplies.map(([, text]) => text),
  ...malformedReplies.map(([, text]) => text),
  ...cutReplies.map(([, text]) => text),
].filter((text) => text.length < 1_000);

describe('a whole reply', () => {
  it.each(validReplies)('with %s is read', (_, text, expected) => {
    expect(scanText(text)).toMatchObject(expected);
  });

  it('to HEAD has no body whatever its length says', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    expect(scanText(text, true)).toMatchObject({ result: 'done', status: 200, body: '' });
  });

  it('to HEAD that carries a body is malformed', () => {
    expect(scanText(plain, true)).toEqual({ result: 'malformed' });
  });
});

describe('a reply that is not HTTP', () => {
  it.each(malformedReplies)('with %s is malformed', (_, text) => {
    expect(scanText(text)).toEqual({ result: 'malformed' });
  });
});

describe('a reply that is cut', () => {
  it.each(cutReplies)('after %s', (_, text, expected) => {
    expect(scanText(text)).toEqual({ result: expected });
  });
});

describe('splits', () => {
  it('give the same result at every single place', () => {
    for (const text of everyReply) {
      const whole = Buffer.from(text, 'latin1');
      const expected = scan([whole]);
      for (let place = 0; place <= whole.length; place++) {
        expect(scan([whole.subarray(0, place), whole.subarray(place)])).toEqual(expected);
      }
    }
  });

  it('give the same result byte by byte', () => {
    for (const text of everyReply) {
      const whole = Buffer.from(text, 'latin1');
      const pieces = Array.from(whole, (_, index) => whole.subarray(index, index + 1));
      expect(scan(pieces)).toEqual(scan([whole]));
    }
  });

  it('give the same result at any places of a mutated reply', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyReply),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        (text, mutations, places) => {
          const whole = Buffer.from(text, 'latin1');
          for (const [at, byte] of mutations) if (whole.length > 0) whole[at % whole.length] = byte;
          const cuts = places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b);
          const pieces = [0, ...cuts].map((from, index) => whole.subarray(from, [...cuts, whole.length][index]));
          expect(scan(pieces)).toEqual(scan([whole]));
        },
      ),
      { seed: 7, numRuns: 5_000 },
    );
  });

  it('of arbitrary bytes never throw, and a reused scanner forgets what it saw', () => {
    const reused = new ResponseScanner({ keepBody: true, head: false });
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (pieces) => {
        reused.start();
        for (const piece of pieces) reused.push(Buffer.from(piece), 0, piece.length);
        reused.close();
        reused.start();
        const good = Buffer.from(plain);
        expect(reused.push(good, 0, good.length)).toBe('done');
      }),
      { seed: 8, numRuns: 2_000 },
    );
  });

  it('do not matter for a body of 3 MB', () => {
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    const whole = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`), body]);
    const pieces: Buffer[] = [];
    for (let at = 0; at < whole.length; at += 65_536) pieces.push(whole.subarray(at, at + 65_536));
    expect(scan(pieces).body).toBe(body.toString('latin1'));
  });
});

describe('a scanner that does not keep bodies', () => {
  it('counts them and ends where they end', () => {
    const scanner = new ResponseScanner({ keepBody: false, head: false });
    for (const [, text] of validReplies) {
      scanner.start();
      const whole = Buffer.from(text, 'latin1');
      for (let at = 0; at < whole.length - 1; at++) expect(scanner.push(whole, at, at + 1)).toBe('more');
      const last = scanner.push(whole, whole.length - 1, whole.length);
      expect(last === 'done' || scanner.close() === 'done').toBe(true);
      expect(scanner.bodyEnd).toBe(0);
    }
  });
});

describe("Node's own client", () => {
  let reply: Buffer = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      const middle = Math.floor(reply.length / 2);
      socket.write(reply.subarray(0, middle));
      setImmediate(() => socket.end(reply.subarray(middle)));
    });
  });
  let port = 0;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(() => void server.close());

  async function askNode(bytes: Buffer): Promise<Scanned> {
    reply = bytes;
    return await new Promise((resolve) => {
      const outgoing = request({ port, host: '127.0.0.1', agent: false }, (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on('data', (piece: Buffer) => pieces.push(piece));
        incoming.on('error', () => resolve({ result: 'failed' }));
        incoming.on('end', () => {
          const body = Buffer.concat(pieces).toString('latin1');
          resolve({ result: 'done', status: incoming.statusCode ?? 0, body });
        });
      });
      outgoing.on('error', () => resolve({ result: 'failed' }));
      outgoing.on('upgrade', () => resolve({ result: 'failed' }));
      outgoing.end();
    });
  }

  it.each(validReplies)('agrees about a reply with %s', async (name, text) => {
    const ours = scanText(text);
    const theirs = await askNode(Buffer.from(text, 'latin1'));
    // RFC 9110, section 8.6, allows equal lengths, and both RFCs allow the blanks; Node is stricter.
    const stricter = /same length|behind a/u.test(name);
    expect(theirs).toEqual(stricter ? { result: 'failed' } : { result: 'done', status: ours.status, body: ours.body });
  });

  it('agrees about generated replies', async () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    const generated = fc.record({
      status: fc.integer({ min: 200, max: 599 }),
      chunks: fc.array(
        text.filter((chunk) => chunk !== ''),
        { maxLength: 5 },
      ),
      chunked: fc.boolean(),
      value: fc.stringMatching(/^[!-~]{0,20}$/u),
    });
    await fc.assert(
      fc.asyncProperty(generated, async ({ status, chunks, chunked, value }) => {
        const bodyless = status === 204 || status === 304;
        const body = bodyless ? '' : chunks.join('');
        const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
        const coded = [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
        const sent = `HTTP/1.1 ${status} Some reason\r\nX-A: ${value}\r\n${framing}\r\n\r\n${chunked && !bodyless ? coded : body}`;
        const ours = scanText(sent);
        expect(ours).toMatchObject({ result: 'done', status, body });
        expect(await askNode(Buffer.from(sent, 'latin1'))).toEqual({ result: 'done', status, body });
      }),
      { seed: 9, numRuns: 150 },
    );
  });

  // Node reads the others, being lenient or blind to bytes behind a reply; refusing them fails a request, never passes one.
  const lenient =
    /bytes behind|behind 204|two replies|folded|over 64 MB|HTTP\/1.2|below 100|unknown transfer|chunked twice|101|does not end/u;

  it.each(malformedReplies.filter(([name]) => !lenient.test(name)))('refuses a reply with %s too', async (_, text) => {
    const theirs = await askNode(Buffer.from(text, 'latin1'));
    expect(theirs.result).toBe('failed');
  });
});
