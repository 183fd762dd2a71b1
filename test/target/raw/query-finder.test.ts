import { expect, it } from 'vitest';
import { QueryFinder } from '../../../src/target/raw/query-finder.ts';
import { queryBytes } from './raw-client.ts';

const query = queryBytes('Größe?');

function bodyOf(text: string, from = 0): string | undefined {
  const bytes = Buffer.from(text);
  const found = new QueryFinder().find(bytes, from);
  return found === undefined ? undefined : bytes.toString('utf8', found.bodyStart, found.bodyEnd);
}

it('finds the body of a query, behind another one too, and with the same finder again', () => {
  const body = query.slice(query.indexOf('\r\n\r\n') + 4);
  expect(bodyOf(query)).toBe(body);
  expect(bodyOf(query + query, Buffer.byteLength(query))).toBe(body);
  const finder = new QueryFinder();
  const bytes = Buffer.from(query + query);
  const first = finder.find(bytes, 0);
  expect(first).toBeDefined();
  expect(finder.find(bytes, first?.bodyEnd ?? 0)?.bodyEnd).toBe(bytes.length);
});

it('finds nothing in any part of a query that is not the whole', () => {
  const bytes = Buffer.from(query);
  const finder = new QueryFinder();
  expect(finder.find(bytes, 0)).toBeDefined();
  for (let end = 0; end < bytes.length; end += 1) expect(finder.find(bytes.subarray(0, end), 0)).toBeUndefined();
  for (let from = 1; from < bytes.length; from += 1) expect(finder.find(bytes, from)).toBeUndefined();
});

it.each([
  ['names in any case', query.replace('Content-Type', 'CONTENT-type')],
  ['the other path', query.replace('/query', '/api/v1/query')],
  ['a parameter of the type', query.replace('/json', '/json; charset=utf-8')],
  ['keep-alive', query.replace('Host: a', 'Host: a\r\nConnection: Keep-Alive')],
  ['other fields, empty ones and bytes over 127 too', query.replace('Host: a', 'Host: a\r\nX-Y:\r\nZ: é\tz')],
  ['a head of 8 192 bytes', paddedTo(8_192)],
])('takes a query with %s', (_, text) => {
  expect(bodyOf(text)).toBeDefined();
});

it.each([
  ['another path', query.replace('/query', '/query/')],
  ['a query string', query.replace('/query', '/query?a=1')],
  ['another method', query.replace('POST', 'PUT')],
  ['HTTP/1.0', query.replace('HTTP/1.1', 'HTTP/1.0')],
  ['an empty line before it', `\r\n${query}`],
  ['no host', query.replace('Host: a\r\n', '')],
  ['two hosts', query.replace('Host: a', 'Host: a\r\nHost: a')],
  ['no type', query.replace(/Content-Type.*\r\n/u, '')],
  ['another type', query.replace('application/json', 'text/plain')],
  ['no length', query.replace(/Content-Length.*\r\n/u, '')],
  ['two lengths', query.replace('Host: a', 'Host: a\r\nContent-Length: 9')],
  ['a signed length', query.replace('Length: ', 'Length: +')],
  ['a closing connection', query.replace('Host: a', 'Host: a\r\nConnection: close')],
  ['an upgrade', query.replace('Host: a', 'Host: a\r\nUpgrade: websocket')],
  ['an expectation', query.replace('Host: a', 'Host: a\r\nExpect: 100-continue')],
  ['chunks', query.replace('Host: a', 'Host: a\r\nTransfer-Encoding: chunked')],
  ['a wish of a proxy', query.replace('Host: a', 'Host: a\r\nProxy-Connection: close')],
  ['a space before the colon', query.replace('Host:', 'Host :')],
  ['a folded field', query.replace('Host: a', 'Host: a\r\n b')],
  ['a bare line feed', query.replace('Host: a', 'Host: a\nb: c')],
  ['a control character', query.replace('Host: a', 'Host: a\u0000')],
  ['a head of 8 193 bytes', paddedTo(8_193)],
])('leaves a request with %s to node:http', (_, text) => {
  expect(bodyOf(text)).toBeUndefined();
});

function paddedTo(headBytes: number): string {
  const end = query.indexOf('\r\n\r\n');
  const field = '\r\nX: ';
  return `${query.slice(0, end)}${field}${'x'.repeat(headBytes - end - field.length)}${query.slice(end)}`;
}
