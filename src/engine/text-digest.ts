import { mixWord } from '../mix-word.ts';

/** The 64 bits of the digest that `digestBytes` made last, in two words; one object for all, so that none is made for a reply. */
export const digest = { low: 0, high: 0 };

/**
 * Digests bytes[start, end) into `digest`. Two lanes over words of four bytes: FNV-1a (Fowler, Noll, Vo) and a rotating multiply, each
 * finished by MurmurHash3's finaliser (Appleby). `seed` keeps texts of different kinds apart. Not for adversaries.
 */
export function digestBytes(bytes: Uint8Array, start: number, end: number, seed: number): void {
  let first = 0x811c_9dc5 ^ seed;
  let second = 0x9747_b28c ^ seed;
  let index = start;
  for (; index + 4 <= end; index += 4) {
    const word =
      (bytes[index] ?? 0) |
      ((bytes[index + 1] ?? 0) << 8) |
      ((bytes[index + 2] ?? 0) << 16) |
      ((bytes[index + 3] ?? 0) << 24);
    first = Math.imul(first ^ word, 0x0100_0193);
    first ^= first >>> 15;
    second = Math.imul(((second << 13) | (second >>> 19)) ^ word, 0x85eb_ca6b);
  }
  for (; index < end; index++) {
    const byte = bytes[index] ?? 0;
    first = Math.imul(first ^ byte, 0x0100_0193);
    second = Math.imul(((second << 13) | (second >>> 19)) ^ byte, 0x85eb_ca6b);
  }
  digest.low = mixWord(first ^ (end - start)) >>> 0;
  digest.high = mixWord(second ^ digest.low) >>> 0;
}
