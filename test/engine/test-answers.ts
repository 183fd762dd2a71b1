import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { hit, miss, reply, reset, type Answer } from './test-server.ts';

/** Answers each request with the same bytes. */
export const always =
  (bytes: string | Buffer): Answer =>
  (_, socket) =>
    void socket.write(bytes);

/** The same, and closes the connection. */
export const thenClose =
  (bytes: string): Answer =>
  (_, socket) =>
    void socket.end(bytes);

function codedReply(coding: string, body: Buffer): Buffer {
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

const classBody = '{"cache_hit": true}';

/** The first line of a success. */
export const success = 'HTTP/1.1 200 OK\r\n';

/** What a target may answer: name, answer, the outcome it must have, and the status that is seen. */
export const answers: readonly [string, Answer, string, number][] = [
  ['a hit', always(hit), 'hit', 200],
  ['a miss', always(miss), 'miss', 200],
  ['a class that is absent', always(reply({ answer: 'a' })), 'unknown', 200],
  ['a class of another value', always(reply({ cache_hit: 'true' })), 'unknown', 200],
  ['Connection: close on every reply', thenClose(reply({ cache_hit: true }, 'Connection: close\r\n')), 'hit', 200],
  ['a body until close', thenClose(`${success}\r\n{"cache_hit": false}`), 'miss', 200],
  [
    'a chunked body',
    always(`${success}Transfer-Encoding: chunked\r\n\r\n8\r\n{"cache_\r\nb\r\nhit": true}\r\n0\r\n\r\n`),
    'hit',
    200,
  ],
  [
    'a chunked body with extensions and trailers',
    always(`${success}Transfer-Encoding: chunked\r\n\r\n13;a=b\r\n${classBody}\r\n0;c\r\nA: b\r\n\r\n`),
    'hit',
    200,
  ],
  [
    'interim replies',
    always(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n${hit}`),
    'hit',
    200,
  ],
  ['HTTP/1.0', thenClose(`HTTP/1.0 200 OK\r\n\r\n${classBody}`), 'hit', 200],
  ['a body in gzip', always(codedReply('gzip', gzipSync(classBody))), 'hit', 200],
  ['a body in brotli', always(codedReply('br', brotliCompressSync(classBody))), 'hit', 200],
  ['a body in deflate', always(codedReply('deflate', deflateSync(classBody))), 'hit', 200],
  ['a body in an unknown coding', always(reply({ cache_hit: true }, 'Content-Encoding: zstd\r\n')), 'body', 200],
  ['a body that is not gzip as it says', always(reply({ cache_hit: true }, 'Content-Encoding: gzip\r\n')), 'body', 200],
  ['200 with success: false', always(reply({ success: false, error: 'no', cache_hit: true })), 'body', 200],
  ['200 with text', always(`${success}Content-Length: 2\r\n\r\nok`), 'body', 200],
  ['200 without a body', always(`${success}Content-Length: 0\r\n\r\n`), 'body', 200],
  ['204', always('HTTP/1.1 204 No Content\r\n\r\n'), 'body', 204],
  ['304 with a length', always('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n'), 'status', 304],
  ['500 that says it is a hit', always(hit.replace('200 OK', '500 Oh')), 'status', 500],
  ['503 with an empty body', always('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n'), 'status', 503],
  ['a redirect', always('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'), 'status', 302],
  ['a head over 64 kB', always(`${success}X-Long: ${'a'.repeat(65_536)}\r\n\r\n`), 'malformed', 0],
  ['no HTTP', always('SSH-2.0-OpenSSH\r\n'), 'malformed', 0],
  ['a bad chunk size', always(`${success}Transfer-Encoding: chunked\r\n\r\nxx\r\n`), 'malformed', 0],
  ['more bytes than the length', always(`${hit}x`), 'malformed', 0],
  ['a close without an answer', thenClose(''), 'reset', 0],
  ['a close within the head', thenClose('HTTP/1.1 200 OK\r\nContent-'), 'reset', 0],
  ['a reset without an answer', (_, socket) => reset(socket), 'reset', 0],
  ['a close within the body', thenClose(`${success}Content-Length: 100\r\n\r\n{"cache_hit": true}`), 'truncated', 200],
  [
    'a reset within the body',
    (_, socket) =>
      void socket.write(`${success}Content-Length: 100\r\n\r\n{`, () => setTimeout(() => reset(socket), 20)),
    'truncated',
    200,
  ],
  ['a close within chunks', thenClose(`${success}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`), 'truncated', 200],
];
