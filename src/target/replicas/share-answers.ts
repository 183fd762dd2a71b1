import type { AnswerCache } from '../answers/answer-cache.ts';
import type { PreparedAnswer } from '../answers/render-answer.ts';
import type { ActiveFaults } from '../faults/active-faults.ts';

/** What one replica of the service is to the others. */
export type Replica = { readonly answers: AnswerCache<PreparedAnswer>; readonly faults: ActiveFaults };

/** An answer that was stored, where and when. */
type Stored = { readonly key: string; readonly answer: PreparedAnswer; readonly nowMicros: number };

/** Lets the other replicas find what one has stored: at once, later (`late-fill`), or never (`split-brain` of either). */
export function shareAnswer(by: Replica, replicas: readonly Replica[], { key, answer, nowMicros }: Stored): void {
  if (by.faults.has('split-brain', nowMicros)) return;
  const delayMicros = by.faults.fillDelayMicros(nowMicros);
  for (const other of replicas) {
    if (other === by || other.faults.has('split-brain', nowMicros)) continue;
    if (delayMicros === 0) other.answers.set(key, answer, nowMicros);
    else other.answers.setLater(key, answer, { nowMicros, seenMicros: nowMicros + delayMicros });
  }
}

/** Forgets one answer, or all without a key, on every replica but those that fail to (`stale-after-invalidation`). */
export function forgetAnswers(replicas: readonly Replica[], key: string | undefined, nowMicros: number): void {
  for (const { answers, faults } of replicas)
    if (!faults.has('stale-after-invalidation', nowMicros)) answers.forget(key);
}
