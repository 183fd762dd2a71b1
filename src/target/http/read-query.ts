import {
  renderDocRagAnswer,
  renderFactAnswer,
  type PreparedAnswer,
  type ReplyFacts,
} from '../answers/render-answer.ts';
import type { ServiceQuery } from '../query-service.ts';
import type { QueryShape } from './failure-replies.ts';
import { isRecord, parseJson } from './read-body.ts';

/** How a query was asked, and so how it is answered. */
export type ReplyForm = {
  readonly shape: QueryShape;
  readonly render: (answer: PreparedAnswer, facts: ReplyFacts) => string;
};

/** What the body of a query says: a query; none, with a status and a plain text; or a query with an empty field. */
export type QueryReading =
  | { readonly kind: 'query'; readonly query: ServiceQuery; readonly form: ReplyForm }
  | { readonly kind: 'none'; readonly status: 400 | 422; readonly text: string }
  | { readonly kind: 'empty'; readonly field: string };

const docRagForm: ReplyForm = { shape: 'doc-rag', render: renderDocRagAnswer };
const factForm: ReplyForm = { shape: 'fact-api', render: renderFactAnswer };

/** Whether a query may have this content type. */
export function isJsonType(contentType: string): boolean {
  return /^application\/(?:.+\+)?json\b/iu.test(contentType);
}

/** Reads the body of a query: doc-rag's shape has a `doc_id` and a `question`, FACT's own a `query`. */
export function readQuery(body: string): QueryReading {
  const parsed = parseJson(body);
  if ('fault' in parsed)
    return { kind: 'none', status: 400, text: `Failed to parse the request body as JSON: ${parsed.fault}` };
  const { value } = parsed;
  if (isRecord(value) && typeof value['query'] === 'string' && value['question'] === undefined)
    return readFactQuery(value, value['query']);
  const missing = ['doc_id', 'question'].find((field) => !isRecord(value) || typeof value[field] !== 'string');
  const { doc_id: docId, question } = isRecord(value) ? value : {};
  if (missing !== undefined || typeof docId !== 'string' || typeof question !== 'string') {
    const text = `Failed to deserialize the JSON body into the target type: missing field \`${missing}\``;
    return { kind: 'none', status: 422, text };
  }
  if (docId.trim() === '') return { kind: 'empty', field: 'doc_id' };
  if (question.trim() === '') return { kind: 'empty', field: 'question' };
  return { kind: 'query', query: { docId, question, useCache: true, keySpace: 'doc-rag' }, form: docRagForm };
}

function readFactQuery(value: Readonly<Record<string, unknown>>, question: string): QueryReading {
  if (question.trim() === '') return { kind: 'empty', field: 'query' };
  const options = isRecord(value['cache_options']) ? value['cache_options'] : {};
  const prefix = typeof options['cache_prefix'] === 'string' ? options['cache_prefix'] : '';
  const useCache = options['use_cache'] !== false;
  return { kind: 'query', query: { docId: '', question, useCache, keySpace: `fact-api:${prefix}` }, form: factForm };
}
