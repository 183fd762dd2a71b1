import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenReply, type WrittenReply } from './arbitrary-reply.ts';
import { askNode } from './ask-node.ts';
import { cutReplies, malformedReplies, plain, validReplies } from './replies.ts';
import { scan, type Scanned } from './scan.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const empty = 'Content-Length: 0\r\n\r\n';

/** What we refuse and Node reads: a refusal fails one request, a wrong reading could take one reply for another. */
const stricter: readonly [name: string, text: string, why: string][] = [
  ['101', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 'no upgrade was asked for'],
  ['a status below 100', `HTTP/1.1 099 OK\r\n${empty}`, 'RFC 9110, section 15: a status is 100 to 599'],
  ['a NUL in the reason', `HTTP/1.1 200 O\0K\r\n${empty}`, 'RFC 9112, section 4: no control characters'],
  ['a control character in the reason', `HTTP/1.1 200 O\x01K\r\n${empty}`, 'the same'],
  ['a DEL in the reason', `HTTP/1.1 200 O\x7fK\r\n${empty}`, 'the same'],
  ['CRs in place of line ends', `HTTP/1.1 200 OK\r\r\r\nbody`, 'RFC 9112, section 2.2: a bare CR ends no line'],
  ['an empty line before the reply', `\r\n${plain}`, 'it can only be left over from another reply'],
  ['an unknown transfer coding', `${ok}Transfer-Encoding: gzip\r\n\r\n`, 'its body cannot be read'],
  ['chunked twice', `${ok}Transfer-Encoding: chunked\r\n${chunked.slice(ok.length)}0\r\n\r\n`, 'RFC 9112, section 7'],
  ['a line break behind the body', `${plain}\r\n`, 'bytes that nobody asked for belong to no request'],
  ['a second reply', plain + plain, 'the same'],
];

/** What we read and Node refuses: each is allowed, or changes neither status nor body. */
const looser: readonly [name: string, text: string, why: string][] = [
  ['a tab behind a length', `${ok}Content-Length: 1\t\r\n\r\na`, 'RFC 9110, section 5.5: a value ends before blanks'],
  ['the same length twice', `${ok}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`, 'RFC 9110, section 8.6, allows it'],
  ['a blank behind a chunk size', `${chunked}1 \r\na\r\n0\r\n\r\n`, 'RFC 9112, section 7.1.1: BWS'],
  ['an extension that is no token', `${chunked}1;[]="\r\na\r\n0\r\n\r\n`, 'extensions are skipped, not read'],
  ['a head of 20 kB', `${ok}X-Cache: ${'a'.repeat(20_000)}\r\n${empty}`, 'Node’s limit is 16 kB, ours 64 kB'],
];

/** What both read, but not the same: reply, whether it answers a HEAD, what ours and what Node's reading differs in. */
const otherwise: readonly [string, WrittenReply, Partial<Scanned>, Partial<Scanned>, string][] = [
  [
    'a tab behind "chunked"',
    { text: `${ok}Transfer-Encoding: chunked\t\r\n\r\n1\r\na\r\n0\r\n\r\n`, head: false },
    { body: 'a', keepAlive: true },
    { body: '1\r\na\r\n0\r\n\r\n', keepAlive: false },
    'RFC 9110, section 5.5: a value ends before blanks',
  ],
  [
    'a tab behind "close"',
    { text: `${ok}Connection: close\t\r\n${empty}`, head: false },
    { keepAlive: false },
    { keepAlive: true },
    'the same',
  ],
  [
    'HTTP/1.0 with "close" and "keep-alive"',
    { text: `HTTP/1.0 200 OK\r\nConnection: close, keep-alive\r\n${empty}`, head: false },
    { keepAlive: false },
    { keepAlive: true },
    'RFC 9112, section 9.3: "close" is looked at first',
  ],
  [
    'an answer to HEAD without a length',
    { text: `${ok}\r\n`, head: true },
    { keepAlive: true },
    { keepAlive: false },
    'RFC 9112, section 6.3: it has no body whose end could be the connection’s',
  ],
];

/** What is put into replies to break them. */
const junkTexts = [
  ...Array.from('\r\n \t:;,01af\0\x01\x7f\xff'),
  '\r\n',
  '\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
  'Content-Length: 1\r\n',
  'Transfer-Encoding: chunked\r\n',
];

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Ours in Node's words: whole, or failed. */
function ours(pieces: readonly Buffer[], head = false): Scanned {
  const found = scan(pieces, head);
  return found.result === 'done' || found.result === 'closed: done'
    ? { ...found, result: 'done' }
    : { result: 'failed' };
}

