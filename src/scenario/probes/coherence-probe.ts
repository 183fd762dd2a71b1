import { commandHookOf, type CommandHook } from '../hook.ts';
import { microsOf } from '../normalise-load.ts';
import type { ValidCoherence } from './coherence-probe-schema.ts';

/** What makes all replicas forget an answer. A request goes to the first of them; its path and body have places as `target.request` has. */
export type Invalidation =
  | { readonly kind: 'request'; readonly method: string; readonly path: string; readonly body?: unknown }
  | { readonly kind: 'command'; readonly command: CommandHook };

/** So many requests at once for a question that nobody asked before, and how many of them may be misses. */
export type Stampede = { readonly requests: number; readonly atMostMisses: number };

/** What several replicas of the service must agree on. */
export type CoherenceProbe = {
  /** Base URLs, at least 2. */
  readonly replicas: readonly string[];
  /** Fresh questions that every replica is asked. */
  readonly asks: number;
  /** How soon after a fill or an invalidation all replicas must see it. */
  readonly seenWithinMicros: number;
  /** Absent: nobody knows how, and the check has no data. */
  readonly invalidate?: Invalidation;
  /** Absent: not tried. */
  readonly stampede?: Stampede;
};

/** The options of the probe of coherence. */
export function coherenceProbeOf(written: ValidCoherence, asks: number): CoherenceProbe {
  const { replicas, seenWithin, invalidate, stampede } = written;
  return {
    replicas,
    asks,
    seenWithinMicros: microsOf(seenWithin),
    ...(invalidate === undefined ? {} : { invalidate: invalidationOf(invalidate) }),
    ...(stampede === undefined ? {} : { stampede }),
  };
}

/**
 * The longest that a probe waits between its requests: to ask all replicas (once), for a fill of each to be seen by all (a quarter, a half
 * and the whole of the bound, one replica after another), and after an invalidation (once).
 */
export function longestCoherenceWait(replicas: number, seenWithinMicros: number): number {
  return (2 + 1.75 * replicas) * seenWithinMicros;
}

function invalidationOf(written: NonNullable<ValidCoherence['invalidate']>): Invalidation {
  if ('command' in written) return { kind: 'command', command: commandHookOf(written.command) };
  return { kind: 'request', ...written };
}
