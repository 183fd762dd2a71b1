import type { GeneratorHealth, ProcessHealth, WorkerHealth } from './snapshot.ts';

/**
 * The health of a generator from that of its threads and of its process. The worst thread speaks for all: nine idle ones do not
 * make up for one that measured itself. Utilisation and delay may come from different threads.
 */
export function combineHealth(
  workers: readonly WorkerHealth[],
  processWide: ProcessHealth,
  promisedInFlight?: number,
): GeneratorHealth {
  const { residentBytes, ...process } = processWide;
  return {
    eventLoopUtilisation: Math.max(0, ...workers.map(({ utilisation }) => utilisation)),
    eventLoopDelayP99Micros: Math.max(0, ...workers.map(({ delayP99Micros }) => delayP99Micros)),
    cpuCores: process.userCores + process.systemCores,
    residentBytes,
    ...(promisedInFlight === undefined ? {} : { promisedInFlight }),
    workers,
    process,
  };
}
