import type { Load } from '../scenario/scenario.ts';

/** Length of a load, or the most it may take, in microseconds, without graceful stop. */
export function plannedMicros(load: Load): number {
  switch (load.executor) {
    case 'constant-vus':
    case 'constant-arrival-rate':
      return load.durationMicros;
    case 'ramping-vus':
    case 'ramping-arrival-rate':
      return load.stages.reduce((total, { durationMicros }) => total + durationMicros, 0);
    case 'shared-iterations':
    case 'per-vu-iterations':
    case 'replay':
      return load.maxDurationMicros;
  }
}

/** Requests of a closed load that counts them, over a sequence of `length`; undefined when time decides. */
export function plannedIterations(load: Load, length: number): number | undefined {
  switch (load.executor) {
    case 'shared-iterations':
      return Math.min(load.iterations, length);
    case 'per-vu-iterations':
      return Math.min(load.vus * load.iterations, length);
    case 'constant-vus':
    case 'ramping-vus':
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
    case 'replay':
      return undefined;
  }
}
