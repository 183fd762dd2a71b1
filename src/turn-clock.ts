/** Calls a function once the current turn of the event loop has polled all that was ready (`setImmediate`). */
export type AfterTurn = (callback: () => void) => void;

/**
 * Says since when something could have been read. Node reads every socket that is ready in one turn of its event loop, one
 * after another; what is read late in a turn was there since the turn's poll. So the first to ask in a turn reads the clock,
 * and all others in the turn get the same moment.
 */
export class TurnClock {
  readonly #nowMicros: () => number;
  readonly #afterTurn: AfterTurn;
  #turnMicros: number | undefined;
  #turns = 0;
  readonly #endTurn = (): void => {
    this.#turnMicros = undefined;
  };

  constructor(nowMicros: () => number, afterTurn: AfterTurn) {
    this.#nowMicros = nowMicros;
    this.#afterTurn = afterTurn;
  }

  /** Turns in which it was asked. */
  get turns(): number {
    return this.#turns;
  }

  /** The moment of this turn's first reading, in microseconds. Call it first thing in a callback of the poll phase. */
  readMicros(): number {
    if (this.#turnMicros === undefined) {
      this.#turnMicros = this.#nowMicros();
      this.#turns += 1;
      this.#afterTurn(this.#endTurn);
    }
    return this.#turnMicros;
  }
}
