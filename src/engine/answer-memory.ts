import { outcomeCodes, type OutcomeCode } from '../recorder/sample.ts';
import { valueAt, type JsonPath } from './json-path.ts';

/** Where the answer and its citations are in a body. */
export type AnswerPaths = { readonly answer: JsonPath; readonly citations: JsonPath };

const digestsKept = 2;

/**
 * Remembers by digest what each query of the corpus was answered on a miss, and compares what a hit answers: the text
 * of the answer, and the set of its citations' sources. Concurrent misses of one query may differ with no fault of the
 * cache, which then holds either; so the last two are kept, and a hit that equals one of them holds. Digests have
 * 64 bits: a wrong answer passes with probability 2^-63. Memory: 17 bytes for each query of the corpus.
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
   * Takes an answer to a query of the given class. Undefined when there is nothing to compare: a miss (remembered), an
   * unknown, a query outside the corpus, or a hit for which no miss was seen.
   */
  compare(query: number, outcome: OutcomeCode, body: unknown): boolean | undefined {
    const seen = this.misses[query];
    if (seen === undefined || (outcome !== outcomeCodes.hit && outcome !== outcomeCodes.miss)) return undefined;
    if (outcome === outcomeCodes.hit && seen === 0) return undefined;
    this.digest(body);
    if (outcome === outcomeCodes.miss) {
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

/** Two lanes of multiply-and-xor with a final mix that crosses them (cyrb53 by bryc, public domain); result in `hash`. */
function hashText(text: string): void {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 2_654_435_761);
    second = Math.imul(second ^ code, 1_597_334_677);
  }
  first = Math.imul(first ^ (first >>> 16), 2_246_822_507) ^ Math.imul(second ^ (second >>> 13), 3_266_489_909);
  second = Math.imul(second ^ (second >>> 16), 2_246_822_507) ^ Math.imul(first ^ (first >>> 13), 3_266_489_909);
  hash.low = first >>> 0;
  hash.high = second >>> 0;
}
