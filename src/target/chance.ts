import { Philox } from '../random.ts';

/** What a number is drawn for; numbers of different purposes are independent. A number is never used again for something else. */
const purposes = {
  jitter: 0,
  'error-burst': 1,
  'lost-connections': 2,
  truncate: 3,
  malformed: 4,
  'wrong-answers': 5,
  'no-citations': 6,
  'fewer-hits': 7,
  'failing-fact': 8,
  'miscounted-hits': 9,
  'wrong-citations': 10,
  'low-consensus': 11,
} as const;

/** The name of a purpose. */
export type Purpose = keyof typeof purposes;

/** Chance by request number: the same seed gives the n-th request the same luck in every run. */
export class Chance {
  readonly #philox: Philox;

  constructor(seed: number) {
    this.#philox = new Philox(seed, Math.floor(seed / 4_294_967_296));
  }

  /** A number in [0, 1) with 32 random bits, for one purpose of one request. */
  uniform(request: number, purpose: Purpose): number {
    this.#philox.block(request, Math.floor(request / 4_294_967_296), purposes[purpose], 0x7461_7267);
    return (this.#philox.x0 >>> 0) / 4_294_967_296;
  }
}
