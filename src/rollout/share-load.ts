import type { Load } from '../scenario/scenario.ts';

/** A load that can be split by its users or its rate. */
export type SplitLoad = Extract<Load, { readonly executor: 'constant-vus' | 'constant-arrival-rate' }>;

/** A load split at a share; the stable side is absent where nothing is left for it. */
export type SharedLoad = { readonly canary: SplitLoad; readonly stable?: SplitLoad };

/** Whether a load can be split: it is the same from its beginning to its end, so that a hold may have any length. */
export function canBeShared(load: Load): load is SplitLoad {
  return load.executor === 'constant-vus' || load.executor === 'constant-arrival-rate';
}

/**
 * Splits a load: the canary gets `share` of 1 of its users, to the nearest user, or of its rate, and stable the rest. Undefined when a side
 * that must have some would have no user.
 */
export function shareLoad(load: SplitLoad, share: number): SharedLoad | undefined {
  const canary = partOf(load, share);
  if (canary === undefined) return undefined;
  if (share >= 1) return { canary };
  const stable =
    load.executor === 'constant-vus' && canary.executor === 'constant-vus'
      ? withUsers(load, load.vus - canary.vus)
      : partOf(load, 1 - share);
  return stable === undefined ? undefined : { canary, stable };
}

function partOf(load: SplitLoad, share: number): SplitLoad | undefined {
  if (load.executor === 'constant-vus') return withUsers(load, Math.round(load.vus * share));
  return {
    ...load,
    ratePerSecond: load.ratePerSecond * share,
    preAllocatedVUs: Math.ceil(load.preAllocatedVUs * share),
    maxVUs: Math.ceil(load.maxVUs * share),
  };
}

function withUsers(load: SplitLoad & { readonly executor: 'constant-vus' }, vus: number): SplitLoad | undefined {
  return vus < 1 ? undefined : { ...load, vus };
}

/** The load in words: '12 users', '50 requests a second'. */
export function sayLoad(load: SplitLoad): string {
  if (load.executor === 'constant-vus') return load.vus === 1 ? '1 user' : `${load.vus} users`;
  return `${Number(load.ratePerSecond.toFixed(2))} requests a second`;
}
