import type { PickPhase } from './popularity/picker.ts';

const usersPerIndex = 1_048_576; // 2^20

/** The request that asks a never-seen query. `user` counts only when the sequence is per user. */
export type FreshOrigin = {
  readonly phase: PickPhase;
  readonly user: number;
  readonly index: number;
  readonly perUser: boolean;
};

/**
 * The number k of the never-seen query of a request: no two requests of a run share one, in whatever phase. Shared:
 * 2·index; per user: 2·(index·2^20 + user); plus 1 in the warm-up. Exact for indices below 2^32 and users below 2^20.
 */
export function freshNumber({ phase, user, index, perUser }: FreshOrigin): number {
  return 2 * (perUser ? index * usersPerIndex + user : index) + (phase === 'warmup' ? 1 : 0);
}

/** The request behind a never-seen query: the inverse of `freshNumber`. */
export function freshOrigin(k: number, perUser: boolean): FreshOrigin {
  const phase = k % 2 === 1 ? 'warmup' : 'measure';
  const place = Math.floor(k / 2);
  if (!perUser) return { phase, user: 0, index: place, perUser };
  return { phase, user: place % usersPerIndex, index: Math.floor(place / usersPerIndex), perUser };
}
