import { mixWord } from '../mix-word.ts';
import { outcomeCodes, type OutcomeCode } from '../recorder/sample.ts';
import { valueAt, type JsonPath } from './json-path.ts';

/** Where the answer and its citations are in a body. */
export type AnswerPaths = { readonly answer: JsonPath; readonly citations: JsonPath };

const digestsKept = 2;

/**
 * Remembers by digest what each query of the corpus was answered on a miss, and compares what a hit answers: the text
 * of the answer, and the set of its citations' sources. Concurrent misses of one query may differ with no fault of the
 * cache, which then holds either; so the last two are kept, and a hit that equals one of them holds. A cache that was
 * warm before the run shows no miss: there the first hit stands in for it. Digests have 64 bits. Memory: 17 bytes for each
 * query of the corpus.
 */
export class AnswerMemory {
  private readonly paths: AnswerPaths;
  private readonly low: Uint32Array;
  private readonly high: Uint32Array;
  private readonly misses: Uint8Array;
  private digestLow = 0;
  private digestHigh = 0;

  constructor(paths: AnswerPaths, queries: number) {
    this.paths = paths;
    this.low = new Uint32Array(queries * digestsKept);
    this.high = new Uint32Array(queries * digestsKept);
    this.misses = new Uint8Array(queries);
  }

  /**
   * Takes an answer to a query of the given class. Undefined when there is nothing to compare: a miss and the first answer
   * of a query (both remembered), an unknown, or a query outside the corpus.
   */
  compare(query: number, outcome: OutcomeCode, body: unknown): boolean | undefined {
    const seen = this.misses[query];
    if (seen === undefined || (outcome !== outcomeCodes.hit && outcome !== outcomeCodes.miss)) return undefined;
    this.digest(body);
    if (outcome === outcomeCodes.miss || seen === 0) {
      this.remember(query, seen);
      return undefined;
    }
    return this.matches(query, seen);
  }

  private remember(query: number, seen: number): void {
    const slot = query * digestsKept + (seen % digestsKept);
    this.low[slot] = this.digestLow;
    this.high[slot] = this.digestHigh;
    this.misses[query] = seen + 1 < 2 * digestsKept ? seen + 1 : digestsKept;
  }

  private matches(query: number, seen: number): boolean {
    for (let kept = 0; kept < Math.min(seen, digestsKept); kept++) {
      const slot = query * digestsKept + kept;
      if (this.low[slot] === this.digestLow && this.high[slot] === this.digestHigh) return true;
    }
    return false;
  }

  /** The sources are added up, so that their order does not matter. */
  private digest(body: unknown): void {
    hashText(textOf(valueAt(body, this.paths.answer)));
    this.digestLow = hash.low;
    this.digestHigh = hash.high;
    const citations = valueAt(body, this.paths.citations);
    if (!Array.isArray(citations)) return;
    for (const citation of citations) {
      hashText(textOf(valueAt(citation, ['source'])));
      this.digestLow = (this.digestLow + Math.imul(hash.low, 0x9e3779b1)) >>> 0;
      this.digestHigh = (this.digestHigh + Math.imul(hash.high, 0x85ebca77)) >>> 0;
    }
  }
}

/** An absent value, a string and JSON of the same text are all different. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '\u0000' : `\u0001${JSON.stringify(value)}`;
}

const hash = { low: 0, high: 0 };

/**
 * Two lanes over the UTF-16 units of a text, FNV-1a (Fowler, Noll, Vo) and a rotating multiply, each finished by MurmurHash3's
 * finaliser (Appleby); result in `hash`.
 */
function hashText(text: string): void {
  let first = 0x811c_9dc5;
  let second = 0x9747_b28c;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x0100_0193);
    second = Math.imul(((second << 13) | (second >>> 19)) ^ code, 0x85eb_ca6b);
  }
  hash.low = mixWord(first ^ text.length) >>> 0;
  hash.high = mixWord(second ^ hash.low) >>> 0;
}
