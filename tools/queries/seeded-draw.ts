import { Philox } from '../../src/random.ts';

/** Draws of one seed and one purpose, in order; the same on every machine. Purposes have independent draws. */
export class SeededDraw {
  private readonly philox: Philox;
  private readonly purpose: number;
  private drawn = 0;

  constructor(seed: number, purpose: number) {
    this.philox = new Philox(seed, Math.floor(seed / 4_294_967_296));
    this.purpose = purpose;
  }

  /** A number in [0, 1) with 32 random bits. */
  next(): number {
    this.philox.block(this.drawn, 0, this.purpose, 0);
    this.drawn += 1;
    return (this.philox.x0 >>> 0) / 4_294_967_296;
  }

  /** A whole number from 0 to `bound` − 1. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** A copy of `items` in random order: sorted by a draw each. */
  shuffle<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.next() }));
    return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
  }
}
