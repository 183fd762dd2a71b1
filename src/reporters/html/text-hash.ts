import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A text as a content security policy names it: 'sha256-' and its SHA-256 in base64. */
export function textHash(text: string): string {
  return `sha256-${btoa(String.fromCodePoint(...sha256(utf8ToBytes(text))))}`;
}
