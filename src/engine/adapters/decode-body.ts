import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { bodyLimit } from './response-limits.ts';

const limits = { maxOutputLength: bodyLimit };

/**
 * Undoes a content-encoding ('gzip', 'deflate', 'br', 'identity', or a list of them). Undefined when a coding is not
 * known, the bytes are not valid in it, or more than 64 MB come out. No coding is asked for, so this is rare and may
 * block.
 */
export function decodeBody(bytes: Buffer, contentEncoding: string): Buffer | undefined {
  let decoded: Buffer | undefined = bytes;
  for (const coding of contentEncoding.split(',').reverse()) {
    decoded = decoded === undefined ? undefined : decodeOne(decoded, coding.trim());
  }
  return decoded;
}

function decodeOne(bytes: Buffer, coding: string): Buffer | undefined {
  try {
    switch (coding) {
      case 'gzip':
      case 'x-gzip':
        return gunzipSync(bytes, limits);
      case 'deflate':
        return inflate(bytes);
      case 'br':
        return brotliDecompressSync(bytes, limits);
      case '':
      case 'identity':
        return bytes;
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}

/** 'deflate' means zlib's format, but some servers send raw deflate; a zlib header has 8 in its low four bits. */
function inflate(bytes: Buffer): Buffer {
  const [first] = bytes;
  return first !== undefined && (first & 15) === 8 ? inflateSync(bytes, limits) : inflateRawSync(bytes, limits);
}
