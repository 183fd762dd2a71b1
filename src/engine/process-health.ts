import process from 'node:process';
import type { Clock } from '../clock.ts';
import type { ProcessHealth } from '../recorder/snapshot.ts';
import { isOutOfFiles, readProcessLimits, type ProcessLimits } from './process-limits.ts';

const bytesPerKilobyte = 1_024;

/** Watches what the whole process uses, all its threads together, from `start` to `stop`. */
export class ProcessHealthMeter {
  private readonly clock: Clock;
  private usage: NodeJS.ResourceUsage = process.resourceUsage();
  private limits: ProcessLimits = {};
  private startMicros = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Begins to watch, forgetting what was seen before. */
  start(): void {
    this.limits = readProcessLimits();
    this.usage = process.resourceUsage();
    this.startMicros = this.clock.nowMicros();
  }

  /** Ends the watch; call it while the connections are still open. */
  stop(): ProcessHealth {
    const wallMicros = Math.max(1, this.clock.nowMicros() - this.startMicros);
    const usage = process.resourceUsage();
    const limits = readProcessLimits();
    const portsLeft = least(this.limits.portsLeft, limits.portsLeft);
    const filesLeft = least(this.limits.filesLeft, limits.filesLeft);
    return {
      userCores: (usage.userCPUTime - this.usage.userCPUTime) / wallMicros,
      systemCores: (usage.systemCPUTime - this.usage.systemCPUTime) / wallMicros,
      involuntarySwitches: usage.involuntaryContextSwitches - this.usage.involuntaryContextSwitches,
      residentBytes: residentBytes(usage),
      ...(portsLeft === undefined ? {} : { portsLeft }),
      ...(filesLeft === undefined ? {} : { filesLeft }),
    };
  }
}

/** Node needs a file to tell the memory; when there is none left, the greatest memory so far stands for it. */
function residentBytes({ maxRSS }: NodeJS.ResourceUsage): number {
  try {
    return process.memoryUsage.rss();
  } catch (error) {
    if (isOutOfFiles(error)) return maxRSS * bytesPerKilobyte;
    throw error;
  }
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
