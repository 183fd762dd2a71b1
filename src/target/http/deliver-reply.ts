import type { ServerResponse } from 'node:http';
import type { PreparedAnswer, ReplyFacts } from '../answers/render-answer.ts';
import { microsPerMilli } from '../../units.ts';
import type { ServiceReply } from '../query-service.ts';
import { sendFailure, type QueryShape } from './failure-replies.ts';
import { sendJsonText } from './send.ts';
import type { Exchange, TargetContext } from './target-context.ts';

/** How a query was asked, and so how it is answered. */
export type ReplyForm = {
  readonly shape: QueryShape;
  readonly render: (answer: PreparedAnswer, facts: ReplyFacts) => string;
};

/** Sends what became of a query, and counts it in the truth after it was handed to the socket. */
export function deliverReply(
  reply: ServiceReply,
  { shape, render }: ReplyForm,
  { response, arrivedMicros }: Exchange,
  context: TargetContext,
): void {
  const { truth, options, nowMicros } = context;
  if (response.destroyed || response.socket === null || response.socket.destroyed) {
    truth.countAbandoned();
    return;
  }
  switch (reply.damage) {
    case undefined: {
      sendJsonText(response, 200, render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      truth.countAnswer(statedClass(reply), nowMicros() - arrivedMicros);
      return;
    }
    case 'error':
      truth.countFailure(sendFailure(response, options.errorStyle, shape));
      return;
    case 'success-false':
      truth.countFailure(sendFailure(response, 'http200', shape));
      return;
    case 'lost':
      response.socket.destroy();
      truth.countFailure('reset');
      return;
    case 'truncated':
      sendHalf(response, render(reply.answer, factsOf(reply, arrivedMicros, nowMicros())));
      truth.countFailure('truncated');
      return;
    case 'malformed':
      response.socket.end('This is no HTTP reply\r\n\r\n');
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

function sendHalf(response: ServerResponse, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
}
