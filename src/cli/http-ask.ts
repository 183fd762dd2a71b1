import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { decodeBody } from '../engine/adapters/decode-body.ts';
import { bodyLimit } from '../engine/adapters/response-limits.ts';
import { startRequest, type OutgoingRequest } from './start-request.ts';

/** A whole answer, its content coding undone; header names are lower-case. */
export type HttpAnswer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<IncomingHttpHeaders>;
};

/** One request: what is asked of whom, and how long it may take; GET unless it says otherwise. */
export type HttpQuery = Omit<OutgoingRequest, 'method'> & {
  readonly method?: string;
  readonly timeoutMillis: number;
  /** Most bytes of the body as they come; 64 MB unless given. */
  readonly limitBytes?: number;
};

/** No whole answer came in time. */
export class AnswerTimeoutError extends Error {}

/**
 * Asks once, over a socket of its own that is made as the engine makes them; redirects are not followed. Rejects with
 * the socket's error, an `AnswerTimeoutError` or an `UntrustedCertificateError`, and with the signal's reason when it aborts.
 */
export async function httpAsk(query: HttpQuery): Promise<HttpAnswer> {
  const { method = 'GET', timeoutMillis, limitBytes = bodyLimit, ...rest } = query;
  const timeout = AbortSignal.timeout(timeoutMillis);
  const signal = AbortSignal.any([query.signal, timeout]);
  const headers = { accept: 'application/json', ...lowerNames(query.headers) };
  try {
    return await startRequest({ ...rest, method, headers, signal }, (response) => collect(response, limitBytes));
  } catch (error) {
    query.signal.throwIfAborted();
    throw timeout.aborted ? new AnswerTimeoutError('no answer in time', { cause: error }) : error;
  }
}

function collect(response: IncomingMessage, limitBytes: number): Promise<HttpAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    response.on('error', reject);
    response.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > limitBytes) response.destroy(new Error(`more than ${limitBytes / 2 ** 20} MB were answered`));
      else pieces.push(piece);
    });
    response.on('end', () => {
      const bytes = Buffer.concat(pieces);
      const text = decodeBody(bytes, response.headers['content-encoding']?.toLowerCase() ?? '') ?? bytes;
      resolve({ status: response.statusCode ?? 0, text: text.toString('utf8'), headers: response.headers });
    });
  });
}

function lowerNames(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
