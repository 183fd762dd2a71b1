import type { IncomingMessage } from 'node:http';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { McpExchange } from '../../probes/mcp/mcp-reply.ts';
import { startRequest } from '../start-request.ts';

/** An exchange while it goes on. */
export type LiveExchange = { -readonly [Key in keyof McpExchange]: McpExchange[Key] } & {
  /** Id of the JSON-RPC request that was sent. */
  readonly rpcId?: unknown;
  isTimedOut: boolean;
};

/** Where and how requests are sent. */
export type FetchSettings = {
  readonly baseUrl: string;
  readonly tls: TlsSettings | undefined;
  /** Of a whole exchange, the end of its body included. */
  readonly timeoutMillis: number;
  /** Ends whatever is on its way. */
  readonly signal: AbortSignal;
  readonly onExchange: (exchange: LiveExchange) => void;
};

/** Fetches as the MCP client wants it. */
type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** Headers of an answer that the MCP client reads. */
const readHeaders = ['content-type', 'mcp-session-id', 'location', 'www-authenticate'] as const;
const mostBytes = 8 * 2 ** 20;
const keptCharacters = 65_536;

/**
 * A `fetch` that sends over sockets as the engine makes them (TLS, Unix sockets), ends each exchange in time and at 8 MB, and hands out a record
 * of it. The optional stream that a client may open by GET is not opened: a GET is sent only to resume an answer (`Last-Event-ID`).
 */
export function recordingFetch({ baseUrl, tls, timeoutMillis, signal, onExchange }: FetchSettings): Fetch {
  return async (url, init = {}) => {
    const { method = 'GET' } = init;
    const headers = Object.fromEntries(new Headers(init.headers));
    if (method === 'GET' && headers['last-event-id'] === undefined) return new Response(null, { status: 405 });
    const body = typeof init.body === 'string' ? init.body : undefined;
    const exchange = newExchange(method, headers, body);
    onExchange(exchange);
    const timeout = AbortSignal.timeout(timeoutMillis);
    timeout.addEventListener('abort', () => {
      exchange.isTimedOut = true;
    });
    const { pathname, search } = new URL(url);
    return startRequest(
      {
        baseUrl,
        path: pathname + search,
        method,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(tls === undefined ? {} : { tls }),
        signal: AbortSignal.any([signal, timeout, ...(init.signal instanceof AbortSignal ? [init.signal] : [])]),
      },
      (response) => receive(response, exchange),
    );
  };
}

function newExchange(method: string, headers: Record<string, string>, body: string | undefined): LiveExchange {
  const sent: unknown = body === undefined ? undefined : JSON.parse(body);
  const message =
    typeof sent === 'object' && sent !== null ? new Map(Object.entries(sent)) : new Map<string, unknown>();
  const rpcMethod: unknown = message.get('method');
  const sentVersion = headers['mcp-protocol-version'];
  return {
    method,
    ...(typeof rpcMethod === 'string' ? { rpcMethod, rpcId: message.get('id') } : {}),
    hadSession: headers['mcp-session-id'] !== undefined,
    ...(sentVersion === undefined ? {} : { sentVersion }),
    bodyStart: '',
    isTimedOut: false,
  };
}

function receive(response: IncomingMessage, exchange: LiveExchange): Response {
  const status = response.statusCode ?? 0;
  exchange.status = status;
  const contentType = response.headers['content-type'];
  if (contentType !== undefined) exchange.contentType = contentType;
  const session = response.headers['mcp-session-id'];
  if (typeof session === 'string') exchange.newSession = session;
  const headers = readHeaders.flatMap((name) => {
    const value = response.headers[name];
    return typeof value === 'string' ? [[name, value] as [string, string]] : [];
  });
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  if (!hasBody) response.resume();
  return new Response(hasBody ? bodyOf(response, exchange) : null, { status, headers });
}

function bodyOf(response: IncomingMessage, exchange: LiveExchange): ReadableStream {
  let length = 0;
  // The stream takes nothing more once it was cancelled or has failed.
  let isOpen = true;
  return new ReadableStream({
    start(controller) {
      response.on('error', (error) => {
        isOpen = false;
        controller.error(error);
      });
      response.on('data', (piece: Buffer) => {
        length += piece.length;
        if (exchange.bodyStart.length < keptCharacters) exchange.bodyStart += piece.toString('utf8');
        if (length > mostBytes) response.destroy(new Error(`more than ${mostBytes / 2 ** 20} MB were sent`));
        else if (isOpen) controller.enqueue(new Uint8Array(piece));
      });
      response.on('end', () => {
        if (isOpen) controller.close();
      });
    },
    cancel() {
      isOpen = false;
      response.destroy();
    },
  });
}
