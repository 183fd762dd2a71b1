import type { ReplyFacts } from '../answers/render-answer.ts';
import { microsPerMilli } from '../../units.ts';
import type { ServiceReply } from '../query-service.ts';
import type { TruthFailure } from '../truth.ts';
import { sendFailure } from './failure-replies.ts';
import type { ReplyForm } from './read-query.ts';
import type { ReplyPort } from './reply-port.ts';
import type { TargetContext } from './target-context.ts';

/** A query that waits for its reply. */
export type Asking = { readonly form: ReplyForm; readonly arrivedMicros: number; readonly port: ReplyPort };

/** Sends what became of a query, and counts it in the truth after it was handed to the socket. */
export function deliverReply(reply: ServiceReply, { form, arrivedMicros, port }: Asking, context: TargetContext): void {
  const { options, nowMicros } = context;
  if (port.isGone) {
    context.truth.countAbandoned();
    return;
  }
  switch (reply.damage) {
    case undefined: {
      port.sendJson(200, form.render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      countAnswer(reply, nowMicros() - arrivedMicros, context);
      return;
    }
    case 'error':
      countFailure(sendFailure(port, options.errorStyle, form.shape), context);
      return;
    case 'success-false':
      countFailure(sendFailure(port, 'http200', form.shape), context);
      return;
    case 'lost':
      port.drop();
      countFailure('reset', context);
      return;
    case 'truncated':
      port.sendHalf(form.render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      countFailure('truncated', context);
      return;
    case 'malformed':
      port.sendGarbage();
      countFailure('malformed', context);
      return;
  }
}

type Counting = Pick<TargetContext, 'truth' | 'counters'>;

/** Counts an answer that took so long, in the truth and in the service's own counters. */
export function countAnswer(reply: ServiceReply, serviceMicros: number, { truth, counters }: Counting): void {
  const stated = statedClass(reply);
  truth.countAnswer(stated, serviceMicros);
  counters.countAnswer(stated, serviceMicros, reply.isMiscounted);
}

/** Counts a reply that is no answer, in the truth and in the service's own counters. */
export function countFailure(kind: TruthFailure, { truth, counters }: Counting): void {
  truth.countFailure(kind);
  counters.countFailure();
}

/** What a reply says of itself when it is sent at `nowMicros`. */
export function factsOf(reply: ServiceReply, arrivedMicros: number, nowMicros: number): ReplyFacts {
  const { statedHit, isWrong, citations, isDoubted } = reply;
  return { statedHit, isWrong, citations, isDoubted, elapsedMs: (nowMicros - arrivedMicros) / microsPerMilli };
}

/** The class that a reply states. */
function statedClass({ statedHit }: ServiceReply): 'hit' | 'miss' | 'unknown' {
  if (statedHit === undefined) return 'unknown';
  return statedHit ? 'hit' : 'miss';
}
