import type { GeneratorHealth, ProcessHealth, WorkerHealth } from '../../src/recorder/snapshot.ts';

/** A thread of a generator that fares well. */
export function buildWorker(parts: Partial<WorkerHealth> = {}): WorkerHealth {
  return {
    utilisation: 0.31,
    worstSecondUtilisation: 0.38,
    delayP50Micros: 60,
    delayP99Micros: 900,
    delayMaxMicros: 2_100,
    gcCount: 12,
    gcTotalMicros: 7_000,
    gcLongestMicros: 1_200,
    requests: 12_000,
    ...parts,
  };
}

/** A process of a generator that fares well. */
export function buildProcess(parts: Partial<ProcessHealth> = {}): NonNullable<GeneratorHealth['process']> {
  const { residentBytes: _, ...rest } = parts;
  return {
    userCores: 0.31,
    systemCores: 0.11,
    involuntarySwitches: 40,
    portsLeft: 28_000,
    filesLeft: 900,
    ...rest,
  };
}

/** The health of a generator whose one thread fares as the whole; what `parts` names is put in its place. */
export function buildHealth(parts: Partial<GeneratorHealth> = {}): GeneratorHealth {
  const { eventLoopUtilisation = 0.31, eventLoopDelayP99Micros = 900 } = parts;
  return {
    eventLoopUtilisation,
    eventLoopDelayP99Micros,
    cpuCores: 0.42,
    residentBytes: 131_000_000,
    workers: [
      buildWorker({
        utilisation: eventLoopUtilisation,
        worstSecondUtilisation: Math.max(0.38, eventLoopUtilisation),
        delayP99Micros: eventLoopDelayP99Micros,
      }),
    ],
    process: buildProcess(),
    ...parts,
  };
}
