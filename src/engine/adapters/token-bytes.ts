const tokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 1 for each byte that the name of a header may have (RFC 9110, section 5.6.2), 0 for every other. */
export const tokenBytes: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  tokenCharacters.includes(String.fromCharCode(byte)) ? 1 : 0,
);
