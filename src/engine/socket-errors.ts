import type { WorkerHealth } from '../recorder/snapshot.ts';

/** Sets the counts of a thread's connections back to none, when its measured phase begins. */
export function forgetSocketErrors(counts: Record<string, number>): void {
  for (const code of Object.keys(counts)) delete counts[code];
}

/** A thread's health with the counts of its connections; without them when there is none. */
export function withSocketErrors(health: WorkerHealth, counts: Readonly<Record<string, number>>): WorkerHealth {
  return Object.keys(counts).length === 0 ? health : { ...health, socketErrors: { ...counts } };
}
