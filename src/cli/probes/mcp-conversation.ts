import type { SessionFacts } from '../../probes/mcp/judge-session.ts';
import type { Judged, McpExchange, McpReply } from '../../probes/mcp/mcp-reply.ts';
import { toolListOf } from '../../probes/mcp/tool-list.ts';
import type { McpCall, McpProbe } from '../../scenario/probes/mcp-probe.ts';
import { McpConnection, type Handshake } from './mcp-connection.ts';
import type { McpContext } from './mcp-context.ts';
import type { LiveExchange } from './recording-fetch.ts';

/** So many time-outs may all pages of a list take together. */
const timeoutsOfList = 3;

/** A conversation with one server, which goes on in a second session when the first one expires, and not in a third. */
export class McpConversation {
  readonly #options: McpProbe;
  readonly #context: McpContext;
  readonly #exchanges: LiveExchange[] = [];
  readonly #expiredAt: string[] = [];
  #connection: McpConnection | undefined;
  #first: Handshake | undefined;
  #isReopened = false;
  #hasTriedAgain = false;

  constructor(options: McpProbe, context: McpContext) {
    this.#options = options;
    this.#context = context;
  }

  /** Revisions of the protocol that the client speaks with a handshake, newest first. */
  get spoken(): readonly string[] {
    return this.#connection?.spoken ?? [];
  }

  /** Whether requests can be sent. */
  get isOpen(): boolean {
    return this.#first !== undefined && this.#first.refusal === undefined;
  }

  /** The exchange of the first `notifications/initialized`; undefined when it was not sent. */
  get initialized(): McpExchange | undefined {
    return this.#first?.initialized;
  }

  /** Ids of all sessions, which must not be shown. */
  get sessionIds(): string[] {
    return this.#exchanges.flatMap(({ newSession }) => newSession ?? []);
  }

  /** Begins. */
  async open(): Promise<Handshake> {
    this.#first = await this.#connect();
    return this.#first;
  }

  /** What was judged of `initialize`, or a failure when the client refused a result that looked right. */
  judgeOpening(judged: Judged): Judged {
    const { refusal, initialized } = this.#first ?? {};
    if (judged.status !== 'pass' || refusal === undefined || initialized !== undefined) return judged;
    const reason = `initialize: the client refuses its result: ${refusal}`;
    return { status: 'fail', reason, evidence: judged.evidence };
  }

  /** Asks for pages until the list ends, has a fault, or took too long. */
  async listTools(): Promise<McpReply[]> {
    const { clock } = this.#context;
    const until = clock.nowMicros() + timeoutsOfList * this.#options.timeoutMicros;
    const replies: McpReply[] = [];
    let params: { cursor?: string } = {};
    do {
      replies.push(await this.#ask('tools/list', 'tools/list', params));
      const { next } = toolListOf(replies);
      if (next === undefined) return replies;
      params = { cursor: next };
    } while (clock.nowMicros() < until);
    const why = `took longer than ${timeoutsOfList} time-outs together with the pages before it`;
    return [...replies, { outcome: { kind: 'failed', why } }];
  }

  /** Makes one call. */
  callTool({ tool, arguments: given, name }: McpCall): Promise<McpReply> {
    return this.#ask(`the call ${name}`, 'tools/call', { name: tool, arguments: given });
  }

  /** Ends the session, and says what became of it. */
  async end(): Promise<SessionFacts> {
    const ended = this.isOpen ? await this.#connection?.end() : undefined;
    return {
      isOpen: this.isOpen,
      id: this.#first?.reply.exchange?.newSession,
      expiredAt: this.#expiredAt,
      isReopened: this.#isReopened,
      ended,
      exchanges: this.#exchanges.filter(({ rpcMethod }) => rpcMethod !== 'initialize'),
    };
  }

  /** Ends all that is on its way. */
  async close(): Promise<void> {
    await this.#connection?.close();
  }

  async #connect(): Promise<Handshake> {
    const { url, target, secrets, tls, signal, countRequest } = this.#context;
    await this.close();
    this.#connection = await McpConnection.open({
      baseUrl: url,
      path: this.#options.path,
      headers: { ...target.request.headers, ...secrets },
      tls,
      timeoutMicros: this.#options.timeoutMicros,
      signal,
      onExchange: (exchange) => {
        this.#exchanges.push(exchange);
        countRequest();
      },
    });
    return this.#connection.initialize();
  }

  /** A request that finds its session expired is sent again in a new one, which is begun once. */
  async #ask(what: string, method: 'tools/list' | 'tools/call', params: Record<string, unknown>): Promise<McpReply> {
    const reply = await this.#request(method, params);
    if (reply.outcome.kind !== 'expired') return reply;
    this.#expiredAt.push(what);
    if (this.#hasTriedAgain) return reply;
    this.#hasTriedAgain = true;
    const { refusal } = await this.#connect();
    if (refusal !== undefined) return reply;
    this.#isReopened = true;
    const again = await this.#request(method, params);
    if (again.outcome.kind === 'expired') this.#expiredAt.push(what);
    return again;
  }

  async #request(method: 'tools/list' | 'tools/call', params: Record<string, unknown>): Promise<McpReply> {
    if (this.#connection !== undefined) return this.#connection.request(method, params);
    return { outcome: { kind: 'failed', why: 'was not sent' } };
  }
}
