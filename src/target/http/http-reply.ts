import type { ServerResponse } from 'node:http';
import { garbage, type ReplyPort } from './reply-port.ts';
import { sendEmpty, sendJsonText } from './send.ts';

/** The reply to a query through `node:http`. */
export function httpReply(response: ServerResponse): ReplyPort {
  return {
    get isGone() {
      return response.destroyed || response.socket === null || response.socket.destroyed;
    },
    sendJson: (status, body) => sendJsonText(response, status, body),
    sendEmpty: (status) => sendEmpty(response, status),
    sendHalf: (body) => {
      const bytes = Buffer.from(body);
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.socket?.destroy());
    },
    sendGarbage: () => void response.socket?.end(garbage),
    drop: () => void response.socket?.destroy(),
  };
}
