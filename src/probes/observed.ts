import type { CacheClass } from '../recorder/sample.ts';

/** What a probe saw of one question: an answer, a reply that is none, or no whole reply. */
export type Observed = {
  readonly question: string;
  readonly millis: number;
} & (
  | { readonly kind: 'no-reply'; readonly why: string }
  /** `why` says what was wrong; the class is what the reply states all the same. */
  | { readonly kind: 'failure'; readonly why: string; readonly cacheClass: CacheClass }
  | ObservedAnswer
);

/** A successful answer. */
export type ObservedAnswer = {
  readonly kind: 'answer';
  readonly cacheClass: CacheClass;
  /** The answer as JSON text; undefined when there is none at its path. */
  readonly answer: string | undefined;
  /** The source of each citation, undefined for one without; undefined when there is no list. */
  readonly sources: readonly (string | undefined)[] | undefined;
  /** The number at the path of the agreement, in the scale of the target; undefined when there is none. */
  readonly agreement: number | undefined;
};

/** One clause on what was seen, with its class where it has one. */
export function sayObserved(seen: Observed): string {
  switch (seen.kind) {
    case 'no-reply':
      return `no reply: ${seen.why}`;
    case 'failure':
      return `failed: ${seen.why}`;
    case 'answer':
      return seen.cacheClass === 'unknown' ? 'answered, without a cache class' : `answered as a ${seen.cacheClass}`;
  }
}
