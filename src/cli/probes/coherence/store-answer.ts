import type { Query } from '../../../plan/plan.ts';
import { classOf } from '../../../probes/coherence/replica-reply.ts';
import { sayObserved, type Observed } from '../../../probes/observed.ts';
import { waitFor } from '../ask-twice.ts';
import type { Replicas } from './replicas.ts';

/** A fresh question that a replica was asked twice. `hit` is what it said the second time. */
export type StoredAnswer =
  | { readonly isStored: true; readonly query: Query; readonly hit: Observed; readonly storedMicros: number }
  | { readonly isStored: false; readonly query: Query; readonly hit: Observed; readonly why: string };

/** Some questions are never answered, and some answers never cached. */
const mostQuestions = 3;

/** A service may store its answer behind the reply. */
const settleMicros = 100_000;

/**
 * Makes a replica store an answer: a fresh question that is a miss, and a hit when it is asked again. Other questions are tried when that
 * does not come about, three in all, the later ones with a pause between the two. `storedMicros` is when the first reply was read.
 */
export async function storeAnswer(replicas: Replicas, url: string): Promise<StoredAnswer> {
  for (let tried = 1; ; tried += 1) {
    const stored = await tryToStore(replicas, url, tried === 1 ? 0 : settleMicros);
    if (stored.isStored || stored.hit.kind === 'no-reply' || tried === mostQuestions) return stored;
  }
}

async function tryToStore(replicas: Replicas, url: string, pauseMicros: number): Promise<StoredAnswer> {
  const { clock, signal, freshQuery } = replicas.context;
  const query = freshQuery();
  const first = await replicas.ask(url, query);
  const storedMicros = clock.nowMicros();
  const not = (hit: Observed, what: string): StoredAnswer => ({ isStored: false, query, hit, why: what });
  if (classOf(first) !== 'miss') return not(first, `nothing was stored (a fresh question: ${sayObserved(first)})`);
  await waitFor(pauseMicros, signal);
  const hit = await replicas.ask(url, query);
  if (classOf(hit) !== 'hit') return not(hit, `nothing was stored (the repeat of a miss: ${sayObserved(hit)})`);
  return { isStored: true, query, hit, storedMicros };
}
