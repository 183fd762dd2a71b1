import type { Observed, ObservedAnswer } from '../../src/probes/observed.ts';

/** A successful answer as a probe saw it, a well cited miss unless told otherwise. */
export function answered(changes: Partial<ObservedAnswer> = {}): Observed {
  return {
    question: 'q',
    millis: 1,
    kind: 'answer',
    cacheClass: 'miss',
    answer: '"a"',
    sources: ['one', 'two'],
    agreement: 85,
    ...changes,
  };
}

/** A reply that is no answer, whose class is unknown unless told otherwise. */
export function failed(cacheClass: 'hit' | 'miss' | 'unknown' = 'unknown'): Observed {
  return { question: 'q', millis: 1, kind: 'failure', why: 'HTTP 500', cacheClass };
}

/** No reply at all. */
export const silent: Observed = { question: 'q', millis: 1, kind: 'no-reply', why: 'it did not answer in time' };
