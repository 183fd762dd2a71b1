import type { Rush } from '../../../probes/coherence/judge-stampede.ts';
import type { Replicas } from './replicas.ts';

/** Sends so many requests for one fresh question at once, to the replicas in turn, and asks it again afterwards. */
export async function rushReplicas(replicas: Replicas, requests: number): Promise<Rush> {
  const { context, urls } = replicas;
  const query = context.freshQuery();
  let sent = 0;
  let isOverlapping = true;
  const replies = await Promise.all(
    Array.from({ length: requests }, async (_, request) => {
      const replica = urls[request % urls.length] ?? '';
      const seen = await replicas.ask(replica, query, () => void (sent += 1));
      if (sent < requests) isOverlapping = false;
      return { replica, seen };
    }),
  );
  return { replies, isOverlapping, afterwards: await replicas.ask(urls[0] ?? '', query) };
}
