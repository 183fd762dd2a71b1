import http from 'node:http';
import { TLSSocket } from 'node:tls';
import { openSocket } from '../engine/adapters/open-socket.ts';
import { parseTargetUrl } from '../engine/adapters/target-address.ts';
import { createTlsClient, type TlsClient } from '../engine/adapters/tls-client.ts';
import type { TlsSettings } from '../engine/tls-settings.ts';

/** One request: what is sent to whom. */
export type OutgoingRequest = {
  readonly baseUrl: string;
  /** Put behind the path of the base URL. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly tls?: TlsSettings;
  readonly signal: AbortSignal;
  /** Told when the whole request was written. */
  readonly onSent?: () => void;
};

/** The certificate of the target was not trusted; `code` says why, as OpenSSL or Node names it. */
export class UntrustedCertificateError extends Error {
  readonly code: string;

  constructor(code: string, cause: Error) {
    super(cause.message, { cause });
    this.code = code;
  }
}

/**
 * Sends a request over a socket of its own that is made as the engine makes them, and gives the answer to `receive` when its head is there;
 * redirects are not followed. Rejects with the socket's error, an `UntrustedCertificateError`, or the signal's.
 */
export function startRequest<Received>(
  { baseUrl, path, method, headers, body, tls, signal, onSent }: OutgoingRequest,
  receive: (response: http.IncomingMessage) => Received | Promise<Received>,
): Promise<Received> {
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
        path: pathname + search,
        method,
        headers: { host: target.hostHeader, connection: 'close', ...bytesOf(headers) },
        createConnection: () => socket,
        signal,
      },
      // What `receive` throws rejects, where it would otherwise be lost in an event.
      (response) => resolve(new Promise((settle) => settle(receive(response)))),
    );
    request.on('error', fail);
    if (onSent !== undefined) request.on('finish', onSent);
    // As bytes: Node would write the head in the encoding of a text, too.
    request.end(body === undefined ? undefined : Buffer.from(body));
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
