import { microsPerMilli } from '../units.ts';
import type { QueryService } from './query-service.ts';

/** Replies up to this much early go at once: timers are whole milliseconds, so the error is ± half of one, not + one. */
const earlinessMicros = 500;

/** Replies in one turn of the event loop, so that requests that arrive meanwhile are seen (and timed) soon. */
const repliesPerTurn = 4;

const longestTimerMillis = 2 ** 31 - 1;

/** Calls the service when its next reply is due, with one timer and without spinning. */
export class ReplyPump {
  readonly #service: QueryService;
  readonly #nowMicros: () => number;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #armedForMicros = Infinity;

  constructor(service: QueryService, nowMicros: () => number) {
    this.#service = service;
    this.#nowMicros = nowMicros;
  }

  /** To be called after anything that may have made a reply due earlier: a new query, other faults. */
  wake(): void {
    const dueMicros = this.#service.nextReplyMicros;
    if (this.#turn !== undefined || dueMicros >= this.#armedForMicros) return;
    this.#arm(dueMicros);
  }

  /** Stops for good; outstanding replies are never delivered. */
  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }

  readonly #run = (): void => {
    this.#turn = undefined;
    this.#armedForMicros = Infinity;
    this.#service.advance(this.#nowMicros() + earlinessMicros, repliesPerTurn);
    this.#arm(this.#service.nextReplyMicros);
  };

  #arm(dueMicros: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#armedForMicros = dueMicros;
    if (dueMicros === Infinity) return;
    const waitMicros = dueMicros - earlinessMicros - this.#nowMicros();
    if (waitMicros <= 0) this.#turn = setImmediate(this.#run);
    else this.#timer = setTimeout(this.#run, Math.min(Math.ceil(waitMicros / microsPerMilli), longestTimerMillis));
  }
}
