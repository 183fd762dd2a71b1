/**
 * Says since when a request could have been read. Node reads every socket that is ready in one turn of its event loop,
 * one after another; a request that is read late in a turn was there since the turn's poll. So the first to ask in a turn
 * reads the clock, and all others in the turn get the same moment.
 */
export class ArrivalClock {
  readonly #nowMicros: () => number;
  #turnMicros: number | undefined;
  readonly #endTurn = (): void => {
    this.#turnMicros = undefined;
  };

  constructor(nowMicros: () => number) {
    this.#nowMicros = nowMicros;
  }

  /** The moment of this turn's first arrival, in microseconds. Call it first thing in a callback of the poll phase. */
  arrivedMicros(): number {
    if (this.#turnMicros === undefined) {
      this.#turnMicros = this.#nowMicros();
      setImmediate(this.#endTurn);
    }
    return this.#turnMicros;
  }
}
