import { sayObserved, type Observed, type ObservedAnswer } from '../observed.ts';
import { evidence } from '../probe-finding.ts';
import type { Evidence } from '../probe-result.ts';

/** What one replica replied to a question. */
export type ReplicaReply = { readonly replica: string; readonly seen: Observed };

/** One question and what every replica replied to it, in the order of the replicas. */
export type AskedOfAll = readonly ReplicaReply[];

/** The class of an answer; undefined when there was none. */
export function classOf(seen: Observed): ObservedAnswer['cacheClass'] | undefined {
  return seen.kind === 'answer' ? seen.cacheClass : undefined;
}

/** The sources of an answer as one text, in whatever order they came; undefined without a list. */
export function sourcesText({ sources }: ObservedAnswer): string | undefined {
  return sources === undefined
    ? undefined
    : JSON.stringify(sources.map((source) => JSON.stringify(source ?? null)).toSorted(byText));
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** What a replica replied, as evidence. */
export function replyEvidence({ replica, seen }: ReplicaReply): Evidence {
  return evidence(`${replica}: ${seen.question}`, sayObserved(seen));
}
