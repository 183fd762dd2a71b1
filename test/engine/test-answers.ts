import { gzipSync } from 'node:zlib';
import { hit, miss, reply, reset, type Answer } from './test-server.ts';

/** Answers each request with the same bytes. */
export const always =
  (bytes: string): Answer =>
  (_, socket) =>
    void socket.write(bytes);

/** The same, and closes the connection. */
export const thenClose =
  (bytes: string): Answer =>
  (_, socket) =>
    void socket.end(bytes);

function gzipReply(): Buffer {
  const body = gzipSync('{"cache_hit": true}');
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
}

const success = 'HTTP/1.1 200 OK\r\n';

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
  ['a gzipped body', (_, socket) => void socket.write(gzipReply()), 'hit', 200],
  ['a body in an unknown coding', always(reply({ cache_hit: true }, 'Content-Encoding: zstd\r\n')), 'body', 200],
  ['a body that is not gzip as it says', always(reply({ cache_hit: true }, 'Content-Encoding: gzip\r\n')), 'body', 200],
  ['200 with success: false', always(reply({ success: false, error: 'no', cache_hit: true })), 'body', 200],
  ['200 with text', always(`${success}Content-Length: 2\r\n\r\nok`), 'body', 200],
  ['200 without a body', always(`${success}Content-Length: 0\r\n\r\n`), 'body', 200],
  ['204', always('HTTP/1.1 204 No Content\r\n\r\n'), 'body', 204],
  ['500 that says it is a hit', always(hit.replace('200 OK', '500 Oh')), 'status', 500],
  ['503 with an empty body', always('HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n'), 'status', 503],
  ['a redirect', always('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'), 'status', 302],
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
