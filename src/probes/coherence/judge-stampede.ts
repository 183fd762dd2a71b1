import type { Stampede } from '../../scenario/probes/coherence-probe.ts';
import { evidence, type ProbeFinding } from '../probe-finding.ts';
import { classOf, replyEvidence, type ReplicaReply } from './replica-reply.ts';
import { sayObserved, type Observed } from '../observed.ts';

/** What came of many requests at once for a question that nobody asked before. */
export type Rush = {
  readonly replies: readonly ReplicaReply[];
  /** Whether the last request was sent before the first reply was read. */
  readonly isOverlapping: boolean;
  /** The same question afterwards: no hit means that its answer is never cached. */
  readonly afterwards: Observed;
};

/**
 * Whether at most so many of the requests were misses. Misses are counted by what the replies state, so that there are at least as many: more
 * than the limit is a fail, whatever else was seen, unless the answer turns out not to be cached. Up to the limit it is a pass only when every reply
 * states its class, one at least is a miss, and all requests were on their way together; otherwise there is no data.
 */
export function judgeStampede({ replies, isOverlapping, afterwards }: Rush, limit: Stampede): ProbeFinding {
  const { atMostMisses } = limit;
  const count = (wanted: ReturnType<typeof classOf>): number =>
    replies.filter(({ seen }) => classOf(seen) === wanted).length;
  const [misses, unknown, failed] = [count('miss'), count('unknown'), count(undefined)];
  const shown = [
    evidence(
      `${replies.length} requests at once`,
      `misses: ${misses}, hits: ${count('hit')}, without a class: ${unknown}, failed: ${failed}`,
    ),
    ...replies
      .filter(({ seen }) => seen.kind !== 'answer')
      .slice(0, 3)
      .map(replyEvidence),
  ];
  const finding = (status: ProbeFinding['status'], reason: string): ProbeFinding => ({
    name: 'coherence: stampede',
    status,
    reason,
    evidence: shown,
  });
  if (misses > 0 && classOf(afterwards) !== 'hit')
    return finding('no-data', `the answer is not in the cache afterwards (${sayObserved(afterwards)})`);
  const tally = `${misses} of ${replies.length} requests at once for a new question were misses, at most ${atMostMisses} may be`;
  if (misses > atMostMisses) return finding('fail', tally);
  if (failed > 0) return finding('no-data', `${failed} of ${replies.length} requests were not answered`);
  if (unknown > 0) return finding('no-data', `${unknown} of ${replies.length} replies do not say their cache class`);
  if (misses === 0) return finding('no-data', 'no request was a miss, though nobody had asked the question before');
  if (!isOverlapping) return finding('no-data', 'the first reply came before the last request was sent');
  return finding('pass', tally);
}
