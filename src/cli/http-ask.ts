import http from 'node:http';
import { TLSSocket } from 'node:tls';
import { decodeBody } from '../engine/adapters/decode-body.ts';
import { openSocket } from '../engine/adapters/open-socket.ts';
import { bodyLimit } from '../engine/adapters/response-limits.ts';
import { parseTargetUrl } from '../engine/adapters/target-address.ts';
import { createTlsClient, type TlsClient } from '../engine/adapters/tls-client.ts';
import type { TlsSettings } from '../engine/tls-settings.ts';

/** A whole answer, its content coding undone; header names are lower-case. */
export type HttpAnswer = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<http.IncomingHttpHeaders>;
};

/** One request: what is asked of whom, and how long it may take. */
export type HttpQuery = {
  readonly baseUrl: string;
  /** GET unless given. */
  readonly method?: string;
  /** Put behind the path of the base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in UTF-8 with its length; no body unless given. */
  readonly body?: string;
  readonly tls?: TlsSettings;
  readonly timeoutMillis: number;
  /** Most bytes of the body as they come; 64 MB unless given. */
  readonly limitBytes?: number;
  readonly signal: AbortSignal;
};

/** No whole answer came in time. */
export class AnswerTimeoutError extends Error {}

/** The certificate of the target was not trusted; `code` says why, as OpenSSL or Node names it. */
export class UntrustedCertificateError extends Error {
  readonly code: string;

  constructor(code: string, cause: Error) {
    super(cause.message, { cause });
    this.code = code;
  }
}

/**
 * Asks once, over a socket of its own that is made as the engine makes them; redirects are not followed. Rejects with
 * the socket's error, an `AnswerTimeoutError` or an `UntrustedCertificateError`, and with the signal's reason when it aborts.
 */
export async function httpAsk(query: HttpQuery): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(query.timeoutMillis);
  const signal = AbortSignal.any([query.signal, timeout]);
  try {
    return await ask(query, signal);
  } catch (error) {
    query.signal.throwIfAborted();
    throw timeout.aborted ? new AnswerTimeoutError('no answer in time', { cause: error }) : error;
  }
}

function ask(
  { baseUrl, method = 'GET', path, headers, body, tls, limitBytes = bodyLimit }: HttpQuery,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const target = parseTargetUrl(baseUrl);
  const client = createTlsClient(target, tls);
  const { pathname, search } = new URL(`http://localhost${target.basePath}${path}`);
  return new Promise((resolve, reject) => {
    const socket = openSocket({ target, host: target.hostname, tls: client });
    const fail = (error: Error): void => reject(withTrust(error, socket, client));
    // Heard from the start: the request itself listens one tick later.
    socket.on('error', fail);
    const request = http.request(
      {
        method,
        path: pathname + search,
        headers: { host: target.hostHeader, accept: 'application/json', connection: 'close', ...bytesOf(headers) },
        createConnection: () => socket,
        signal,
      },
      (response) => collect(response, limitBytes, resolve, fail),
    );
    request.on('error', fail);
    // As bytes: Node would write the head in the encoding of a text, too.
    request.end(body === undefined ? undefined : Buffer.from(body));
  });
}

function collect(
  response: http.IncomingMessage,
  limitBytes: number,
  resolve: (answer: HttpAnswer) => void,
  fail: (error: Error) => void,
): void {
  const pieces: Buffer[] = [];
  let length = 0;
  response.on('error', fail);
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
}

/** An error of a TLS socket whose certificate was refused says so by its type. */
function withTrust(error: Error, socket: object, client: TlsClient | undefined): Error {
  if (client?.rejectUnauthorized !== true || !(socket instanceof TLSSocket) || !socket.authorizationError) return error;
  return new UntrustedCertificateError(String(socket.authorizationError), error);
}

/** Header values as the engine sends them, in UTF-8: Node takes one character for each byte. */
function bytesOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.toLowerCase(), Buffer.from(value).toString('latin1')]),
  );
}
