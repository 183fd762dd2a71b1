import { sayObserved, type Observed } from '../observed.ts';
import { evidence, worstStatus, type ProbeFinding } from '../probe-finding.ts';
import type { ProbeStatus } from '../probe-result.ts';
import { classOf, sourcesText } from './replica-reply.ts';

/** A question that one replica alone was asked: the hit before the invalidation, and its first reply after it. */
export type AroundInvalidation = { readonly replica: string; readonly before: Observed; readonly after: Observed };

/** What came of an invalidation: `how` is the rest of a sentence, such as 'answered HTTP 204'. */
export type InvalidationDone = { readonly isDone: boolean; readonly how: string };

const name = 'coherence: invalidation';

/** That nobody said how to invalidate. */
export function noInvalidation(): ProbeFinding {
  const reason = 'nothing says how to invalidate: set probes.coherence.invalidate to a request or a command';
  return { name, status: 'no-data', reason, evidence: [] };
}

/**
 * Whether a replica still serves what was invalidated. From outside an answer is stale when it is a hit with the answer and the sources of
 * the hit before, and nobody has asked since: then it was not made anew for anybody. A miss is made anew by the service's own word, and a hit with
 * another answer or other sources is not the one from before. What cannot be told apart: a service that fills its cache by itself after an
 * invalidation, with the same answer, looks stale; one whose replies say "miss" and serve an old answer looks fresh. Without a class, the same answer
 * may be old or made anew: no data, as when there was no hit before, or the invalidation itself failed.
 */
export function judgeInvalidation(asked: readonly AroundInvalidation[], done: InvalidationDone): ProbeFinding {
  const made = evidence('invalidation', done.how);
  if (!done.isDone) {
    const missing = asked.filter(({ before }) => !isHeld(before));
    const shown = [made, ...missing.map(({ replica, before }) => evidence(replica, sayNotHeld(before)))];
    return { name, status: 'no-data', reason: `nothing was invalidated: it ${done.how}`, evidence: shown };
  }
  const judged = asked.map((each) => ({ replica: each.replica, ...judgeOne(each) }));
  const shown = [made, ...judged.map(({ replica, seen }) => evidence(replica, seen))];
  const status = worstStatus(judged.map((each) => each.status));
  const share = `${judged.filter((each) => each.status === status).length} of ${asked.length} replicas`;
  const reasons = {
    pass: 'no replica serves the answer from before the invalidation',
    fail: `${share} still serve the answer from before the invalidation`,
    'no-data': `it cannot be told of ${share} whether their answer is from before the invalidation`,
  };
  return { name, status, reason: reasons[status], evidence: shown };
}

function isHeld(before: Observed): before is Extract<Observed, { kind: 'answer' }> {
  return classOf(before) === 'hit';
}

function sayNotHeld(before: Observed): string {
  return `not in its cache before: ${sayObserved(before)}`;
}

function judgeOne({ before, after }: AroundInvalidation): { readonly status: ProbeStatus; readonly seen: string } {
  if (!isHeld(before)) return { status: 'no-data', seen: sayNotHeld(before) };
  if (after.kind !== 'answer') return { status: 'no-data', seen: sayObserved(after) };
  const isSame = before.answer === after.answer && sourcesText(before) === sourcesText(after);
  switch (classOf(after)) {
    case 'miss':
      return { status: 'pass', seen: 'made anew: a miss' };
    case 'hit':
      return isSame
        ? { status: 'fail', seen: 'a hit with the answer from before' }
        : { status: 'pass', seen: 'a hit with another answer than before' };
    case 'unknown':
    case undefined:
      return isSame
        ? { status: 'no-data', seen: 'the answer from before, without a cache class' }
        : { status: 'pass', seen: 'another answer than before' };
  }
}
