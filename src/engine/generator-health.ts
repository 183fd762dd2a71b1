import {
  monitorEventLoopDelay,
  performance,
  PerformanceObserver,
  type EventLoopUtilization,
  type IntervalHistogram,
  type PerformanceEntry,
} from 'node:perf_hooks';
import type { WorkerHealth } from '../recorder/snapshot.ts';

const resolutionMillis = 5;
const secondMillis = 1_000;
const microsPerMilli = 1_000;
const nanosPerMicro = 1_000;

/**
 * Watches how the thread that it is made in fares, from `start` to `stop`. Each engine thread has one of its own; the main thread has
 * one when it sends requests itself. Its own cost is a timer each 5 ms, one each second and a callback a garbage collection.
 */
export class GeneratorHealthMeter {
  private readonly idle: { readonly micros: number };
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMillis });
  private readonly collections = new PerformanceObserver((list) => this.noteCollections(list.getEntries()));
  private whole: EventLoopUtilization = performance.eventLoopUtilization();
  private second: EventLoopUtilization = this.whole;
  private worstSecond = 0;
  private startMillis = 0;
  private wholeIdleMicros = 0;
  private secondIdleMicros = 0;
  private timer: NodeJS.Timeout | undefined = undefined;
  private gc = noCollections();

  /**
   * @param idle counts the time that a pacer spent going round the event loop with nothing to do: Node takes that for busy.
   */
  constructor(idle: { readonly micros: number }) {
    this.idle = idle;
  }

  /** Begins to watch, forgetting what was seen before. */
  start(): void {
    this.close();
    this.collections.observe({ entryTypes: ['gc'] });
    this.delay.enable();
    this.delay.reset();
    this.startMillis = performance.now();
    this.gc = noCollections();
    this.worstSecond = 0;
    this.whole = performance.eventLoopUtilization();
    this.second = this.whole;
    this.wholeIdleMicros = this.idle.micros;
    this.secondIdleMicros = this.idle.micros;
    this.timer = setInterval(() => this.noteSecond(), secondMillis);
    this.timer.unref();
  }

  /** Ends the watch. @param requests started by this thread since `start`. */
  stop(requests: number): WorkerHealth {
    this.noteCollections(this.collections.takeRecords());
    const whole = performance.eventLoopUtilization(this.whole);
    const utilisation = busyShare(whole, this.idle.micros - this.wholeIdleMicros);
    const { gc, delay } = this;
    const health: WorkerHealth = {
      utilisation,
      // A run of less than a second has no whole one: its only part is its worst.
      worstSecondUtilisation: Math.max(utilisation, this.worstSecond),
      delayP50Micros: delayMicros(delay.percentile(50)),
      delayP99Micros: delayMicros(delay.percentile(99)),
      delayMaxMicros: delayMicros(delay.max),
      gcCount: gc.count,
      gcTotalMicros: gc.totalMicros,
      gcLongestMicros: gc.longestMicros,
      requests,
    };
    this.close();
    return health;
  }

  /** Leaves no timer and no observer behind. */
  close(): void {
    this.delay.disable();
    this.collections.disconnect();
    clearInterval(this.timer);
  }

  private noteSecond(): void {
    const now = performance.eventLoopUtilization();
    const utilisation = busyShare(
      performance.eventLoopUtilization(now, this.second),
      this.idle.micros - this.secondIdleMicros,
    );
    this.second = now;
    this.secondIdleMicros = this.idle.micros;
    this.worstSecond = Math.max(this.worstSecond, utilisation);
  }

  /** Entries come late, in a turn after the collection: one from before `start` belongs to no figure. */
  private noteCollections(entries: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of entries) {
      if (startTime < this.startMillis) continue;
      const micros = duration * microsPerMilli;
      this.gc.count++;
      this.gc.totalMicros += micros;
      this.gc.longestMicros = Math.max(this.gc.longestMicros, micros);
    }
  }
}

/** The share of time in which the loop had something to do; Node counts in milliseconds. 0 for no time. */
function busyShare({ active, idle }: EventLoopUtilization, spunMicros: number): number {
  const length = active + idle;
  if (length <= 0) return 0;
  return Math.min(1, Math.max(0, (active - spunMicros / microsPerMilli) / length));
}

function noCollections(): { count: number; totalMicros: number; longestMicros: number } {
  return { count: 0, totalMicros: 0, longestMicros: 0 };
}

/** Node's delay histogram holds whole timer intervals in nanoseconds, so the interval itself is taken off; empty, it says NaN. */
function delayMicros(intervalNanos: number): number {
  const micros = intervalNanos / nanosPerMicro - resolutionMillis * microsPerMilli;
  return Number.isFinite(micros) ? Math.max(0, micros) : 0;
}
