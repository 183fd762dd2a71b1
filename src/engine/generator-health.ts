import { monitorEventLoopDelay, performance, type EventLoopUtilization, type IntervalHistogram } from 'node:perf_hooks';
import process from 'node:process';
import type { Clock } from '../clock.ts';
import type { GeneratorHealth } from '../recorder/snapshot.ts';

const resolutionMillis = 5;
const nanosPerMicro = 1_000;

/** Watches how the generator itself fares, from `start` to `stop`. */
export class GeneratorHealthMeter {
  private readonly clock: Clock;
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: resolutionMillis });
  private utilisation: EventLoopUtilization = performance.eventLoopUtilization();
  private cpu: NodeJS.CpuUsage = process.cpuUsage();
  private startMicros = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Begins to watch, forgetting what was seen before. */
  start(): void {
    this.delay.enable();
    this.delay.reset();
    this.utilisation = performance.eventLoopUtilization();
    this.cpu = process.cpuUsage();
    this.startMicros = this.clock.nowMicros();
  }

  /** Stops the timer behind the watch. */
  close(): void {
    this.delay.disable();
  }

  /**
   * Ends the watch. Node's delay histogram holds whole timer intervals, so the interval itself is taken off.
   */
  stop(promisedInFlight: number | undefined): GeneratorHealth {
    this.delay.disable();
    const cpu = process.cpuUsage(this.cpu);
    const wallMicros = Math.max(1, this.clock.nowMicros() - this.startMicros);
    const delayMicros = this.delay.percentile(99) / nanosPerMicro - resolutionMillis * 1_000;
    return {
      eventLoopUtilisation: performance.eventLoopUtilization(this.utilisation).utilization,
      eventLoopDelayP99Micros: Number.isFinite(delayMicros) ? Math.max(0, delayMicros) : 0,
      cpuCores: (cpu.user + cpu.system) / wallMicros,
      residentBytes: process.memoryUsage.rss(),
      ...(promisedInFlight === undefined ? {} : { promisedInFlight }),
    };
  }
}
