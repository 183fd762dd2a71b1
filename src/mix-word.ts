/** The finaliser of MurmurHash3 (Appleby): every bit of the input changes each bit of the 32-bit result half of the time. May be negative. */
export function mixWord(value: number): number {
  let word = Math.imul(value ^ (value >>> 16), 0x85eb_ca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2_ae35);
  return word ^ (word >>> 16);
}
