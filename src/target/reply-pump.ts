import { microsPerMilli } from '../units.ts';
import type { QueryService } from './query-service.ts';

/** Replies in one turn of the event loop, so that requests that arrive meanwhile are seen (and timed) soon. */
const repliesPerTurn = 4;

/** Without load the next chance to send comes with a timer, and timers are whole milliseconds. */
const longestGapMicros = 1_000;
const gapsRemembered = 8;

const longestTimerMillis = 2 ** 31 - 1;

/**
 * Calls the service when its next reply is due, with one timer and without spinning.
 *
 * Every query that arrives wakes the process, and each time is a chance to send what is due. So under load replies go one by
 * one, not in a burst at every millisecond. A reply goes when now is nearer to its time than the next chance will be, which is told
 * from the latest ones: half a millisecond early or late without load, less with it. When the next chance does not come as it was
 * foreseen, the timer sends the reply, at most a millisecond late.
 */
export class ReplyPump {
  readonly #service: QueryService;
  readonly #nowMicros: () => number;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #armedForMicros = Infinity;
  #chanceMicros = -Infinity;
  /** From one chance to the next, smoothed. */
  #gapMicros = longestGapMicros;

  constructor(service: QueryService, nowMicros: () => number) {
    this.#service = service;
    this.#nowMicros = nowMicros;
  }

  /** To be called after anything that may have made a reply due earlier: a new query, other faults. */
  wake(): void {
    this.#turn ??= setImmediate(this.#run);
  }

  /** Stops for good; outstanding replies are never delivered. */
  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }

  readonly #run = (): void => {
    this.#turn = undefined;
    const nowMicros = this.#nowMicros();
    this.#noteChance(nowMicros);
    this.#service.advance(nowMicros + this.#gapMicros / 2, repliesPerTurn);
    this.#waitFor(this.#service.nextReplyMicros);
  };

  readonly #ring = (): void => {
    this.#timer = undefined;
    this.#armedForMicros = Infinity;
    if (this.#turn === undefined) this.#run();
  };

  #noteChance(nowMicros: number): void {
    const gapMicros = Math.min(longestGapMicros, nowMicros - this.#chanceMicros);
    this.#gapMicros += (gapMicros - this.#gapMicros) / gapsRemembered;
    this.#chanceMicros = nowMicros;
  }

  #waitFor(dueMicros: number): void {
    const waitMicros = dueMicros - this.#gapMicros / 2 - this.#nowMicros();
    if (waitMicros <= 0) {
      this.#turn = setImmediate(this.#run);
      return;
    }
    if (dueMicros === this.#armedForMicros) return;
    clearTimeout(this.#timer);
    this.#armedForMicros = dueMicros;
    if (dueMicros === Infinity) return;
    this.#timer = setTimeout(this.#ring, Math.min(Math.ceil(waitMicros / microsPerMilli), longestTimerMillis));
  }
}
