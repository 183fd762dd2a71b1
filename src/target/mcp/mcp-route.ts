import type { IncomingMessage } from 'node:http';
import { renderDocRagAnswer } from '../answers/render-answer.ts';
import { countAnswer, countFailure, factsOf } from '../http/deliver-reply.ts';
import { parseJson, readBody } from '../http/read-body.ts';
import { sendEmpty, sendHandlerError, sendJson } from '../http/send.ts';
import type { Exchange, Route, TargetContext } from '../http/target-context.ts';
import type { McpFlaw } from '../faults/fault.ts';
import type { ServiceReply } from '../query-service.ts';
import {
  initializeResult,
  protocolVersions,
  queryTool,
  readRpcMessage,
  rpcCodes,
  rpcError,
  rpcResult,
  type RpcId,
  type RpcMessage,
} from './mcp-messages.ts';

type RpcRequest = Extract<RpcMessage, { kind: 'request' }>;

/**
 * `POST /mcp`: the Model Context Protocol's streamable HTTP transport (modelcontextprotocol.io, revision 2025-06-18).
 * Replies are JSON, or a stream of one event for a client that accepts nothing else. `DELETE` ends a session.
 */
export const mcpRoute: Route = (exchange, context) => {
  const { request, response } = exchange;
  if (!isLocalOrigin(request.headers.origin)) {
    request.resume();
    sendHandlerError(response, 403, 'Requests from other origins are refused');
    return;
  }
  if (request.method === 'DELETE') {
    request.resume();
    const id = sessionOf(request);
    sendEmpty(response, id === undefined ? 400 : context.sessions.end(id) ? 204 : 404);
    return;
  }
  readBody(request, response, (text) => answerMessage(text, exchange, context));
};

function answerMessage(text: string, exchange: Exchange, context: TargetContext): void {
  const { request, response } = exchange;
  if (formOf(request) === undefined) {
    sendHandlerError(response, 406, 'Accept must list application/json or text/event-stream');
    return;
  }
  const parsed = parseJson(text);
  if ('fault' in parsed) {
    sendJson(response, 400, rpcError(null, rpcCodes.parse, `The body is no JSON: ${parsed.fault}`));
    return;
  }
  const message = readRpcMessage(parsed.value);
  if (message === undefined) {
    sendJson(response, 400, rpcError(null, rpcCodes.request, 'The body is no JSON-RPC 2.0 message'));
    return;
  }
  if (message.kind === 'request' && message.method === 'initialize') {
    response.setHeader('Mcp-Session-Id', context.sessions.begin());
    sendMessage(exchange, rpcResult(message.id, initializeResult(message.params['protocolVersion'])));
    return;
  }
  if (refusesSession(exchange, context, message)) return;
  if (message.kind === 'notification') sendEmpty(response, 202);
  else answerRequest(message, exchange, context);
}

/** Answers 400 without a session or with an unknown protocol version, 404 when the session is not known (any more). */
function refusesSession({ request, response }: Exchange, context: TargetContext, message: RpcMessage): boolean {
  const { sessions } = context;
  const rpcId = message.kind === 'request' ? message.id : null;
  const session = sessionOf(request);
  if (session === undefined) {
    sendJson(response, 400, rpcError(rpcId, rpcCodes.request, 'Mcp-Session-Id is missing: initialize first'));
    return true;
  }
  if (isSpoilt(context, 'lost-sessions') && message.kind === 'request' && message.method === 'tools/call')
    sessions.end(session);
  if (!sessions.has(session)) {
    sendJson(response, 404, rpcError(rpcId, rpcCodes.request, 'The session is not known: initialize again'));
    return true;
  }
  const version = request.headers['mcp-protocol-version'];
  if (version === undefined || protocolVersions.some((spoken) => spoken === version)) return false;
  const spoken = protocolVersions.join(', ');
  sendJson(response, 400, rpcError(rpcId, rpcCodes.request, `MCP-Protocol-Version must be one of ${spoken}`));
  return true;
}

