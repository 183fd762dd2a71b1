import type * as Sdk from '@modelcontextprotocol/client';
import { z } from 'zod';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { McpReply } from '../../probes/mcp/mcp-reply.ts';
import { microsPerMilli } from '../../units.ts';
import { packageVersion } from '../version.ts';
import { contentFaultOf, isEvents, outcomeOf, wordsOf, type Pending } from './mcp-outcome.ts';
import { probeTransport } from './probe-transport.ts';
import { recordingFetch, type LiveExchange } from './recording-fetch.ts';

/** Whom to speak to over MCP, and how. */
export type McpSettings = {
  readonly baseUrl: string;
  readonly path: string;
  /** Sent with every request, secrets included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  /** Of each request. */
  readonly timeoutMicros: number;
  readonly signal: AbortSignal;
  /** Called once for each request that is sent. */
  readonly onExchange: (exchange: LiveExchange) => void;
};

/** What came of `initialize` and the notification after it. */
export type Handshake = {
  readonly reply: McpReply;
  /** The exchange of `notifications/initialized`; undefined when it was not sent. */
  readonly initialized: LiveExchange | undefined;
  /** Why the client took nothing after a reply to `initialize`, as the rest of a sentence; undefined when it is connected. */
  readonly refusal: string | undefined;
};

/**
 * A conversation over MCP by the official SDK's client, which speaks the handshake, keeps the session, reads JSON and events, resumes streams and
 * answers what the server asks. Beside it, by hand: the record of each exchange and the reply's own envelope, by which the probe judges, as
 * the client gives neither status nor content type and waits in vain for a reply under another id.
 */
export class McpConnection {
  readonly #settings: McpSettings;
  readonly #client: Sdk.Client;
  readonly #transport: Sdk.StreamableHTTPClientTransport;
  readonly #sent = new Set<unknown>();
  /** Revisions of the protocol that the client speaks with a handshake, newest first. */
  readonly spoken: readonly string[];
  #initialized: LiveExchange | undefined;
  #pending: Pending | undefined;

  private constructor(settings: McpSettings, sdk: typeof Sdk) {
    this.#settings = settings;
    this.spoken = sdk.SUPPORTED_PROTOCOL_VERSIONS;
    const fetch = recordingFetch({
      baseUrl: settings.baseUrl,
      tls: settings.tls,
      timeoutMillis: settings.timeoutMicros / microsPerMilli,
      signal: settings.signal,
      onExchange: (exchange) => this.#note(exchange),
    });
    this.#transport = probeTransport(sdk, {
      path: settings.path,
      fetch,
      headers: settings.headers,
      onMessage: (message) => this.#receive(message),
      onError: (error) => this.#noteError(error),
      onEnd: (message, what) => this.#end(message, what),
    });
    this.#client = new sdk.Client({ name: 'hitgate', version: packageVersion() });
  }

  /** Loads the client, which takes a while and is wanted by few commands. */
  static load(): Promise<typeof Sdk> {
    return import('@modelcontextprotocol/client');
  }

  /** A conversation in which nothing was sent yet. */
  static async open(settings: McpSettings): Promise<McpConnection> {
    return new McpConnection(settings, await McpConnection.load());
  }

  /** Sends `initialize` and, after a result that the client takes, `notifications/initialized`. */
  async initialize(): Promise<Handshake> {
    const { reply, error } = await this.#ask((options) => this.#client.connect(this.#transport, options));
    const refusal = error === undefined ? undefined : wordsOf(error);
    return { reply, initialized: this.#initialized, refusal };
  }

  /** Sends a request and waits for its reply, at most for the time-out. */
  async request(method: 'tools/list' | 'tools/call', params: Record<string, unknown>): Promise<McpReply> {
    const { reply } = await this.#ask((options) => this.#client.request({ method, params }, z.unknown(), options));
    return reply;
  }

  /** Ends the session by DELETE; undefined when there is none. */
  async end(): Promise<LiveExchange | undefined> {
    const pending: Pending = { stop: new AbortController() };
    this.#pending = pending;
    await this.#transport.terminateSession().catch(() => undefined);
    return pending.exchange;
  }

  /** Ends all that is on its way. */
  async close(): Promise<void> {
    await this.#client.close().catch(() => undefined);
  }

  async #ask(
    send: (options: { timeout: number; signal: AbortSignal }) => Promise<unknown>,
  ): Promise<{ readonly reply: McpReply; readonly error?: unknown }> {
    const pending: Pending = { stop: new AbortController() };
    this.#pending = pending;
    const { signal, timeoutMicros } = this.#settings;
    const options = { timeout: timeoutMicros / microsPerMilli, signal: AbortSignal.any([signal, pending.stop.signal]) };
    try {
      await send(options);
      return { reply: this.#replyOf(pending, undefined) };
    } catch (error) {
      return { reply: this.#replyOf(pending, error), error };
    }
  }

  #note(exchange: LiveExchange): void {
    this.#settings.onExchange(exchange);
    if (exchange.rpcId !== undefined) this.#sent.add(exchange.rpcId);
    if (exchange.rpcMethod === 'notifications/initialized') this.#initialized = exchange;
    const isAsked = exchange.rpcId !== undefined || exchange.method === 'DELETE';
    if (this.#pending !== undefined && isAsked) this.#pending.exchange = exchange;
  }

  /** Takes the reply that is waited for; a late one to an earlier request is none, and one to no request a fault. */
  #receive(message: Sdk.JSONRPCMessage): void {
    const pending = this.#pending;
    if ('method' in message || pending === undefined || pending.envelope !== undefined) return;
    const { id } = message;
    const asked = pending.exchange?.rpcId;
    if (id === asked) pending.envelope = { ...message };
    else if (!this.#sent.has(id))
      this.#fail(
        pending,
        `was answered under the id ${JSON.stringify(id) ?? 'null'}, and asked under ${JSON.stringify(asked)}`,
      );
  }

  /** What is wrong within a stream of events, which goes on: a proper reply may follow. Other errors end the request and come with its end. */
  #noteError(error: Error): void {
    if (this.#pending !== undefined) this.#pending.fault ??= contentFaultOf(error);
  }

  /** All of an answer has come: without the reply in it nothing more is waited for. */
  #end(message: Sdk.JSONRPCMessage, what: 'sent' | 'stream'): void {
    const pending = this.#pending;
    const exchange = pending?.exchange;
    if (pending === undefined || exchange === undefined || pending.envelope !== undefined) return;
    // What the client answers to a request of the server has an id too, and no method.
    if (!('id' in message && 'method' in message) || message.id !== exchange.rpcId) return;
    const { status = 0, contentType = '' } = exchange;
    if (what === 'sent' && status !== 202 && isEvents(contentType)) return;
    if (exchange.isTimedOut) pending.stop.abort();
    else this.#fail(pending, pending.fault ?? missingReply(what, status));
  }

  #fail(pending: Pending, fault: string): void {
    pending.fault = fault;
    pending.stop.abort();
  }

  #replyOf(pending: Pending, error: unknown): McpReply {
    const { exchange } = pending;
    const outcome = outcomeOf(pending, error, this.#settings.timeoutMicros);
    return exchange === undefined ? { outcome } : { outcome, exchange };
  }
}

function missingReply(what: 'sent' | 'stream', status: number): string {
  return what === 'stream'
    ? 'was answered with a stream that ended without the reply'
    : `was answered with HTTP ${status} and no reply`;
}
