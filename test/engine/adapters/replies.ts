import type { Scanned } from './scan.ts';

/** A reply of the plainest kind. */
export const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Cache: HIT\r\n\r\nhello';

/** Replies that must be read: name, bytes, and what they say. */
export const validReplies: readonly [string, string, Scanned][] = [
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
  [
    'Connection: close that a later keep-alive does not take back',
    'HTTP/1.1 200 OK\r\nConnection: close\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na',
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

/** Replies that must be refused. */
export const malformedReplies: readonly [string, string][] = [
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
  ['a header whose name is no token', 'HTTP/1.1 200 OK\r\nX,Cache: a\r\nContent-Length: 0\r\n\r\n'],
  ['a control character in a value', 'HTTP/1.1 200 OK\r\nX-Cache: a\x1fb\r\nContent-Length: 0\r\n\r\n'],
  ['a DEL in a value', 'HTTP/1.1 200 OK\r\nX-Cache: a\x7fb\r\nContent-Length: 0\r\n\r\n'],
  ['a trailer without a colon', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA\r\n\r\n'],
  ['a trailer without a name', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n: a\r\n\r\n'],
  ['a trailer that ends in a bare LF', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: a\n\r\n'],
  ['a bare CR in a trailer', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: a\rb\r\n\r\n'],
  ['a bare LF in an extension', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0;a\nb\r\n\r\n'],
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

/** Replies that end with the connection before they are whole, and how that is called. */
export const cutReplies: readonly [string, string, string][] = [
  ['nothing', '', 'closed: reset'],
  ['half a status line', 'HTTP/1.1 20', 'closed: reset'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Len', 'closed: reset'],
  ['only an interim reply', 'HTTP/1.1 100 Continue\r\n\r\n', 'closed: reset'],
  ['no body', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', 'closed: truncated'],
  ['a body one byte short', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell', 'closed: truncated'],
  ['no last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'closed: truncated'],
  ['no end of the trailers', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'closed: truncated'],
];
