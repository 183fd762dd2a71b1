/**
 * A 32-bit hash of a text: FNV-1a over its UTF-16 units (Fowler, Noll, Vo), mixed by MurmurHash3's finaliser so that the
 * high bits depend on every unit. Not for secrets.
 */
export function hashText(text: string): number {
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  return mixBits(hash);
}

/** MurmurHash3's 32-bit finaliser: a permutation of the 32-bit numbers in which every bit depends on every other. */
export function mixBits(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Whether a text belongs to a share of all texts; the same text always gives the same answer, and salts are independent. */
export function isInShare(text: string, share: number, salt: string): boolean {
  return share > 0 && hashText(`${salt}\u0000${text}`) < share * 4_294_967_296;
}
