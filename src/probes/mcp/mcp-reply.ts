import type { Evidence, ProbeResult } from '../probe-result.ts';

/** One request over HTTP as the probe saw it; what did not come is absent. */
export type McpExchange = {
  readonly method: string;
  /** The JSON-RPC method that was sent. */
  readonly rpcMethod?: string;
  /** Whether it was sent with `Mcp-Session-Id`, and with which `MCP-Protocol-Version`. */
  readonly hadSession: boolean;
  readonly sentVersion?: string;
  readonly status?: number;
  readonly contentType?: string;
  /** The session that the reply begins; whoever has it can speak in its name, so that it is never shown. */
  readonly newSession?: string;
  /** The beginning of the body, as text; may hold secrets. */
  readonly bodyStart: string;
};

/** What came of a JSON-RPC request. `failed` has the rest of a sentence: 'was not answered within 10 s'. */
export type McpOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'rpc-error'; readonly code: unknown; readonly message: string }
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly why: string };

/** A JSON-RPC request and what came of it; `exchange` is absent when nothing could be sent. */
export type McpReply = { readonly outcome: McpOutcome; readonly exchange?: McpExchange };

/** A verdict without name and time. */
export type Judged = Pick<ProbeResult, 'status' | 'reason' | 'evidence'>;

/** The evidence of an exchange: status and content type, and the body where it was no proper reply. */
export function evidenceOf(exchange: McpExchange | undefined, withBody = false): Evidence[] {
  if (exchange?.status === undefined) return [];
  const { status, contentType, bodyStart } = exchange;
  const http = { what: 'HTTP', seen: contentType === undefined ? String(status) : `${status}, ${contentType}` };
  return withBody && bodyStart.trim() !== '' ? [http, { what: 'body', seen: bodyStart }] : [http];
}

/** The failure of a request that has no result; undefined when it has one. `what` begins the sentence: 'initialize'. */
export function withoutResult({ outcome, exchange }: McpReply, what: string): Judged | undefined {
  switch (outcome.kind) {
    case 'result':
      return undefined;
    case 'rpc-error':
      return {
        status: 'fail',
        reason: `${what} was answered with ${rpcErrorWords(outcome)}`,
        evidence: evidenceOf(exchange),
      };
    case 'expired':
      return {
        status: 'fail',
        reason: `${what} was answered with HTTP 404: the session is not known any more`,
        evidence: evidenceOf(exchange, true),
      };
    case 'failed':
      return { status: 'fail', reason: `${what} ${outcome.why}`, evidence: evidenceOf(exchange, true) };
  }
}

/** A JSON-RPC error in words: 'the JSON-RPC error -32602: There is no tool "other"'. */
export function rpcErrorWords({ code, message }: { readonly code: unknown; readonly message: string }): string {
  return `the JSON-RPC error ${typeof code === 'number' ? code : 'without a code'}: ${message}`;
}

/** An object of JSON that is no list. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
