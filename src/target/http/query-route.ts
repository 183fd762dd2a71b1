import { deliverReply, type Asking } from './deliver-reply.ts';
import { httpReply } from './http-reply.ts';
import { readBody } from './read-body.ts';
import { isJsonType, readQuery } from './read-query.ts';
import { sendHandlerError, sendText } from './send.ts';
import type { Route } from './target-context.ts';

/**
 * `POST /query` and `POST /api/v1/query` through `node:http`: whatever `QueryConnection` left to it. Bad bodies are refused with
 * 400 and 422 as plain text, an empty field with a handler's error.
 */
export const queryRoute: Route = ({ request, response, arrivedMicros }, context) => {
  if (!isJsonType(request.headers['content-type'] ?? '')) {
    request.resume();
    sendText(response, 415, 'Expected request with `Content-Type: application/json`');
    return;
  }
  readBody(request, response, (body) => {
    const reading = readQuery(body);
    switch (reading.kind) {
      case 'none':
        sendText(response, reading.status, reading.text);
        return;
      case 'empty':
        sendHandlerError(response, 400, `${reading.field} must not be empty`);
        return;
      case 'query': {
        const asking: Asking = { form: reading.form, arrivedMicros, port: httpReply(response) };
        context.service.submit(reading.query, context.nowMicros(), (reply) => deliverReply(reply, asking, context));
        context.pump.wake();
        return;
      }
    }
  });
};
