import { found, type FoundKind } from './json-found.ts';
import type { ElementVisitor } from './json-path-tree.ts';
import { decodeText } from './json-syntax.ts';
import { digest, digestBytes } from './text-digest.ts';

const seeds = { absent: 1, text: 2, other: 3 } as const;

/** What the citations of one reply come to. */
export class SourceTally implements ElementVisitor {
  citations = 0;
  /** Citations with a source that is a non-empty text. */
  sourced = 0;
  /** A digest of the set of sources: they are added up, so that their order does not matter. */
  low = 0;
  high = 0;
  private readonly digests: boolean;

  /** @param digests whether the digest of the sources is wanted. */
  constructor(digests: boolean) {
    this.digests = digests;
  }

  begin(): void {
    this.citations = 0;
    this.sourced = 0;
    this.low = 0;
    this.high = 0;
  }

  element(kind: FoundKind, bytes: Buffer, start: number, end: number): void {
    this.citations++;
    if ((kind === found.string || kind === found.escaped) && end > start) this.sourced++;
    if (!this.digests) return;
    digestValue(kind, bytes, start, end);
    this.low = (this.low + Math.imul(digest.low, 0x9e37_79b1)) >>> 0;
    this.high = (this.high + Math.imul(digest.high, 0x85eb_ca77)) >>> 0;
  }
}

/**
 * Digests a value that a scan found, so that equal values have equal digests however they were written: texts by their UTF-8 bytes,
 * whatever was escaped; objects and arrays without white space. An absent value, a text and other JSON of the same bytes differ.
 */
export function digestValue(kind: FoundKind, bytes: Buffer, start: number, end: number): void {
  switch (kind) {
    case found.absent:
      digestBytes(bytes, 0, 0, seeds.absent);
      return;
    case found.string:
      digestBytes(bytes, start, end, seeds.text);
      return;
    case found.escaped:
      digestWhole(Buffer.from(decodeText(bytes, start, end)), seeds.text);
      return;
    case found.count:
      digestWhole(Buffer.from(String(start)), seeds.other);
      return;
    default:
      digestWhole(Buffer.from(JSON.stringify(JSON.parse(bytes.toString('utf8', start, end)))), seeds.other);
  }
}

function digestWhole(bytes: Buffer, seed: number): void {
  digestBytes(bytes, 0, bytes.length, seed);
}
