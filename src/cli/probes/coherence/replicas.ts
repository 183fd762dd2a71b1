import type { Query } from '../../../plan/plan.ts';
import type { ReplicaReply } from '../../../probes/coherence/replica-reply.ts';
import type { Observed } from '../../../probes/observed.ts';
import { askTarget } from '../ask-target.ts';
import type { ProbeContext } from '../probe-context.ts';

/**
 * The replicas, each to be asked by its URL. One that gave no reply is not asked again: what it says is known, and a replica that hangs then
 * costs one time-out and no more.
 */
export class Replicas {
  readonly urls: readonly string[];
  readonly context: ProbeContext;
  readonly #lost = new Map<string, string>();

  constructor(urls: readonly string[], context: ProbeContext) {
    this.urls = urls;
    this.context = context;
  }

  /** Asks one replica; `onSent` is called when the request was written. */
  async ask(url: string, query: Query, onSent?: () => void): Promise<Observed> {
    const why = this.#lost.get(url);
    if (why !== undefined) return { question: query.question, millis: 0, kind: 'no-reply', why };
    const seen = await askTarget(query, { ...this.context, url }, onSent);
    if (seen.kind === 'no-reply' && !this.context.signal.aborted) this.#lost.set(url, seen.why);
    return seen;
  }

  /** Asks several replicas at once. */
  askAll(urls: readonly string[], query: Query): Promise<readonly ReplicaReply[]> {
    return Promise.all(urls.map(async (replica) => ({ replica, seen: await this.ask(replica, query) })));
  }

  /** All but one. */
  othersThan(url: string): readonly string[] {
    return this.urls.filter((other) => other !== url);
  }
}
