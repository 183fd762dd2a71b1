/** Greatest head of a reply, and greatest trailer section, in bytes. */
export const headLimit = 65_536;

/** Greatest body of a reply in bytes, before and after decoding. */
export const bodyLimit = 67_108_864;

/** Greatest line with a chunk's size and extensions, in bytes. */
export const chunkLineLimit = 16_384;
