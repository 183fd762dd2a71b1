import { isRecord } from '../http/read-body.ts';

/** The protocol versions that are spoken, newest first. */
export const protocolVersions: readonly string[] = ['2025-06-18', '2025-03-26'];

/** Error codes of JSON-RPC 2.0, section 5.1. */
export const rpcCodes = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
} as const;

/** The id of a request; MCP allows no null. */
export type RpcId = string | number;

/** A message from a client: a request wants an answer, a notification or an answer of the client does not. */
export type RpcMessage =
  | {
      readonly kind: 'request';
      readonly id: RpcId;
      readonly method: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'notification' };

/** Reads a JSON-RPC 2.0 message; undefined when it is none. Batches are none (MCP 2025-06-18 has no batches). */
export function readRpcMessage(value: unknown): RpcMessage | undefined {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return undefined;
  const { id, method, params = {} } = value;
  if (typeof method !== 'string') return 'result' in value || 'error' in value ? { kind: 'notification' } : undefined;
  if (id === undefined) return { kind: 'notification' };
  if ((typeof id !== 'string' && typeof id !== 'number') || !isRecord(params)) return undefined;
  return { kind: 'request', id, method, params };
}

/** A JSON-RPC result. */
export function rpcResult(id: RpcId, result: unknown): unknown {
  return { jsonrpc: '2.0', id, result };
}

/** A JSON-RPC error; `id` null when the request's could not be read. */
export function rpcError(id: RpcId | null, code: number, message: string): unknown {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

/** The answer to `initialize`: the version that the client asked for when it is spoken, the newest otherwise. */
export function initializeResult(requested: unknown): unknown {
  const version = protocolVersions.find((spoken) => spoken === requested) ?? protocolVersions[0];
  return {
    protocolVersion: version,
    capabilities: { tools: { listChanged: false } },
    serverInfo: { name: 'hitgate reference target', version: '1.0.0' },
  };
}

/** The one tool: the same query as over HTTP. */
export const queryTool = {
  name: 'query',
  description: 'Answers a compliance question about a document, from the cache when it was asked before.',
  inputSchema: {
    type: 'object',
    properties: {
      question: { type: 'string', description: 'The question, in any language.' },
      doc_id: { type: 'string', description: 'The document that the question is about.' },
    },
    required: ['question'],
  },
} as const;
