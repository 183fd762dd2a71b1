import type { AroundInvalidation, InvalidationDone } from '../../../probes/coherence/judge-invalidation.ts';
import type { Invalidation } from '../../../scenario/probes/coherence-probe.ts';
import { waitFor } from '../ask-twice.ts';
import { invalidateAnswers } from './invalidate.ts';
import type { Replicas } from './replicas.ts';
import { storeAnswer } from './store-answer.ts';

/** What was asked around an invalidation, and what came of that. */
export type InvalidationSeen = { readonly asked: readonly AroundInvalidation[]; readonly done: InvalidationDone };

/**
 * Has every replica hold the answer to a question of its own, invalidates, waits for as long as replicas may take to see it, and asks each
 * its question once more: nobody else has asked it meanwhile.
 */
export async function askAroundInvalidation(
  replicas: Replicas,
  invalidation: Invalidation,
  seenWithinMicros: number,
): Promise<InvalidationSeen> {
  const { urls, context } = replicas;
  const held = await Promise.all(urls.map(async (replica) => ({ replica, ...(await storeAnswer(replicas, replica)) })));
  const queries = held.filter(({ isStored }) => isStored).map(({ query }) => query);
  const done = await invalidateAnswers(invalidation, queries, { ...context, url: urls[0] ?? '' });
  await waitFor(done.isDone ? seenWithinMicros : 0, context.signal);
  const asked = await Promise.all(
    held.map(async ({ replica, query, hit: before, isStored }) => ({
      replica,
      before,
      after: isStored && done.isDone ? await replicas.ask(replica, query) : before,
    })),
  );
  return { asked, done };
}
