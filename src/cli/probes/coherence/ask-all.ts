import type { AskedOfAll } from '../../../probes/coherence/replica-reply.ts';
import { waitFor } from '../ask-twice.ts';
import type { Replicas } from './replicas.ts';

/** Asks each of so many fresh questions of one replica, another each time, and of all others when the bound for a fill to be seen is over. */
export async function askAllReplicas(
  replicas: Replicas,
  asks: number,
  seenWithinMicros: number,
): Promise<readonly AskedOfAll[]> {
  const { context, urls } = replicas;
  const firsts = [];
  for (let ask = 0; ask < asks; ask += 1) {
    const query = context.freshQuery();
    const replica = urls[ask % urls.length] ?? '';
    firsts.push({ query, replica, seen: await replicas.ask(replica, query) });
  }
  await waitFor(seenWithinMicros, context.signal);
  const asked: AskedOfAll[] = [];
  for (const { query, replica, seen } of firsts)
    asked.push([{ replica, seen }, ...(await replicas.askAll(replicas.othersThan(replica), query))]);
  return asked;
}
