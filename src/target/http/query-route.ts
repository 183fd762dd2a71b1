import type { ServerResponse } from 'node:http';
import { renderDocRagAnswer, renderFactAnswer } from '../answers/render-answer.ts';
import type { ServiceQuery } from '../query-service.ts';
import { deliverReply, type ReplyForm } from './deliver-reply.ts';
import { isRecord, parseJson, readBody } from './read-body.ts';
import { sendHandlerError, sendText } from './send.ts';
import type { Exchange, Route } from './target-context.ts';

const docRagForm: ReplyForm = { shape: 'doc-rag', render: renderDocRagAnswer };
const factForm: ReplyForm = { shape: 'fact-api', render: renderFactAnswer };

/** `POST /query` and `POST /api/v1/query`: doc-rag's shape for a `doc_id` and a `question`, FACT's own for a `query`. */
export const queryRoute: Route = (exchange, context) => {
  const { request, response } = exchange;
  if (!/^application\/(?:.+\+)?json\b/iu.test(request.headers['content-type'] ?? '')) {
    request.resume();
    sendText(response, 415, 'Expected request with `Content-Type: application/json`');
    return;
  }
  readBody(request, response, (text) => {
    const asked = readQuery(text, response);
    if (asked === undefined) return;
    context.service.submit(asked.query, context.nowMicros(), (reply) =>
      deliverReply(reply, asked.form, exchange, context),
    );
    context.pump.wake();
  });
};

type Asked = { readonly query: ServiceQuery; readonly form: ReplyForm };

/** Reads the body of a query, or answers why it is none: 400 and 422 as plain text, an empty field as a handler's error. */
function readQuery(text: string, response: Exchange['response']): Asked | undefined {
  const parsed = parseJson(text);
  if ('fault' in parsed) {
    sendText(response, 400, `Failed to parse the request body as JSON: ${parsed.fault}`);
    return undefined;
  }
  const { value } = parsed;
  if (isRecord(value) && typeof value['query'] === 'string' && value['question'] === undefined)
    return readFactQuery(value, value['query'], response);
  const missing = ['doc_id', 'question'].find((field) => !isRecord(value) || typeof value[field] !== 'string');
  const { doc_id: docId, question } = isRecord(value) ? value : {};
  if (missing !== undefined || typeof docId !== 'string' || typeof question !== 'string') {
    sendText(response, 422, `Failed to deserialize the JSON body into the target type: missing field \`${missing}\``);
    return undefined;
  }
  if (!isFilled(response, 'doc_id', docId) || !isFilled(response, 'question', question)) return undefined;
  return { query: { docId, question, useCache: true, keySpace: 'doc-rag' }, form: docRagForm };
}

function readFactQuery(
  value: Readonly<Record<string, unknown>>,
  question: string,
  response: ServerResponse,
): Asked | undefined {
  if (!isFilled(response, 'query', question)) return undefined;
  const options = isRecord(value['cache_options']) ? value['cache_options'] : {};
  const prefix = typeof options['cache_prefix'] === 'string' ? options['cache_prefix'] : '';
  const useCache = options['use_cache'] !== false;
  return { query: { docId: '', question, useCache, keySpace: `fact-api:${prefix}` }, form: factForm };
}

function isFilled(response: ServerResponse, field: string, text: string): boolean {
  if (text.trim() !== '') return true;
  sendHandlerError(response, 400, `${field} must not be empty`);
  return false;
}