function answerRequest(message: RpcRequest, exchange: Exchange, context: TargetContext): void {
  switch (message.method) {
    case 'ping':
      sendMessage(exchange, rpcResult(message.id, {}));
      return;
    case 'tools/list':
      sendMessage(exchange, rpcResult(message.id, toolPage(message.params['cursor'], context)));
      return;
    case 'tools/call':
      callTool(message, exchange, context);
      return;
    default:
      sendMessage(exchange, rpcError(message.id, rpcCodes.method, `There is no method "${message.method}"`));
  }
}

/** The whole list; with the fault `endless-list` a page after which there is always another, which lists nothing. */
function toolPage(cursor: unknown, context: TargetContext): unknown {
  if (!isSpoilt(context, 'endless-list')) return { tools: [queryTool] };
  if (cursor === undefined) return { tools: [queryTool], nextCursor: '1' };
  return { tools: [], nextCursor: String(Number(cursor) + 1) };
}

function isSpoilt({ service, nowMicros }: TargetContext, flaw: McpFlaw): boolean {
  return service.faults.spoilsMcp(flaw, nowMicros());
}

function callTool({ id, params }: RpcRequest, exchange: Exchange, context: TargetContext): void {
  if (isSpoilt(context, 'rpc-error')) {
    sendMessage(exchange, rpcError(id, rpcCodes.internal, 'The fault mcp:rpc-error is on'));
    return;
  }
  if (isSpoilt(context, 'is-error')) {
    sendMessage(exchange, rpcResult(id, toolFailure('The fault mcp:is-error is on')));
    return;
  }
  if (params['name'] !== queryTool.name) {
    sendMessage(exchange, rpcError(id, rpcCodes.params, `There is no tool "${String(params['name'])}"`));
    return;
  }
  const given = new Map(Object.entries(params['arguments'] ?? {}));
  const question: unknown = given.get('question');
  const docId: unknown = given.get('doc_id') ?? '';
  if (typeof question !== 'string' || question.trim() === '' || typeof docId !== 'string') {
    sendMessage(exchange, rpcResult(id, toolFailure('question must be a text that is not empty')));
    return;
  }
  const query = { docId, question, useCache: true, keySpace: 'doc-rag' };
  context.service.submit(query, context.nowMicros(), (reply) => deliverToolResult(reply, id, exchange, context));
  context.pump.wake();
}

/** Counts in the truth like a query over HTTP. What would spoil the HTTP reply is a failed call here. */
function deliverToolResult(reply: ServiceReply, id: RpcId, exchange: Exchange, context: TargetContext): void {
  const { response, arrivedMicros } = exchange;
  const { truth, nowMicros } = context;
  if (response.destroyed) {
    truth.countAbandoned();
    return;
  }
  if (reply.damage !== undefined) {
    sendMessage(exchange, rpcResult(id, toolFailure('The answer did not pass validation')));
    countFailure('body', context);
    return;
  }
  const body = renderDocRagAnswer(reply.answer, factsOf(reply, arrivedMicros, nowMicros()));
  const { text } = reply.answer.answer;
  const structuredContent: unknown = JSON.parse(body);
  sendMessage(exchange, rpcResult(id, { content: [{ type: 'text', text }], structuredContent, isError: false }));
  countAnswer(reply, nowMicros() - arrivedMicros, context);
}

function toolFailure(text: string): unknown {
  return { content: [{ type: 'text', text }], isError: true };
}

function sendMessage({ request, response }: Exchange, message: unknown): void {
  if (formOf(request) === 'json') {
    sendJson(response, 200, message);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.end(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
}

/** JSON whenever the client takes it; undefined when it takes neither JSON nor a stream of events. */
function formOf(request: IncomingMessage): 'json' | 'events' | undefined {
  const accept = request.headers.accept ?? '*/*';
  if (/application\/json|application\/\*|\*\/\*/iu.test(accept)) return 'json';
  return /text\/event-stream|text\/\*/iu.test(accept) ? 'events' : undefined;
}

function sessionOf(request: IncomingMessage): string | undefined {
  const id = request.headers['mcp-session-id'];
  return typeof id === 'string' ? id : undefined;
}

/** Browsers name the origin of a page; only pages of this machine may speak (the transport's rule against DNS rebinding). */
function isLocalOrigin(origin: string | undefined): boolean {
  return origin === undefined || /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/iu.test(origin);
}
