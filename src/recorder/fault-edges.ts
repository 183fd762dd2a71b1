const headBytes = 8;
const bytesPerFault = 16;

/** Bytes of memory that the edges of so many faults take. */
export function faultEdgesBytes(faults: number): number {
  return headBytes + bytesPerFault * faults;
}

/**
 * When the faults of a run began and ended, in clock microseconds, in memory that all threads see: one thread tells the edges in order, the
 * others ask to which fault a request belongs. An edge is seen as soon as it was told, so that a request which is due after it and ends
 * later belongs where it should.
 */
export class FaultEdges {
  readonly #told: Int32Array;
  readonly #edges: Float64Array;

  constructor(memory: ArrayBufferLike) {
    this.#told = new Int32Array(memory, 0, 1);
    this.#edges = new Float64Array(memory, headBytes);
  }

  /** Tells the next edge: the first fault begins, it ends, the second begins, and so on. @throws RangeError for one too many. */
  tell(micros: number): void {
    const told = Atomics.load(this.#told, 0);
    if (told >= this.#edges.length)
      throw new RangeError(`Expected ${this.#edges.length} edges of faults, got one more`);
    this.#edges[told] = micros;
    Atomics.store(this.#told, 0, told + 1);
  }

  /** The number of the fault, from 1, to which a moment belongs; 0 for none. A fault holds its beginning and not its end. */
  faultAt(micros: number): number {
    for (let index = Atomics.load(this.#told, 0) - 1; index >= 0; index -= 1)
      if (micros >= (this.#edges[index] ?? Infinity)) return index % 2 === 0 ? index / 2 + 1 : 0;
    return 0;
  }

  /** The edges that were told so far. */
  told(): number[] {
    return [...this.#edges.subarray(0, Atomics.load(this.#told, 0))];
  }
}
