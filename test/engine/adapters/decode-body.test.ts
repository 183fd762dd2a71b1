import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/engine/adapters/decode-body.ts';

const text = 'a body, '.repeat(50);

describe('a coded body', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ])('in %s is read', (coding, bytes) => {
    expect(decodeBody(bytes, coding)?.toString()).toBe(text);
  });

  it.each([
    ['an unknown coding', 'zstd', Buffer.from(text)],
    ['bytes that are not gzip', 'gzip', Buffer.from(text)],
    ['a gzip that is cut', 'gzip', gzipSync(text).subarray(0, 20)],
    ['more than 64 MB inside', 'gzip', gzipSync(Buffer.alloc(67_108_865))],
  ])('with %s is no body', (_, coding, bytes) => {
    expect(decodeBody(bytes, coding)).toBeUndefined();
  });
});