/** The pieces between the cuts; a cut lies within the reply, whatever its number. */
function cutAt(whole: Buffer, cuts: readonly number[]): Buffer[] {
  const places = cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b);
  return [0, ...places].map((from, index) => whole.subarray(from, [...places, whole.length][index]));
}

describe('our scanner and Node’s own client', () => {
  it.each(stricter)('differ about %s: ours refuses it', async (_, text) => {
    expect(ours([bytesOf(text)])).toEqual({ result: 'failed' });
    expect(await askNode([bytesOf(text)])).toMatchObject({ result: 'done' });
  });

  it.each(looser)('differ about %s: ours reads it', async (_, text) => {
    expect(ours([bytesOf(text)])).toMatchObject({ result: 'done' });
    expect(await askNode([bytesOf(text)])).toEqual({ result: 'failed' });
  });

  it.each(otherwise)('differ about %s', async (_, { text, head }, our, theirs) => {
    const found = ours([bytesOf(text)], head);
    expect(found).toMatchObject({ result: 'done', ...our });
    expect(await askNode([bytesOf(text)], head)).toEqual({ ...found, ...theirs });
  });

  const known = new Set([...stricter, ...looser].map(([, text]) => text));
  const everyReply = [...validReplies, ...malformedReplies, ...cutReplies].map(([name, text]) => [name, text] as const);
  it.each(everyReply.filter(([, text]) => !known.has(text)))('agree about a reply with %s', async (_, text) => {
    expect(await askNode([bytesOf(text)])).toEqual(ours([bytesOf(text)]));
  });

  it('agree about every split of every valid reply', { timeout: 60_000 }, async () => {
    const cuts = fc.array(fc.array(fc.nat(), { minLength: 2, maxLength: 12 }), { minLength: 5, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(writtenReply, cuts, async ({ text, head }, multiple) => {
        const whole = bytesOf(text);
        const expected = ours([whole], head);
        expect(expected.result).toBe('done');
        const single = Array.from({ length: whole.length }, (_, place) => [place]);
        for (const places of [...single, ...multiple]) {
          const pieces = cutAt(whole, places);
          expect(ours(pieces, head)).toEqual(expected);
          expect(await askNode(pieces, head)).toEqual(expected);
        }
      }),
      { seed: 10, numRuns: 60 },
    );
  });

  it('agree about many more replies, in few pieces', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(writtenReply, fc.array(fc.nat(), { maxLength: 3 }), async ({ text, head }, cuts) => {
        const pieces = cutAt(bytesOf(text), cuts);
        expect(await askNode(pieces, head)).toEqual(ours(pieces, head));
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  it('agree about every valid reply that is cut off', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(writtenReply, fc.nat(), async ({ text, head }, cut) => {
        const part = [bytesOf(text.slice(0, cut % text.length))];
        expect(await askNode(part, head)).toEqual(ours(part, head));
      }),
      { seed: 12, numRuns: 1_000 },
    );
  });

  it(
    'agree about replies with bytes cut out and put in, but for the known differences',
    { timeout: 60_000 },
    async () => {
      const junk = fc.constantFrom(...junkTexts);
      const edits = fc.array(fc.tuple(fc.nat(), fc.nat(3), junk), { minLength: 1, maxLength: 2 });
      const counts = { alike: 0, refused: 0, stricter: 0 };
      await fc.assert(
        fc.asyncProperty(writtenReply, edits, async ({ text, head }, changes) => {
          const edited = changes.reduce((before, [at, cut, put]) => {
            const place = at % (before.length + 1);
            return before.slice(0, place) + put + before.slice(place + cut);
          }, text);
          const our = ours([bytesOf(edited)], head);
          const theirs = await askNode([bytesOf(edited)], head);
          const comparable = our.result === 'done' && !isReadOtherwise(edited, head);
          if (comparable) counts.alike++;
          else if (our.result === 'failed') counts[theirs.result === 'done' ? 'stricter' : 'refused']++;
          expect(theirs).toEqual(comparable ? our : theirs);
        }),
        { seed: 13, numRuns: 4_000 },
      );
      expect(counts.alike).toBeGreaterThan(400);
      expect(counts.refused).toBeGreaterThan(1_000);
      expect(counts.stricter).toBeLessThan(200);
    },
  );
});

/** Whether an edited reply has what `looser` and `otherwise` list. */
function isReadOtherwise(text: string, head: boolean): boolean {
  if (/^[\da-f]+[;\t ]/imu.test(text)) return true;
  if (/^(?:content-length|transfer-encoding|connection):[^\r]*\t *\r/imu.test(text)) return true;
  if (/^content-length:[^]*^content-length:/imu.test(text)) return true;
  if (/^HTTP\/1\.0 [^]*^connection:.*close/imu.test(text)) return true;
  return head && !/^(?:content-length|transfer-encoding):/imu.test(text);
}
