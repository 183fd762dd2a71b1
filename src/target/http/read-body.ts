import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendHandlerError } from './send.ts';

const mostBytes = 1_048_576;

/** Reads a whole body as UTF-8 and hands it over; one of over 1 MiB is answered with 413 and not handed over. */
export function readBody(request: IncomingMessage, response: ServerResponse, consume: (text: string) => void): void {
  let text: Buffer | undefined;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= mostBytes) text = text === undefined ? chunk : Buffer.concat([text, chunk]);
  });
  request.on('end', () => {
    if (bytes > mostBytes)
      sendHandlerError(response, 413, `The body has ${bytes} bytes, at most ${mostBytes} are read`);
    else consume(text === undefined ? '' : text.toString('utf8'));
  });
}

/** The value of a JSON text, or why it is none. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : 'no JSON' };
  }
}

/** Whether a JSON value is an object, so that its fields can be read. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
