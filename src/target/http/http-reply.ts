import type { ServerResponse } from 'node:http';
import { garbage, type ReplyPort } from './reply-port.ts';
import { sendEmpty, sendJsonText } from './send.ts';

/** The reply to a query through `node:http`. A response has no socket while an earlier one has it, so the request's is taken. */
export function httpReply(response: ServerResponse): ReplyPort {
  const { socket } = response.req;
  return {
    get isGone() {
      return response.destroyed || socket.destroyed;
    },
    sendJson: (status, body) => sendJsonText(response, status, body),
    sendEmpty: (status) => sendEmpty(response, status),
    sendHalf: (body) => {
      const bytes = Buffer.from(body);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy());
    },
    sendGarbage: () => void socket.end(garbage),
    drop: () => void socket.destroy(),
  };
}
