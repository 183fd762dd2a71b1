import type { ReplyFacts } from '../answers/render-answer.ts';
import { microsPerMilli } from '../../units.ts';
import type { ServiceReply } from '../query-service.ts';
import { sendFailure } from './failure-replies.ts';
import type { ReplyForm } from './read-query.ts';
import type { ReplyPort } from './reply-port.ts';
import type { TargetContext } from './target-context.ts';

/** A query that waits for its reply. */
export type Asking = { readonly form: ReplyForm; readonly arrivedMicros: number; readonly port: ReplyPort };

/** Sends what became of a query, and counts it in the truth after it was handed to the socket. */
export function deliverReply(
  reply: ServiceReply,
  { form, arrivedMicros, port }: Asking,
  { truth, options, nowMicros }: TargetContext,
): void {
  if (port.isGone) {
    truth.countAbandoned();
    return;
  }
  switch (reply.damage) {
    case undefined: {
      port.sendJson(200, form.render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      truth.countAnswer(statedClass(reply), nowMicros() - arrivedMicros);
      return;
    }
    case 'error':
      truth.countFailure(sendFailure(port, options.errorStyle, form.shape));
      return;
    case 'success-false':
      truth.countFailure(sendFailure(port, 'http200', form.shape));
      return;
    case 'lost':
      port.drop();
      truth.countFailure('reset');
      return;
    case 'truncated':
      port.sendHalf(form.render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      truth.countFailure('truncated');
      return;
    case 'malformed':
      port.sendGarbage();
      truth.countFailure('malformed');
      return;
  }
}

/** What a reply says of itself when it is sent at `nowMicros`. */
export function factsOf(reply: ServiceReply, arrivedMicros: number, nowMicros: number): ReplyFacts {
  const { statedHit, isWrong, hasCitations } = reply;
  return { statedHit, isWrong, hasCitations, elapsedMs: (nowMicros - arrivedMicros) / microsPerMilli };
}

/** The class that a reply states. */
export function statedClass({ statedHit }: ServiceReply): 'hit' | 'miss' | 'unknown' {
  if (statedHit === undefined) return 'unknown';
  return statedHit ? 'hit' : 'miss';
}
