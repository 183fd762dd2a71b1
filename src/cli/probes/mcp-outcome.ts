import type { McpOutcome } from '../../probes/mcp/mcp-reply.ts';
import { formatDuration } from '../../units.ts';
import { explainFailure } from '../explain-failure.ts';
import type { LiveExchange } from './recording-fetch.ts';

/** A request that waits for its reply. */
export type Pending = {
  readonly stop: AbortController;
  exchange?: LiveExchange;
  /** The reply's whole envelope. */
  envelope?: Readonly<Record<string, unknown>>;
  /** What was wrong with what came instead, as the rest of a sentence. */
  fault?: string | undefined;
};

/** What came of a request: by the reply's envelope where one came, else by the exchange, and by the client's error last. */
export function outcomeOf({ envelope, exchange, fault }: Pending, error: unknown, timeoutMicros: number): McpOutcome {
  if (envelope !== undefined && 'error' in envelope) return rpcErrorOf(envelope['error']);
  if (envelope !== undefined) return { kind: 'result', result: envelope['result'] };
  const { status, hadSession = false, isTimedOut = false, contentType = '' } = exchange ?? {};
  if (status === 404 && hadSession) return { kind: 'expired' };
  if (status !== undefined && (status < 200 || status > 299))
    return { kind: 'failed', why: `was answered with HTTP ${status}` };
  if (fault !== undefined) return { kind: 'failed', why: fault };
  if (isTimedOut || isTimeout(error))
    return { kind: 'failed', why: `was not answered within ${formatDuration(timeoutMicros)}` };
  if (status === undefined) return { kind: 'failed', why: explainFailure(error) };
  if (!isJson(contentType) && !isEvents(contentType))
    return { kind: 'failed', why: `was answered ${formOf(contentType)}, and JSON or a stream of events is due` };
  return { kind: 'failed', why: contentFaultOf(error) ?? `was answered, but ${wordsOf(error)}` };
}

function formOf(contentType: string): string {
  return contentType === '' ? 'without a content type' : `as ${contentType}`;
}

function rpcErrorOf(error: unknown): McpOutcome {
  const members = new Map(Object.entries(error ?? {}));
  return { kind: 'rpc-error', code: members.get('code'), message: String(members.get('message')) };
}

/** What an error says of the content of an answer, as the rest of a sentence; undefined when it says nothing of it. */
export function contentFaultOf(error: unknown): string | undefined {
  if (error instanceof SyntaxError) return 'was answered with something that is no JSON';
  return error instanceof Error && 'issues' in error ? 'was answered with JSON that is no JSON-RPC message' : undefined;
}

/** An error in words. */
export function wordsOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET')
    return 'the connection was closed early';
  return error instanceof Error ? error.message : String(error);
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'REQUEST_TIMEOUT';
}

function isJson(contentType: string): boolean {
  return /^application\/json\b/iu.test(contentType);
}

/** Whether a content type is that of a stream of events. */
export function isEvents(contentType: string): boolean {
  return /^text\/event-stream\b/iu.test(contentType);
}
