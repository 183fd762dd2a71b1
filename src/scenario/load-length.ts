import type { Load } from './scenario.ts';

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
