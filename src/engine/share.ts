/** The part of a run that one thread carries: thread `index` (from 0) of `count`. Users and arrivals are dealt out in turn. */
export type Share = { readonly index: number; readonly count: number };

/** The share of a thread that is alone. */
export const wholeShare: Share = { index: 0, count: 1 };

/** How many of the numbers 0 … total − 1 fall to this thread. */
export function countOf(share: Share, total: number): number {
  return Math.max(0, Math.ceil((total - share.index) / share.count));
}

/** The number, among those of all threads, of what this thread calls `own`. */
export function numberOf(share: Share, own: number): number {
  return own * share.count + share.index;
}
