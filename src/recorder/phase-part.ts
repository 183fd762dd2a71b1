import type { PhaseSnapshot } from './snapshot.ts';

/** What one thread says of a phase when it is over; its seconds were told one by one. */
export type PhasePart = Omit<PhaseSnapshot, 'slices' | 'blocks'>;

/** Both phases of one thread. */
export type PhaseParts = { readonly warmup: PhasePart; readonly measure: PhasePart };
