import { microsPerSecond } from '../units.ts';
import type { WatchSecond } from './watch-second.ts';

/**
 * The last seconds of a watch, in order. It holds no more than `keepMicros` of them, and never more than twice as many as fit into that
 * time, so that its memory is the same after a minute and after a day.
 */
export class SecondRing {
  readonly capacity: number;
  readonly #keepMicros: number;
  readonly #seconds: WatchSecond[] = [];

  constructor(keepMicros: number) {
    this.#keepMicros = keepMicros;
    this.capacity = 2 * (Math.ceil(keepMicros / microsPerSecond) + 1);
  }

  /** Takes a second; the oldest go. */
  add(second: WatchSecond): void {
    this.#seconds.push(second);
    const oldest = second.startMicros - this.#keepMicros;
    while ((this.#seconds[0]?.startMicros ?? Infinity) < oldest || this.#seconds.length > this.capacity)
      this.#seconds.shift();
  }

  /** The end of the newest second; undefined before the first. */
  get endMicros(): number | undefined {
    const last = this.#seconds.at(-1);
    return last === undefined ? undefined : last.startMicros + microsPerSecond;
  }

  /** The seconds that began at `fromMicros` or later, oldest first. */
  since(fromMicros: number): readonly WatchSecond[] {
    return this.#seconds.filter(({ startMicros }) => startMicros >= fromMicros);
  }
}
