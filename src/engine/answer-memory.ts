import { outcomeCodes, type OutcomeCode } from '../recorder/sample.ts';

const digestsKept = 2;

/**
 * Remembers by digest what each query of the corpus was answered on a miss, and compares what a hit answers. Concurrent misses of one
 * query may differ with no fault of the cache, which then holds either; so the last two are kept, and a hit that equals one of them
 * holds. A cache that was warm before the run shows no miss: there the first hit stands in for it. Memory: 20 bytes for each query of
 * the corpus.
 *
 * Digests have 53 bits. The memory can be shared by several threads: a digest is one word of a 64-bit machine, which is never seen
 * half written, and its place is taken before it is written.
 */
export class AnswerMemory {
  private readonly digests: Float64Array;
  private readonly taken: Int32Array;

  /** @param memory `answerMemoryBytes(queries)` bytes, all 0 at first; a `SharedArrayBuffer` when threads share it. */
  constructor(memory: ArrayBufferLike, queries: number) {
    this.digests = new Float64Array(memory, 0, queries * digestsKept);
    this.taken = new Int32Array(memory, this.digests.byteLength, queries);
  }

  /**
   * Takes the digest of an answer to a query of the given class. Undefined when there is nothing to compare: a miss and the first
   * answer of a query (both remembered), an unknown, or a query outside the corpus.
   */
  compare(query: number, outcome: OutcomeCode, low: number, high: number): boolean | undefined {
    if (query < 0 || query >= this.taken.length) return undefined;
    if (outcome !== outcomeCodes.hit && outcome !== outcomeCodes.miss) return undefined;
    // 0 says that nothing was written yet, so no digest may be 0.
    const digest = (high >>> 11) * 2 ** 32 + low || 1;
    if (outcome === outcomeCodes.miss || Atomics.load(this.taken, query) === 0) {
      const place = Atomics.add(this.taken, query, 1) % digestsKept;
      this.digests[query * digestsKept + place] = digest;
      return undefined;
    }
    return this.matches(query, digest);
  }

  private matches(query: number, digest: number): boolean | undefined {
    let isKnown = false;
    for (let slot = query * digestsKept; slot < (query + 1) * digestsKept; slot++) {
      const kept = this.digests[slot] ?? 0;
      if (kept === digest) return true;
      isKnown ||= kept !== 0;
    }
    return isKnown ? false : undefined;
  }
}

/** Bytes of memory that the answers to so many queries take. */
export function answerMemoryBytes(queries: number): number {
  return queries * (digestsKept * Float64Array.BYTES_PER_ELEMENT + Int32Array.BYTES_PER_ELEMENT);
}
