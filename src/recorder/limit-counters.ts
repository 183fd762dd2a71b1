import { cacheClasses } from './sample.ts';
import type { LatencyKind, LimitCounter } from './snapshot.ts';

const latencyKinds: readonly LatencyKind[] = ['service', 'response', 'waiting'];
const everyClass = -1;

/**
 * Exact counters of latencies that break a limit, as they were measured and not as a bucket holds them. The limits are laid
 * out in arrays, so that counting a request neither branches on names nor allocates.
 */
export class LimitCounters {
  readonly #classes: Int8Array;
  readonly #kinds: Uint8Array;
  readonly #limits: Float64Array;
  readonly #equalIsOver: Uint8Array;

  constructor(limits: readonly LimitCounter[]) {
    this.#classes = Int8Array.from(limits, ({ cacheClass }) =>
      cacheClass === undefined ? everyClass : cacheClasses.indexOf(cacheClass),
    );
    this.#kinds = Uint8Array.from(limits, ({ latency }) => latencyKinds.indexOf(latency));
    this.#limits = Float64Array.from(limits, ({ limitMicros }) => limitMicros);
    this.#equalIsOver = Uint8Array.from(limits, ({ equalIsOver }) => Number(equalIsOver));
  }

  /**
   * Adds 1 to the place in `over` of each limit that a request of class `classIndex` breaks. `latencies` holds its service
   * time, response time and waiting time in microseconds.
   */
  count(classIndex: number, latencies: Float64Array, over: Float64Array): void {
    for (let index = 0; index < over.length; index += 1) {
      const limitClass = this.#classes[index];
      if (limitClass !== everyClass && limitClass !== classIndex) continue;
      const value = latencies[this.#kinds[index] ?? 0] ?? 0;
      const limit = this.#limits[index] ?? 0;
      if (value > limit || (value === limit && this.#equalIsOver[index] === 1)) over[index] = (over[index] ?? 0) + 1;
    }
  }
}
