import type { AskedOfAll } from '../../../src/probes/coherence/replica-reply.ts';
import type { Observed, ObservedAnswer } from '../../../src/probes/observed.ts';
import { answered } from '../observed.ts';

/** An answer with this text, undefined for one without. */
export function saying(text: string | undefined, changes: Partial<ObservedAnswer> = {}): Observed {
  return answered({ answer: text === undefined ? undefined : JSON.stringify(text), ...changes });
}

/** An answer of a class. */
export function of(cacheClass: 'hit' | 'miss' | 'unknown', text = 'a'): Observed {
  return saying(text, { cacheClass });
}

/** What replicas r1, r2, … replied to one question. */
export function askedOfAll(...seen: readonly Observed[]): AskedOfAll {
  return seen.map((each, place) => ({ replica: `r${place + 1}`, seen: each }));
}
