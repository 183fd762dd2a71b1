import type { Load } from '../scenario/scenario.ts';

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
