import type { ServerResponse } from 'node:http';

/** Sends a whole JSON text. */
export function sendJsonText(response: ServerResponse, status: number, body: string): void {
  const headers = ['Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body))];
  response.writeHead(status, headers).end(body);
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  sendJsonText(response, status, JSON.stringify(value));
}

/** Sends plain text. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.writeHead(status).end(text);
}

/** Sends a status without a body; headers that were set before go with it. */
export function sendEmpty(response: ServerResponse, status: number): void {
  if (status !== 204) response.setHeader('Content-Length', 0);
  response.writeHead(status).end();
}

/** An error as a handler of the real API server writes it. */
export function sendHandlerError(response: ServerResponse, status: number, message: string): void {
  const code = handlerCodes[status] ?? status;
  sendJson(response, status, { error: { code, message, timestamp: new Date().toISOString(), status } });
}

/** Errors below 500 have a name; every 5xx has its true status as a number in place of one. */
const handlerCodes: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
};
