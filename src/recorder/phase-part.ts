import type { FaultWindow, PhaseSnapshot } from './snapshot.ts';

/** What one thread says of a phase when it is over; its seconds were told one by one. */
export type PhasePart = Omit<PhaseSnapshot, 'slices' | 'blocks' | 'windows'> & {
  /** Both present where faults are planned; the edges are those of faults, from the start of the phase. */
  readonly windows?: readonly WindowPart[];
  readonly faultEdges?: readonly number[];
};

/** What one thread says of a fault. */
export type WindowPart = Omit<FaultWindow, 'durationMicros' | 'spans'>;

/** Both phases of one thread. */
export type PhaseParts = { readonly warmup: PhasePart; readonly measure: PhasePart };
